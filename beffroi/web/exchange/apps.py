from django.apps import AppConfig


class ExchangeRoom(AppConfig):
    name = "beffroi.web.exchange"
    label = "exchange_room"
