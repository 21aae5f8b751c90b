from django.apps import AppConfig


class WebConfig(AppConfig):
    """Holds the static files that every page shares; the rooms below are applications of their own."""

    name = "beffroi.web"
    label = "web"
