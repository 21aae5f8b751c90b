"""The public rooms without a town: home, list, data, method, and what machines ask for."""

from django.urls import path

from beffroi.web.public import machine, views

app_name = "public"
urlpatterns = [
    path("", views.home, name="home"),
]
machine_routes = [path("healthz", machine.healthz, name="healthz")]
