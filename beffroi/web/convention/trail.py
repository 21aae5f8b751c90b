"""The way back from a page: desk, list, territory, version."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from beffroi.programme.conventions.models import Perimeter, Version
from beffroi.programme.towns.models import Territory

Crumbs = list[tuple[Any, str]]


def desk() -> Crumbs:
    return [(_("Mon bureau"), reverse("desk:home"))]


def conventions() -> Crumbs:
    return [*desk(), (_("Conventions"), reverse("convention:list"))]


def territory(place: Territory) -> Crumbs:
    return [*conventions(), (place.name, reverse("convention:territory", args=[place.pk]))]


def version(one: Version) -> Crumbs:
    return [*territory(one.territory), (title(one), reverse("convention:version", args=[one.pk]))]


def perimeter(one: Perimeter) -> Crumbs:
    return [*territory(one.territory), (one.name, reverse("convention:perimeter", args=[one.pk]))]


def title(one: Version) -> str:
    numbered = _("n°")
    return f"{one.get_kind_display()} {numbered} {one.number}"
