"""The forms of committees: the body itself, its sessions, what was said and decided there."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from beffroi.programme.committees.models import AgendaItem, Committee, Session
from beffroi.programme.committees.rules import can_add
from beffroi.programme.committees.states import CommitteeKind, Outcome
from beffroi.programme.people.models import Organisation
from beffroi.programme.people.roles import OrganisationKind, Role
from beffroi.programme.people.scope import Scope
from beffroi.programme.towns.models import Axis, Territory
from beffroi.programme.towns.queries import wordings
from beffroi.territory.communes import departments, regions
from beffroi.web.committee.naming import AboutThing
from beffroi.web.components.fields import CHOOSE, Day, Text
from beffroi.web.convention.forms.writing import organisations_of

PROGRAMME = "acv"
LOCAL = (OrganisationKind.COMMUNE, OrganisationKind.EPCI)


class CommitteeAdded(forms.Form):
    place = forms.ChoiceField(label=_("Comité et ressort"))
    name = forms.CharField(label=_("Nom"), max_length=160)

    def __init__(self, *given: Any, scope: Scope, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["place"].choices = places(scope)

    def committee(self) -> Committee:
        kind, place = self.cleaned_data["place"].split(":")
        return of_place(kind, place, name=self.cleaned_data["name"])


def places(scope: Scope) -> list[tuple[str, Any]]:
    """The bodies that this scope may set up, by kind, those that exist left out."""
    known = {_place(one) for one in Committee.objects.all()}
    groups = []
    for kind, named in _candidates(scope).items():
        open_to = [
            (f"{kind}:{code}", name)
            for code, name in named.items()
            if (kind, code) not in known and can_add(of_place(kind, code, name=""), scope=scope)
        ]
        if open_to:
            groups.append((kind.label, open_to))
    return groups


def of_place(kind: str, place: str, *, name: str) -> Committee:
    where = {
        CommitteeKind.PROJECT: {"territory_id": place},
        CommitteeKind.REGIONAL: {"region": place},
        CommitteeKind.DEPARTMENTAL: {"department": place},
        CommitteeKind.NATIONAL: {},
    }
    return Committee(programme_id=PROGRAMME, kind=kind, name=name, **where[CommitteeKind(kind)])


def _place(committee: Committee) -> tuple[str, str]:
    return committee.kind, committee.territory_id or committee.region or committee.department


def _candidates(scope: Scope) -> dict[CommitteeKind, dict[str, Any]]:
    seen = Territory.objects.filter(code__in=scope.territories)
    return {
        CommitteeKind.PROJECT: {place.pk: place.name for place in seen},
        CommitteeKind.REGIONAL: dict(regions()),
        CommitteeKind.DEPARTMENTAL: {code: one.name for code, one in departments().items()},
        CommitteeKind.NATIONAL: {"": _("France")} if Role.NATIONAL_TEAM in scope.roles else {},
    }


class Planned(forms.Form):
    date = Day(label=_("Date"))
    place = forms.CharField(label=_("Lieu"), required=False, max_length=200)


class DateMoved(forms.Form):
    seen = forms.DateField(widget=forms.HiddenInput)
    to = Day(label=_("Nouvelle date"))


class AgendaAdded(AboutThing):
    title = forms.CharField(label=_("Point"), max_length=200)
    subject = forms.ChoiceField(label=_("Objet"), required=False)
    field_order = ("title", "territory", "subject")
    UNSAID = _("Sans objet particulier")


class AttendanceNoted(forms.Form):
    organisation = forms.ModelChoiceField(Organisation.objects.none(), label=_("Organisation"), empty_label=CHOOSE[1])
    person = forms.CharField(
        label=_("Personne, par sa fonction"), required=False, max_length=150, help_text=_("« Maire de… »")
    )
    present = forms.ChoiceField(
        label=_("Présence"),
        choices=[("yes", _("Présente")), ("no", _("Excusée"))],
        widget=forms.RadioSelect,
        initial="yes",
    )
    represents = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("Représente aussi"), required=False, empty_label=_("Personne d’autre")
    )

    def __init__(self, *given: Any, territories: Sequence[Territory], **named: Any) -> None:
        super().__init__(*given, **named)
        for name in ("organisation", "represents"):
            self.fields[name].queryset = Organisation.objects.filter(_near(territories))

    def clean_present(self) -> bool:
        return self.cleaned_data["present"] == "yes"


def _near(territories: Sequence[Territory]) -> Q:
    """The communes and intercommunal bodies of these territories, and every organisation of a larger place."""
    codes = [town.commune for place in territories for town in place.communes.all()]
    sirens = [siren for place in territories for siren in place.epci_codes]
    return Q(kind__in=LOCAL, code__in=[*codes, *sirens]) | ~Q(kind__in=LOCAL)


class DecisionMade(AboutThing):
    UNSAID = CHOOSE[1]
    outcome = forms.ChoiceField(label=_("Sens de la décision"), choices=Outcome.choices, widget=forms.RadioSelect)
    text = Text(label=_("Texte de la décision"), rows=5)


class ItemRemoved(forms.Form):
    item = forms.ModelChoiceField(AgendaItem.objects.none(), label=_("Point"), empty_label=CHOOSE[1])

    def __init__(self, *given: Any, session: Session, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["item"].queryset = session.agenda.all()


class ItemDiscussed(ItemRemoved):
    notes = Text(label=_("Ce qui s’est dit"), required=False, rows=5)


class Corrected(forms.Form):
    outcome = forms.ChoiceField(label=_("Sens de la décision"), choices=Outcome.choices, widget=forms.RadioSelect)
    text = Text(label=_("Texte de la décision"), rows=5)


class Entrusted(forms.Form):
    owner = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("Qui s’en charge"), required=False, empty_label=_("à désigner")
    )
    due_date = Day(label=_("Pour le"), required=False)

    def __init__(self, *given: Any, territories: Sequence[Territory], **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["owner"].queryset = Organisation.objects.filter(_near(territories))


class Followed(forms.Form):
    note = Text(label=_("Ce qui a été fait"), required=False, rows=5)

    def __init__(self, *given: Any, name: str, **named: Any) -> None:
        super().__init__(*given, **named)
        if name == "lapse":
            self.fields["note"].label, self.fields["note"].is_needed = _("Pourquoi elle n’a plus à être suivie"), True
        if name == "resume":
            self.fields["note"].label = _("Pourquoi la reprendre")


class ActionDecided(forms.Form):
    title = forms.CharField(label=_("Intitulé"), max_length=200)
    axis = forms.ModelChoiceField(Axis.objects.none(), label=_("Axe"), empty_label=CHOOSE[1])
    owner = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("Maître d’ouvrage"), required=False, empty_label=_("à désigner")
    )

    def __init__(self, *given: Any, territory: Territory, on: date, **named: Any) -> None:
        super().__init__(*given, **named)
        said = wordings(territory.programme_id, on=on)
        self.fields["axis"].queryset = territory.programme.axes.all()
        self.fields["axis"].label_from_instance = lambda axis: f"{axis.order}. {said.get(axis.key, axis)}"
        self.fields["owner"].queryset = organisations_of(territory)


class MinutesFiled(forms.Form):
    minutes = forms.FileField(
        label=_("Compte rendu (PDF)"),
        required=False,
        help_text=_(
            "Sans fichier, c’est le compte rendu que Beffroi compose du registre : présences, ordre du jour, décisions."
        ),
    )
