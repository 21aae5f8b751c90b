"""Which rows each circle may read, as the rules of each room say it of one thing.

Anyone reads the public circle. The circle between agents has all but what is internal to an organisation, and not the
words that agents wrote: their amounts, dates and codes.
"""

from django.db.models import Case, CharField, DateField, F, Q, QuerySet, Value, When

from beffroi.programme.actions.models import Action
from beffroi.programme.committees.models import Decision
from beffroi.programme.conventions.models import Ort, Perimeter, Version
from beffroi.programme.conventions.states import WERE_SIGNED
from beffroi.programme.money.models import Envelope, FundingLine
from beffroi.programme.money.states import GRANTED_STATES
from beffroi.programme.people.roles import Circle

PUBLISHABLE = (Circle.PUBLIC, Circle.AGENTS)


def is_signed(path: str = "") -> Q:
    """A version is a public act once all have signed it; `path` leads to the version."""
    return Q((f"{path}state__in", WERE_SIGNED))


def versions(circle: Circle) -> QuerySet[Version]:
    found = Version.objects.all()
    return found if circle == Circle.AGENTS else found.filter(is_signed())


def actions(circle: Circle) -> QuerySet[Action]:
    found = Action.objects.exclude(circle=Circle.ORGANISATION)
    return found if circle == Circle.AGENTS else found.filter(circle=Circle.PUBLIC)


def lines(circle: Circle) -> QuerySet[FundingLine]:
    found = FundingLine.objects.exclude(action__circle=Circle.ORGANISATION)
    return found if circle == Circle.AGENTS else found.filter(action__circle=Circle.PUBLIC, state__in=GRANTED_STATES)


def perimeters(circle: Circle) -> QuerySet[Perimeter]:
    found = Perimeter.objects.all()
    return found if circle == Circle.AGENTS else found.filter(starts_date__isnull=False)


def is_homologated() -> Q:
    """An ORT holds by its prefectoral act; the national list attests those that it bears without giving theirs."""
    return Q(act_date__isnull=False) | Q(is_imported=True)


def attested_date() -> Case:
    """The day of the agreement of an ORT of the national list, from which it is known to hold."""
    return Case(When(is_imported=True, then=F("signed_date")), default=Value(None), output_field=DateField())


def orts(circle: Circle) -> QuerySet[Ort]:
    return Ort.objects.all() if circle == Circle.AGENTS else Ort.objects.filter(is_homologated())


def envelopes(circle: Circle) -> QuerySet[Envelope]:
    """An envelope passes between its partner, the State and the national team: the public reads none."""
    return Envelope.objects.in_force() if circle == Circle.AGENTS else Envelope.objects.none()


def decisions(circle: Circle) -> QuerySet[Decision]:
    """Publicly, those alone by which something published holds."""
    if circle == Circle.AGENTS:
        return Decision.objects.all()
    return Decision.objects.filter(
        Q(pk__in=versions(circle).values("decision"))
        | Q(pk__in=actions(circle).values("decision"))
        | Q(pk__in=perimeters(circle).values("decision"))
        | Q(pk__in=orts(circle).values("decision"))
        | Q(pk__in=lines(circle).values("overrun_decision"))
    )


def public_words(field: str, *, when: Q) -> Case:
    """A text where what it is about is public, else nothing."""
    return Case(When(when, then=F(field)), default=Value(None), output_field=CharField())
