from django.apps import AppConfig


class TownsConfig(AppConfig):
    name = "beffroi.programme.towns"
    label = "towns"
    default_auto_field = "django.db.models.BigAutoField"
