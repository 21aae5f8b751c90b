"""/bureau/imports/, /bureau/classeurs/"""

from django.urls import path

from beffroi.web.exchange import exports, views

app_name = "exchange"
urlpatterns = [
    path("imports/", views.imports, name="imports"),
    path("imports/modele/", views.template, name="template"),
    path("classeurs/", exports.exports, name="exports"),
]
