from django.apps import AppConfig


class ActionRoom(AppConfig):
    name = "beffroi.web.action"
    label = "action_room"
