"""A rule declared once: the database keeps it, a form says it, an import of thousands of rows checks it without asking.

`holds` reads the same `Q` that the constraint is made of. A condition says itself what it wants of an absent value
(`Q(end_date=None) | …`): here a comparison with nothing is false, where SQL would let it pass.
"""

import operator
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import CheckConstraint, F, Model, Q

from beffroi.programme.moves import Sentence

COMPARISONS = {
    "exact": operator.eq,
    "gt": operator.gt,
    "gte": operator.ge,
    "lt": operator.lt,
    "lte": operator.le,
    "in": lambda value, allowed: value in allowed,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """`blames` is the field where a person would mend what is wrong."""

    name: str
    sentence: Sentence
    condition: Q
    blames: str

    def constraint(self) -> CheckConstraint:
        return CheckConstraint(condition=self.condition, name=self.name, violation_error_message=self.sentence)

    @property
    def fields(self) -> frozenset[str]:
        """The fields that the condition reads."""
        return frozenset(_fields(self.condition))


def holds(condition: Q, values: Mapping[str, Any]) -> bool:
    """Whether a row with these values keeps the condition; a field that is not among them is absent (None)."""
    parts = (
        holds(part, values) if isinstance(part, Q) else _compares(part[0], part[1], values)
        for part in condition.children
    )
    found = all(parts) if condition.connector == Q.AND else any(parts)
    return not found if condition.negated else found


def _compares(lookup: str, expected: Any, values: Mapping[str, Any]) -> bool:
    field, _, comparison = lookup.partition("__")
    value = values.get(field)
    expected = values.get(expected.name) if isinstance(expected, F) else expected
    if comparison == "isnull":
        return (value is None) == expected
    if value is None or expected is None:
        return comparison in {"", "exact"} and value is expected
    return bool(COMPARISONS[comparison or "exact"](value, expected))


def _fields(condition: Q) -> set[str]:
    found = set()
    for part in condition.children:
        if isinstance(part, Q):
            found |= _fields(part)
        else:
            found.add(part[0].partition("__")[0])
            found |= {part[1].name} if isinstance(part[1], F) else set()
    return found


def broken(rules: Iterable[Rule], *, values: Mapping[str, Any], silenced: frozenset[str] = frozenset()) -> list[Rule]:
    """The rules that a row does not keep; those that read a silenced field are not asked."""
    asked = (rule for rule in rules if not silenced & rule.fields)
    return [rule for rule in asked if not holds(rule.condition, values)]


def clean(row: Model, *, rules: Iterable[Rule]) -> None:
    """Django's own checks, then the rules, each said at the field to mend: `ValidationError` with all of them."""
    errors: dict[str, list[Any]] = {}
    try:
        row.full_clean(validate_constraints=False)
    except ValidationError as refusal:
        errors = dict(refusal.error_dict)
    values = {field.name: getattr(row, field.attname) for field in row._meta.concrete_fields}
    for rule in broken(rules, values=values, silenced=frozenset(errors)):
        errors.setdefault(rule.blames, []).append(ValidationError(rule.sentence, code=rule.name))
    if errors:
        raise ValidationError(errors)
