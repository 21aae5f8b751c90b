"""What a point or a decision is about; where a committee has several territories, of which one is said first."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beffroi.programme.committees.models import AgendaItem, Committee
from beffroi.programme.committees.states import CommitteeKind, DecisionSubject
from beffroi.programme.people.scope import Scope
from beffroi.programme.towns.models import Territory
from beffroi.territory.communes import regions
from beffroi.web.committee import subjects
from beffroi.web.desk.form_page import SHOW
from beffroi.web.gate import SignedRequest


class AboutThing(forms.Form):
    """A project committee chooses among all that its territory has; the others say first which territory it is."""

    territory = forms.TypedChoiceField(
        label=gettext_lazy("Territoire"),
        required=False,
        help_text=gettext_lazy(
            "Pour nommer un périmètre, une action ou une ligne de financement, choisissez d’abord son territoire."
        ),
        error_messages={
            "invalid_choice": gettext_lazy(
                "Choisissez un territoire de la liste : celui-ci n’est pas du ressort de ce comité et du vôtre."
            )
        },
    )
    subject = forms.ChoiceField(label=gettext_lazy("Sur quoi"))
    # What the list of subjects says before one is chosen.
    UNSAID: ClassVar[Any] = ""

    def __init__(
        self, *given: Any, committee: Committee, scope: Scope, is_asked_to_show: bool = False, **named: Any
    ) -> None:
        super().__init__(*given, **named)
        self.near = {place.pk: place for place in subjects.territories_of(committee, scope=scope)}
        of = self._territory(committee)
        groups = subjects.choices(list(self.near.values()), of=of, scope=scope)
        field = self.fields["subject"]
        field.choices = [("", self.UNSAID), *groups]
        field.error_messages["invalid_choice"] = _refusal(of)
        if committee.kind == CommitteeKind.PROJECT:
            del self.fields["territory"]
            return
        place = self.fields["territory"]
        place.choices = [("", _("Aucun en particulier")), *_by_region(self.near)]
        place.coerce, place.empty_value = self.near.get, None
        place.shows = _("Proposer ses actions et ses financements")
        if of is not None:
            self["subject"].help_text = _told(of, groups)
        if is_asked_to_show:
            field.widget.attrs["autofocus"] = True

    def _territory(self, committee: Committee) -> Territory | None:
        """The one whose things are offered: that which was chosen, or the only one that there is."""
        if committee.kind == CommitteeKind.PROJECT:
            return self.near.get(committee.territory_id or "")
        chosen = (self.data if self.is_bound else self.initial).get("territory")
        if chosen is None and len(self.near) == 1:
            self.initial["territory"] = chosen = next(iter(self.near))
        return self.near.get(chosen or "")

    def about(self) -> dict[str, Any]:
        """The fields of a point or of a decision that say what it is about."""
        code, chosen = self.cleaned_data["subject"], self.cleaned_data.get("territory")
        if not code:
            return {"territory": chosen}
        subject = subjects.parsed(code)
        territory = self.near.get(subject.territory, chosen)
        return {"subject_kind": subject.kind, "subject_id": subject.identifier, "territory": territory}


def received(request: SignedRequest, *, initial: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """What the form receives; asked only to show the things of a territory, it keeps what was typed, unchecked."""
    if SHOW in request.POST:
        return {"initial": request.POST.dict(), "is_asked_to_show": True}
    return {"data": request.POST} if request.method == "POST" else {"initial": dict(initial or {})}


def named_by(item: AgendaItem | None) -> dict[str, str]:
    """What a point of the agenda is about, as the choices of a decision on it."""
    if item is None:
        return {}
    if not item.subject_kind:
        return {"territory": item.territory_id or ""}
    its = (item.territory_id or "") if item.subject_id else ""
    subject = subjects.Subject(DecisionSubject(item.subject_kind), item.subject_id, its)
    return {"territory": item.territory_id or "", "subject": subject.code}


def _by_region(near: Mapping[str, Territory]) -> list[tuple[str, Any]]:
    """The territories, under the name of their region where there are several."""
    names = regions()
    grouped: dict[str, list[tuple[str, str]]] = {}
    for code, place in near.items():
        grouped.setdefault(names.get(place.region, place.region), []).append((code, place.name))
    return next(iter(grouped.values())) if len(grouped) == 1 else sorted(grouped.items())


def _told(territory: Territory, groups: subjects.Choices) -> str:
    """How many things of each kind the territory offers, before the list is opened."""
    counted = [f"{label} : {len(things)}" for label, things in groups if label != subjects.unknown_label()]
    return " · ".join([territory.name, *(counted or [_("aucun objet que vous puissiez lire")])])


def _refusal(of: Territory | None) -> str:
    if of is None:
        return _("Choisissez d’abord le territoire, puis un objet de la liste : celui-ci n’y est pas.")
    return _(
        "Choisissez un objet de la liste : celui-ci n’est pas de ce territoire (%(name)s), "
        "ou vous ne pouvez pas le lire."
    ) % {"name": of.name}
