"""The way that leads to a page about actions."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from beffroi.programme.actions.models import Action


def list_crumbs() -> tuple[tuple[Any, str], ...]:
    return ((_("Mon bureau"), reverse("desk:home")), (_("Actions"), reverse("action:list")))


def action_crumbs(action: Action) -> tuple[tuple[Any, str], ...]:
    return (*list_crumbs(), (f"{action.territory}, {action}", reverse("action:sheet", args=[action.pk])))
