"""What must be true before a version moves on, each with the sentence that tells a town what is missing.

A guard reads the version and what the operation adds to it: `day`, and where it has them `decision`, `signed_date`,
`parties`, `reason`. What the text says of the axes is held against `plan`, the action plan that the version carries,
as rows given by who knows the actions.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from beffroi.programme.committees.states import CommitteeKind
from beffroi.programme.conventions.difference import Rows
from beffroi.programme.conventions.kinds import PartyGroup, VersionKind
from beffroi.programme.moves import Guard
from beffroi.programme.people.roles import OrganisationKind

Context = Mapping[str, Any]


def has_commune_and_epci(version: Any, context: Context) -> bool:
    """At least one commune of the territory, and each of its intercommunal bodies."""
    held = {(party.organisation.kind, party.organisation.code) for party in _parties(version)}
    communes = {(OrganisationKind.COMMUNE, town.commune) for town in version.territory.communes.all()}
    epcis = {(OrganisationKind.EPCI, siren) for siren in version.territory.epci_codes}
    return bool(held & communes) and epcis <= held


def addresses_every_axis(version: Any, context: Context) -> bool:
    addressed = {commitment.axis_id for commitment in version.axes.all()}
    return {axis.pk for axis in version.territory.programme.axes.all()} <= addressed


def axes_say_what_the_plan_does(version: Any, context: Context) -> bool:
    """An axis « with actions » has some in the plan that the version carries, one « without action » has none."""
    return not list(_untrue_axes(version, context["plan"]))


def untrue_axes_told(version: Any, context: Context) -> Iterator[str]:
    """A sentence for each axis that the plan belies, with the numbers of its actions."""
    wordings = {axis.pk: axis.wording(context["day"]) for axis in _axes_of(version)}
    for held, numbers in _untrue_axes(version, context["plan"]):
        blanks = {
            "axis": _("Axe %(order)s (« %(name)s »)")
            % {"order": held.axis.order, "name": wordings[held.axis_id] or held.axis.key},
            "numbers": _enumerated(numbers),
        }
        yield (_WITH_NONE if held.with_action else _without_but(len(numbers))) % blanks


def on_axis(plan: Rows, axis: str) -> list[str]:
    """The numbers of the actions of a plan that are on an axis, by its key."""
    return [number for number, row in plan.items() if row["axis"] == axis]


def has_perimeter(version: Any, context: Context) -> bool:
    return version.perimeters.exists()


def says_when_it_ends(version: Any, context: Context) -> bool:
    """A framework convention and a prolongation do; another amendment may leave the end where it is."""
    must = version.kind in {VersionKind.CADRE, VersionKind.AVENANT_PROLONGATION}
    return version.ends_date is not None or not must


def is_opinion_on_it(version: Any, context: Context) -> bool:
    decision = context.get("decision")
    return decision is not None and _is_regional(decision) and decision.subject_id == str(version.pk)


def is_approved_now(version: Any, context: Context) -> bool:
    decision = context.get("decision")
    return decision is not None and decision.is_approval


def has_opinion(version: Any, context: Context) -> bool:
    return version.decision is not None and _is_regional(version.decision) and version.decision.is_approval


def beneficiaries_deliberated(version: Any, context: Context) -> bool:
    return all(party.deliberations.all() for party in _beneficiaries(version))


def deliberated_before_signing(version: Any, context: Context) -> bool:
    """Each beneficiary that signs now, or has signed, was authorised that day at the latest."""
    days = {party.pk: party.signature.signed_date for party in _parties(version) if _has_signed(party)}
    days |= {party.pk: context["signed_date"] for party in context.get("parties", ())}
    return all(_authorised(party, by=days[party.pk]) for party in _beneficiaries(version) if party.pk in days)


def is_day_of_signature(version: Any, context: Context) -> bool:
    """Not in the future, and not before the committee's opinion."""
    return version.decision is not None and version.decision.date <= context["signed_date"] <= context["day"]


def parties_have_to_sign(version: Any, context: Context) -> bool:
    parties = {party.pk: party for party in _parties(version)}
    chosen = [parties.get(party.pk) for party in context["parties"]]
    return bool(chosen) and all(party is not None and not _has_signed(party) for party in chosen)


def all_have_signed(version: Any, context: Context) -> bool:
    parties = _parties(version)
    return bool(parties) and all(_has_signed(party) for party in parties)


def nobody_has_signed(version: Any, context: Context) -> bool:
    return not any(_has_signed(party) for party in _parties(version))


def ort_is_not_overdue(version: Any, context: Context) -> bool:
    """Some phases ask, from a day on, for an ORT in force on the day of signature (before: an alarm only)."""
    deadline = getattr(version.convention.phase, "ort_deadline", None)
    on = context.get("signed_date") or context["day"]
    return deadline is None or on < deadline.blocking_date or _ort_in_force(version, on=on)


def is_replaced(version: Any, context: Context) -> bool:
    successor = context.get("successor")
    return successor is not None and successor.replaces_id == version.pk and successor.signed_date is not None


def has_ended(version: Any, context: Context) -> bool:
    return version.ends_date is not None and version.ends_date < context["day"]


def is_framework(version: Any, context: Context) -> bool:
    return version.kind == VersionKind.CADRE


def termination_has_reason(version: Any, context: Context) -> bool:
    return bool(context.get("reason", "").strip())


