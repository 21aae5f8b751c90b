from django.urls import path

from beffroi.web.desk import views

app_name = "desk"
urlpatterns = [
    path("", views.home, name="home"),
]
