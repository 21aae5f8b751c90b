from django.apps import AppConfig


class AccountConfig(AppConfig):
    name = "beffroi.web.account"
    label = "door"
