from django.apps import AppConfig


class ConventionRoom(AppConfig):
    name = "beffroi.web.convention"
    label = "convention_room"
