from django.apps import AppConfig


class MoneyRoom(AppConfig):
    name = "beffroi.web.money"
    label = "money_room"
