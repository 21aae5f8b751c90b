"""/bureau/imports/"""

from django.urls import path

from beffroi.web.exchange import views

app_name = "exchange"
urlpatterns = [
    path("", views.imports, name="imports"),
    path("modele/", views.template, name="template"),
]
