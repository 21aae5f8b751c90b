"""A committee of the demonstration: Arles decides on a perimeter and on an action, through the operations of everyone.

The role accounts act, on the day of the demonstration; the session that is over took place three weeks before.
"""

from datetime import date, datetime, timedelta
from typing import Any

import shapely
from django.db import transaction

from beffroi.foundations.clock import day_of
from beffroi.programme.committees import follow_up
from beffroi.programme.committees import operations as committees
from beffroi.programme.committees.models import AgendaItem, Attendance, Committee, Decision, Effect, Session
from beffroi.programme.committees.states import CommitteeKind, DecisionSubject, Outcome
from beffroi.programme.conventions import perimeter_operations
from beffroi.programme.conventions.kinds import PerimeterKind
from beffroi.programme.conventions.models import Perimeter
from beffroi.programme.documents.models import Document, DocumentFile
from beffroi.programme.people.demonstration import account_of
from beffroi.programme.people.models import Organisation, User
from beffroi.programme.people.roles import OrganisationKind
from beffroi.programme.towns.models import Territory

PLACE, DIRECTOR = "acv-012", "directrice-arles"
SINCE, UNTIL = timedelta(days=21), timedelta(days=30)
# Around the old town, some 40 hectares.
CENTRE = shapely.Polygon(
    [(4.6238, 43.6742), (4.6290, 43.6735), (4.6335, 43.6768), (4.6322, 43.6801), (4.6262, 43.6805)]
)


@transaction.atomic
def write(*, at: datetime) -> bool:
    """Write the session, what it decided and the next one, once; whether anything was written."""
    committee = Committee.objects.filter(kind=CommitteeKind.PROJECT, territory=PLACE).first()
    if committee is None or Session.objects.filter(is_demonstration=True).exists():
        return False
    by = account_of(DIRECTOR, at=at)
    territory = Territory.objects.get(pk=PLACE)
    perimeter = Perimeter(
        territory=territory,
        kind=PerimeterKind.OPERATIONAL,
        name="Centre ancien (démonstration)",
        is_demonstration=True,
    )
    perimeter_operations.propose_drawn(perimeter, geometry=shapely.to_geojson(CENTRE), by=by, at=at)
    held = _held(committee, perimeter=perimeter, day=day_of(at) - SINCE, by=by, at=at)
    about = {"subject_kind": DecisionSubject.PERIMETER, "subject_id": str(perimeter.pk)}
    decision = _decided(held, "Le comité approuve le périmètre opérationnel du centre ancien.", by=by, at=at, **about)
    perimeter_operations.bring_into_force(perimeter, starts_date=held.date, decision=decision, by=by, at=at)
    action = _decided(
        held,
        "Le comité retient une action nouvelle sur les locaux vacants du centre.",
        by=by,
        at=at,
        subject_kind=DecisionSubject.ACTION,
    )
    town = Organisation.objects.filter(kind=OrganisationKind.COMMUNE, code="13004").first()
    follow_up.entrust(action, owner=town, due_date=day_of(at) + UNTIL, by=by, at=at)
    coming = _planned(committee, day=day_of(at) + UNTIL, by=by, at=at)
    _add_item(coming, "Avancement des actions et des financements", by=by, at=at)
    return True


@transaction.atomic
def clear() -> None:
    """Take the demonstration's sessions out, with their decisions and their documents, and its perimeters."""
    sessions = Session.objects.filter(is_demonstration=True)
    documents = Document.objects.filter(owner_kind="session", owner_id__in=[str(one.pk) for one in sessions])
    perimeters = Perimeter.objects.filter(is_demonstration=True)
    perimeters.update(replaces=None)
    perimeters.delete()
    Effect.objects.filter(decision__session__in=sessions).delete()
    for rows in (Decision, AgendaItem, Attendance):
        rows.objects.filter(session__in=sessions).delete()
    filed = list(documents.values_list("pk", flat=True))
    sessions.delete()
    DocumentFile.objects.filter(document__in=filed).delete()
    Document.objects.filter(pk__in=filed).delete()


def _held(committee: Committee, *, perimeter: Perimeter, day: date, by: User, at: datetime) -> Session:
    session = _planned(committee, day=day, by=by, at=at)
    about = {"subject_kind": DecisionSubject.PERIMETER, "subject_id": str(perimeter.pk)}
    first = _add_item(session, "Périmètre opérationnel du centre ancien", by=by, at=at, **about)
    _add_item(session, "Locaux vacants : une action nouvelle", by=by, at=at)
    committees.convene(session, by=by, at=at)
    for kind, code in ((OrganisationKind.COMMUNE, "13004"), (OrganisationKind.PREFECTURE_DEPARTMENT, "13")):
        for organisation in Organisation.objects.filter(kind=kind, code=code):
            committees.note_attendance(Attendance(session=session, organisation=organisation), by=by, at=at)
    session = committees.hold(session, by=by, at=at)
    notes = "La direction de projet présente le tracé : il réunit les rues commerçantes et les boulevards."
    committees.note_discussion(first, notes=notes, by=by, at=at)
    return session


def _planned(committee: Committee, *, day: date, by: User, at: datetime) -> Session:
    session = Session(committee=committee, date=day, place="Hôtel de ville", is_demonstration=True)
    return committees.plan(session, by=by, at=at)


def _add_item(session: Session, title: str, *, by: User, at: datetime, **about: Any) -> AgendaItem:
    item = AgendaItem(session=session, title=title, territory=session.committee.territory, **about)
    return committees.add_agenda_item(item, by=by, at=at)


def _decided(session: Session, text: str, *, by: User, at: datetime, **about: Any) -> Decision:
    return committees.decide(Decision(session=session, outcome=Outcome.APPROVED, text=text, **about), by=by, at=at)
