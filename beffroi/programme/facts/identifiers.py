"""Names of things that stay the same from one edition of the facts to the next, as expressions of the database."""

from django.db.models import Case, CharField, F, Q, Value, When
from django.db.models.functions import Cast, Concat


def convention(path: str = "") -> Case:
    """acv-017-ACV1; `path` leads to the convention (« version_in__convention__ »)."""
    return _where(f"{path}territory", [F(f"{path}territory"), Value("-"), F(f"{path}phase__key")])


def version(path: str = "", *, when: Q | None = None) -> Case:
    """acv-017-ACV1-2; nothing where `when` does not hold of it."""
    named = [F(f"{path}convention__territory"), Value("-"), F(f"{path}convention__phase__key"), Value("-")]
    return _where(f"{path}convention", [*named, _text(f"{path}number")], when=when)


def action(path: str = "") -> Case:
    """acv-017/12."""
    return _where(f"{path}territory", [F(f"{path}territory"), Value("/"), _text(f"{path}number")])


def _text(path: str) -> Cast:
    return Cast(path, CharField())


def _where(known: str, parts: list, *, when: Q | None = None) -> Case:
    holds = Q((f"{known}__isnull", False)) & (when or Q())
    named = When(holds, then=Concat(*parts, output_field=CharField()))
    return Case(named, default=Value(None), output_field=CharField())
