from django.apps import AppConfig


class PeopleRoom(AppConfig):
    name = "beffroi.web.people"
    label = "people_room"
