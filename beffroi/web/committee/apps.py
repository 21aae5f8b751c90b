from django.apps import AppConfig


class CommitteeRoom(AppConfig):
    name = "beffroi.web.committee"
    label = "committee_room"
