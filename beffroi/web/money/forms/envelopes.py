"""Envelopes as forms: opened, delegated, changed, taken back."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beffroi.programme.committees.citing import Cause
from beffroi.programme.committees.models import Decision
from beffroi.programme.committees.queries import citable
from beffroi.programme.money.models import Envelope
from beffroi.programme.money.rules import SPOKESPERSONS
from beffroi.programme.money.states import Instrument
from beffroi.programme.people.models import Organisation
from beffroi.programme.people.roles import OrganisationKind as Kind
from beffroi.programme.people.roles import Role, ScopeKind
from beffroi.programme.people.scope import Scope
from beffroi.territory.communes import departments, regions
from beffroi.territory.towns import territories
from beffroi.web.components.fields import CHOOSE, Amount, Text

# The programme was announced in December 2017.
FIRST_YEAR = 2018
YEARS_AHEAD = 5
# A list to choose a decision from has its end.
MOST_DECISIONS = 200
SEPARATOR = ":"


class Place(forms.ChoiceField):
    """A place by its kind and its code, in one list, largest first."""

    def clean(self, value: Any) -> tuple[ScopeKind, str]:
        chosen = super().clean(value)
        kind, _separator, code = chosen.partition(SEPARATOR)
        return ScopeKind(kind), code


class Euros(Amount):
    """More than nothing: an envelope of nothing is taken back."""

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value == 0:
            raise ValidationError(_("Indiquez un montant supérieur à zéro ; une enveloppe vide se retire."))


class _Described(forms.Form):
    partner = forms.ModelChoiceField(queryset=None, label=gettext_lazy("Partenaire"), empty_label=CHOOSE[1])
    place = Place(label=gettext_lazy("Lieu"))
    amount = Euros(label=gettext_lazy("Montant (€)"))
    decision = forms.ModelChoiceField(
        queryset=None,
        label=gettext_lazy("Décision de comité qui en est l’origine"),
        required=False,
        empty_label=CHOOSE[1],
    )

    def __init__(
        self, *args: Any, partners: QuerySet[Organisation], within: Any, scope: Scope, on: date, **traits: Any
    ) -> None:
        super().__init__(*args, **traits)
        fields: dict[str, Any] = self.fields
        fields["partner"].queryset = partners
        fields["place"].choices = [CHOOSE, *within]
        fields["decision"].queryset = decisions(scope, on=on)

    @property
    def described(self) -> dict[str, Any]:
        """The envelope that the form describes, field by field."""
        kind, code = self.cleaned_data["place"]
        said = {name: value for name, value in self.cleaned_data.items() if name != "place"}
        return said | {"scope_kind": kind, "scope_code": code}


class Opened(_Described):
    """An envelope that nobody delegates."""

    instrument = forms.ChoiceField(label=gettext_lazy("Instrument"), choices=[CHOOSE, *Instrument.choices])
    year = forms.TypedChoiceField(label=gettext_lazy("Année"), coerce=int)
    field_order = ("partner", "instrument", "year", "place", "amount", "decision")

    def __init__(self, *args: Any, this_year: int, **traits: Any) -> None:
        super().__init__(*args, **traits)
        years = range(this_year + YEARS_AHEAD, FIRST_YEAR - 1, -1)
        fields: dict[str, Any] = self.fields
        fields["year"].choices = [CHOOSE, *((year, year) for year in years)]


class Delegated(_Described):
    """A part of an envelope: it keeps its instrument and its year."""


class Changed(forms.Form):
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)
    amount = Euros(label=gettext_lazy("Montant (€)"))
    decision = forms.ModelChoiceField(
        queryset=None,
        label=gettext_lazy("Décision de comité qui change le montant"),
        required=False,
        empty_label=CHOOSE[1],
    )

    def __init__(self, *args: Any, scope: Scope, on: date, **traits: Any) -> None:
        super().__init__(*args, **traits)
        fields: dict[str, Any] = self.fields
        fields["decision"].queryset = decisions(scope, on=on)


class Withdrawn(forms.Form):
    """The confirmation of a withdrawal: why."""

    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)
    reason = Text(label=gettext_lazy("Motif du retrait"), rows=3)


class Restored(forms.Form):
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)


def partners_of(scope: Scope) -> QuerySet[Organisation]:
    """Those for which a person may open an envelope: one's own; for the national team, all but the towns."""
    if Role.NATIONAL_TEAM in scope.roles:
        return Organisation.objects.exclude(kind__in=(Kind.COMMUNE, Kind.EPCI)).order_by("name")
    held = {grant.organisation for grant in scope.grants if grant.role in SPOKESPERSONS}
    return Organisation.objects.filter(pk__in=held).order_by("name")


def delegates_of(envelope: Envelope) -> QuerySet[Organisation]:
    """Those to whom an envelope may be entrusted: its own partner, and the authorities of the places inside its own."""
    inside = [*_departments_in(envelope)]
    around = {departments()[code].region for code in inside}
    local = Q(kind__in=(Kind.PREFECTURE_DEPARTMENT, Kind.DEPARTMENT), code__in=inside) | Q(
        kind__in=(Kind.PREFECTURE_REGION, Kind.REGION), code__in=around
    )
    return Organisation.objects.filter(Q(pk=envelope.partner_id) | local).order_by("name")


def every_place() -> list[tuple[Any, Any]]:
    """The nation, then each region, department and territory."""
    return [(_named(ScopeKind.NATION, ""), ScopeKind.NATION.label), *_below(ScopeKind.NATION, "")]


def places_in(envelope: Envelope) -> list[tuple[Any, Any]]:
    """The smaller places inside that of an envelope."""
    return _below(ScopeKind(envelope.scope_kind), envelope.scope_code)


def decisions(scope: Scope, *, on: date) -> QuerySet[Decision]:
    """What committees allowed about money that no funding line holds, among what the person reads, latest first."""
    read = [one.pk for one in citable(Cause(subject=("envelope", "")), scope=scope, on=on)[:MOST_DECISIONS]]
    found = Decision.objects.filter(pk__in=read).select_related("session__committee")
    return found.order_by("-session__date", "-number")


def _departments_in(envelope: Envelope) -> Iterable[str]:
    kind, code = ScopeKind(envelope.scope_kind), envelope.scope_code
    if kind is ScopeKind.NATION:
        return departments()
    if kind is ScopeKind.REGION:
        return [one for one, known in departments().items() if known.region == code]
    return [code] if code in departments() else []


def _below(kind: ScopeKind, code: str) -> list[tuple[Any, Any]]:
    names: Mapping[str, str] = regions()
    inside_regions = {**names} if kind is ScopeKind.NATION else {}
    inside_departments = {
        one: known.name
        for one, known in departments().items()
        if kind is ScopeKind.NATION or (kind is ScopeKind.REGION and known.region == code)
    }
    inside_territories = {
        place.code: place.name
        for place in territories()
        if kind is ScopeKind.NATION or code in {place.region if kind is ScopeKind.REGION else place.department}
    }
    groups = (
        (ScopeKind.REGION, inside_regions),
        (ScopeKind.DEPARTMENT, inside_departments),
        (ScopeKind.TERRITORIES, inside_territories if kind is not ScopeKind.TERRITORIES else {}),
    )
    return [
        (level.label, [(_named(level, one), name) for one, name in sorted(inside.items(), key=lambda item: item[1])])
        for level, inside in groups
        if inside
    ]


def _named(kind: ScopeKind, code: str) -> str:
    return f"{kind}{SEPARATOR}{code}"
