"""Whether a database holds anything that was made up to show the software: no real installation serves it."""

from django.apps import apps
from django.db import Error

MARK = "is_demonstration"
REFUSAL = (
    "The site does not start: this installation holds a demonstration, accounts and figures that were made up. "
    "Serve it with `beffroi demo`, or name the real one: BEFFROI_HOME=… or DATABASE_URL=…"
)


def demonstration_is_there() -> bool:
    """Any account, action, amount or text that bears the mark; a database that is empty or closed holds none."""
    marked = [model for model in apps.get_models() if any(field.name == MARK for field in model._meta.fields)]
    try:
        return any(model._default_manager.filter(**{MARK: True}).exists() for model in marked)
    except Error:
        return False
