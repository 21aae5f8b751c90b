from django.apps import AppConfig


class ConventionsConfig(AppConfig):
    name = "beffroi.programme.conventions"
    label = "conventions"
    default_auto_field = "django.db.models.BigAutoField"
