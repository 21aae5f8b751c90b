"""The life of a version of a convention, whole, on one screen."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from beffroi.foundations.choices import TextChoices
from beffroi.programme.conventions import guards
from beffroi.programme.moves import Move
from beffroi.programme.people.roles import STATE_ROLES, Role


class VersionState(TextChoices):
    DRAFT = "draft", _("Brouillon")
    SENT_TO_REGIONAL_COMMITTEE = "sent_to_regional_committee", _("Transmise au comité régional")
    OBSERVATIONS = "observations", _("Observations du comité régional")
    FAVOURABLE = "favourable", _("Avis favorable")
    DELIBERATING = "deliberating", _("En délibération")
    READY_TO_SIGN = "ready_to_sign", _("Prête à signer")
    PARTLY_SIGNED = "partly_signed", _("Signée partiellement")
    SIGNED = "signed", _("Signée")
    REPLACED = "replaced", _("Remplacée")
    EXPIRED = "expired", _("Expirée")
    TERMINATED = "terminated", _("Résiliée")


# A version in one of these was signed by all, one day, whatever became of it since.
WERE_SIGNED = (VersionState.SIGNED, VersionState.REPLACED, VersionState.EXPIRED, VersionState.TERMINATED)
# Its text may still be written.
OPEN_TO_WRITING = frozenset({VersionState.DRAFT, VersionState.OBSERVATIONS})
# The regional committee has said yes.
EXAMINED = (
    VersionState.FAVOURABLE,
    VersionState.DELIBERATING,
    VersionState.READY_TO_SIGN,
    VersionState.PARTLY_SIGNED,
    VersionState.SIGNED,
)

# Still in preparation: nobody outside reads it.
IN_PREPARATION = frozenset(VersionState) - frozenset(WERE_SIGNED)
# The assemblies have something to vote on.
OPEN_TO_DELIBERATION = frozenset(
    {VersionState.FAVOURABLE, VersionState.DELIBERATING, VersionState.READY_TO_SIGN, VersionState.PARTLY_SIGNED}
)

# The text as it must be when it leaves the town, and still be when it is signed.
WHOLE = (guards.PARTIES, guards.AXES, guards.PLAN, guards.PERIMETER, guards.END)
LEADS = frozenset({Role.PROJECT_DIRECTOR, Role.STATE_LOCAL})

MOVES: Mapping[str, Move] = {
    "send": Move(
        label=_("Transmettre au comité régional"),
        leaves=frozenset({VersionState.DRAFT, VersionState.OBSERVATIONS}),
        reaches=VersionState.SENT_TO_REGIONAL_COMMITTEE,
        open_to=LEADS,
        guards=WHOLE,
    ),
    "note_observations": Move(
        label=_("Enregistrer l’avis du comité"),
        leaves=frozenset({VersionState.SENT_TO_REGIONAL_COMMITTEE}),
        reaches=VersionState.OBSERVATIONS,
        open_to=frozenset({Role.STATE_REGION}),
        guards=(guards.OPINION,),
    ),
    "note_favourable": Move(
        label=_("Enregistrer l’avis du comité"),
        leaves=frozenset({VersionState.SENT_TO_REGIONAL_COMMITTEE}),
        reaches=VersionState.FAVOURABLE,
        open_to=frozenset({Role.STATE_REGION}),
        guards=(guards.OPINION, guards.YES),
    ),
    "start_deliberations": Move(
        label=_("Soumettre aux assemblées"),
        leaves=frozenset({VersionState.FAVOURABLE}),
        reaches=VersionState.DELIBERATING,
        open_to=LEADS,
        guards=(guards.FAVOURABLE_OPINION,),
    ),
    "make_ready": Move(
        label=_("Mettre à la signature"),
        leaves=frozenset({VersionState.DELIBERATING}),
        reaches=VersionState.READY_TO_SIGN,
        open_to=LEADS,
        guards=(*WHOLE, guards.FAVOURABLE_OPINION, guards.DELIBERATED, guards.ORT),
    ),
    "sign": Move(
        label=_("Enregistrer une signature"),
        leaves=frozenset({VersionState.READY_TO_SIGN, VersionState.PARTLY_SIGNED}),
        reaches=VersionState.PARTLY_SIGNED,
        open_to=LEADS,
        guards=(guards.TO_SIGN, guards.SIGNING_DAY, guards.DELIBERATED_BEFORE, guards.ORT),
    ),
    # Made by the operation that records the last signature, never asked for.
    "complete": Move(
        label=_("Constater que tous ont signé"),
        leaves=frozenset({VersionState.PARTLY_SIGNED}),
        reaches=VersionState.SIGNED,
        open_to=LEADS,
        guards=(
            *WHOLE,
            guards.FAVOURABLE_OPINION,
            guards.DELIBERATED,
            guards.DELIBERATED_BEFORE,
            guards.ORT,
            guards.ALL_SIGNED,
        ),
    ),
    "reopen": Move(
        label=_("Reprendre la rédaction"),
        leaves=frozenset(
            {
                VersionState.SENT_TO_REGIONAL_COMMITTEE,
                VersionState.FAVOURABLE,
                VersionState.DELIBERATING,
                VersionState.READY_TO_SIGN,
            }
        ),
        reaches=VersionState.DRAFT,
        open_to=LEADS,
        guards=(guards.NOT_SIGNED,),
    ),
    # Made by the operation that signs the version which replaces this one.
    "replace": Move(
        label=_("Constater le remplacement"),
        leaves=frozenset({VersionState.SIGNED}),
        reaches=VersionState.REPLACED,
        open_to=LEADS,
        guards=(guards.REPLACED,),
    ),
    "expire": Move(
        label=_("Constater la fin"),
        leaves=frozenset({VersionState.SIGNED}),
        reaches=VersionState.EXPIRED,
        open_to=STATE_ROLES,
        guards=(guards.ENDED,),
    ),
    "terminate": Move(
        label=_("Résilier"),
        leaves=frozenset({VersionState.SIGNED}),
        reaches=VersionState.TERMINATED,
        open_to=STATE_ROLES,
        guards=(guards.FRAMEWORK, guards.HAS_REASON, guards.TERMINATION_DAY),
    ),
}
