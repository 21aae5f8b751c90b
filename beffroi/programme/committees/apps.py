from django.apps import AppConfig


class CommitteesConfig(AppConfig):
    name = "beffroi.programme.committees"
    label = "committees"
    default_auto_field = "django.db.models.BigAutoField"