def is_day_of_termination(version: Any, context: Context) -> bool:
    return version.signed_date <= context["terminated_date"] <= context["day"]


def _untrue_axes(version: Any, plan: Rows) -> Iterator[tuple[Any, list[str]]]:
    for held in version.axes.select_related("axis"):
        numbers = on_axis(plan, held.axis.key)
        if held.with_action != bool(numbers):
            yield held, numbers


def _axes_of(version: Any) -> list[Any]:
    return list(version.territory.programme.axes.prefetch_related("wordings"))


def _enumerated(numbers: list[str]) -> str:
    *most, last = numbers or [""]
    return str(_("%(most)s et %(last)s") % {"most": ", ".join(most), "last": last}) if most else last


_WITH_NONE = _(
    "%(axis)s : il est dit « avec des actions », et le plan de cette version n’en porte aucune. "
    "Choisissez ses actions, ou dites pourquoi il n’en a pas."
)


def _without_but(number: int) -> str:
    return ngettext(
        "%(axis)s : il est dit « sans action », et le plan de cette version porte l’action n° %(numbers)s. "
        "Retirez-la du plan, ou dites que l’axe a des actions.",
        "%(axis)s : il est dit « sans action », et le plan de cette version porte les actions n° %(numbers)s. "
        "Retirez-les du plan, ou dites que l’axe a des actions.",
        number,
    )


def _parties(version: Any) -> list[Any]:
    return list(version.parties.select_related("organisation", "signature").prefetch_related("deliberations"))


def _beneficiaries(version: Any) -> list[Any]:
    return [party for party in _parties(version) if party.group == PartyGroup.BENEFICIARY]


def _has_signed(party: Any) -> bool:
    return hasattr(party, "signature")


def _authorised(party: Any, *, by: date) -> bool:
    return any(deliberation.date <= by for deliberation in party.deliberations.all())


def _is_regional(decision: Any) -> bool:
    return decision.session.committee.kind == CommitteeKind.REGIONAL


def _ort_in_force(version: Any, *, on: date) -> bool:
    return any(ort.is_in_force(on) for ort in version.territory.orts.all())


PARTIES = Guard(
    "parties",
    _("Ajoutez parmi les parties au moins une commune du territoire, et son intercommunalité."),
    has_commune_and_epci,
)
AXES = Guard(
    "axes",
    _("Traitez chaque axe du programme : il a des actions, ou dit pourquoi il n’en a pas."),
    addresses_every_axis,
)
PLAN = Guard(
    "plan",
    _("Dites de chaque axe ce que fait le plan d’action : avec des actions, ou sans action et pourquoi."),
    axes_say_what_the_plan_does,
    untrue_axes_told,
)
PERIMETER = Guard("perimeter", _("Joignez au moins un périmètre."), has_perimeter)
END = Guard("end", _("Indiquez la date de fin."), says_when_it_ends, blames="ends_date")
OPINION = Guard(
    "opinion",
    _("Choisissez la décision du comité régional d’engagement qui porte sur cette version."),
    is_opinion_on_it,
    blames="decision",
)
YES = Guard("yes", _("Cette décision n’est pas un avis favorable."), is_approved_now, blames="decision")
FAVOURABLE_OPINION = Guard(
    "favourable_opinion", _("Enregistrez l’avis favorable du comité régional d’engagement."), has_opinion
)
DELIBERATED = Guard(
    "deliberated",
    _("Enregistrez la délibération de chaque collectivité bénéficiaire."),
    beneficiaries_deliberated,
)
DELIBERATED_BEFORE = Guard(
    "deliberated_before",
    _("Une collectivité bénéficiaire délibère avant de signer : vérifiez la date de sa délibération."),
    deliberated_before_signing,
    blames="signed_date",
)
SIGNING_DAY = Guard(
    "signing_day",
    _("La date de signature n’est ni dans l’avenir, ni avant l’avis du comité régional : corrigez-la."),
    is_day_of_signature,
    blames="signed_date",
)
TO_SIGN = Guard(
    "to_sign",
    _("Choisissez des parties de cette version qui n’ont pas encore signé."),
    parties_have_to_sign,
    blames="parties",
)
ALL_SIGNED = Guard("all_signed", _("Il manque la signature d’au moins une partie."), all_have_signed)
NOT_SIGNED = Guard(
    "not_signed", _("Une partie a signé : le texte ne change plus, préparez un avenant."), nobody_has_signed
)
ORT = Guard(
    "ort",
    _("L’opération de revitalisation de territoire (ORT) doit être homologuée : enregistrez l’arrêté préfectoral."),
    ort_is_not_overdue,
)
REPLACED = Guard("replaced", _("La version qui remplace celle-ci n’est pas signée."), is_replaced)
ENDED = Guard("ended", _("La date de fin n’est pas passée."), has_ended)
FRAMEWORK = Guard(
    "framework",
    _("Un avenant ne se résilie pas seul : signez un autre avenant, ou résiliez la convention-cadre."),
    is_framework,
)
HAS_REASON = Guard("reason", _("Indiquez le motif de la résiliation."), termination_has_reason, blames="reason")
TERMINATION_DAY = Guard(
    "termination_day",
    _("Le jour de la résiliation n’est ni à venir, ni avant la signature : corrigez-le."),
    is_day_of_termination,
    blames="terminated_date",
)
