"""Makes committees, sessions, decisions, documents and versions of conventions, by their trait.

`favourable(version)` brings a version to that state the way the programme does: by its operations.
"""

import io
from datetime import UTC, date, datetime
from typing import Any

from beffroi.programme.actions.queries import plan
from beffroi.programme.committees import operations as committees
from beffroi.programme.committees.models import AgendaItem, Attendance, Committee, Decision, Session
from beffroi.programme.committees.states import CommitteeKind, DecisionSubject, Outcome
from beffroi.programme.conventions import drafting, operations
from beffroi.programme.conventions.kinds import PartyGroup, PerimeterKind
from beffroi.programme.conventions.models import Deliberation, OrtDeadline, Party, Perimeter, Version
from beffroi.programme.documents.models import Document
from beffroi.programme.documents.operations import add_document
from beffroi.programme.people.models import Organisation, User
from beffroi.programme.people.roles import OrganisationKind
from beffroi.programme.towns.models import Phase, Territory
from tests.programme import making

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
# A pair of towns with two intercommunal bodies, in the Sarthe (72), region 52.
PAIR = "acv-104"
# A framework convention may be signed without any action yet; it then says why, axis by axis.
UNDER_DIAGNOSIS = "Le diagnostic est en cours."
DAYS = {
    "drafted": date(2018, 6, 1),
    "sent": date(2018, 7, 2),
    "examined": date(2018, 7, 12),
    "deliberated": date(2018, 9, 6),
    "signed": date(2018, 9, 28),
}


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 10, 0, tzinfo=UTC)


def director(territory: Territory) -> User:
    return making.project_director(territory.pk)


def region(territory: Territory) -> User:
    return making.state_region(territory.region)


def committee(kind: CommitteeKind = CommitteeKind.REGIONAL, *, territory: Territory) -> Committee:
    """The committee of this kind for a territory: the same one when it is asked for twice."""
    places: dict[str, dict[str, Any]] = {
        CommitteeKind.PROJECT: {"territory": territory},
        CommitteeKind.REGIONAL: {"region": territory.region},
        CommitteeKind.DEPARTMENTAL: {"department": territory.department},
        CommitteeKind.NATIONAL: {},
    }
    named = {"programme": territory.programme, "kind": kind, **places[kind]}
    found = Committee.objects.filter(**named).first()
    return found or committees.add_committee(Committee(name=kind.label, **named), by=None, at=making.AT)


def secretary(of: Committee) -> User:
    if of.kind == CommitteeKind.PROJECT:
        return making.project_director(of.territory_id)
    if of.kind == CommitteeKind.REGIONAL:
        return making.state_region(of.region)
    if of.kind == CommitteeKind.DEPARTMENTAL:
        return making.state_officer(of.department)
    return making.national_team()


def planned(of: Committee, *, on: date, by: User | None = None) -> Session:
    return committees.plan(Session(committee=of, date=on, place="Préfecture"), by=by or secretary(of), at=at(on))


def held(of: Committee, *, on: date, by: User | None = None) -> Session:
    """A session with one point and one organisation present, held on its day."""
    by = by or secretary(of)
    session = planned(of, on=on, by=by)
    committees.add_agenda_item(AgendaItem(session=session, title="Examen des conventions"), by=by, at=at(on))
    committees.convene(session, by=by, at=at(on))
    prefecture = making.organisation(OrganisationKind.PREFECTURE_REGION, code="52")
    committees.note_attendance(Attendance(session=session, organisation=prefecture), by=by, at=at(on))
    return committees.hold(session, by=by, at=at(on))


def decision(
    kind: CommitteeKind = CommitteeKind.REGIONAL,
    *,
    territory: Territory,
    about: Any = None,
    subject_kind: DecisionSubject = DecisionSubject.VERSION,
    outcome: Outcome = Outcome.OPINION_FAVOURABLE,
    on: date = DAYS["examined"],
    text: str = "Le comité rend son avis.",
) -> Decision:
    body = committee(kind, territory=territory)
    by = secretary(body)
    session = held(body, on=on, by=by)
    made = Decision(
        session=session,
        territory=territory,
        subject_kind=subject_kind,
        subject_id=str(about.pk) if about is not None else "",
        text=text,
        outcome=outcome,
    )
    return committees.decide(made, by=by, at=at(on))


def document(owner: Any, *, territory: Territory | None, by: User, on: date = making.ON, **traits: Any) -> Document:
    """A PDF filed with a thing."""
    traits.setdefault("title", "Compte rendu")
    filed = Document(owner_kind=owner._meta.model_name, owner_id=str(owner.pk), territory=territory, **traits)
    return add_document(filed, stream=io.BytesIO(PDF), name="document.pdf", by=by, at=at(on))


def phase(key: str = "ACV1") -> Phase:
    return Phase.objects.get(key=key)


def ort_deadline(key: str = "ACV2", *, on: date = date(2024, 1, 1)) -> OrtDeadline:
    return OrtDeadline.objects.create(phase=phase(key), blocking_date=on, source="Circulaire")


def beneficiaries(territory: Territory) -> list[Organisation]:
    communes = [(OrganisationKind.COMMUNE, town.commune) for town in territory.communes.all()]
    epcis = [(OrganisationKind.EPCI, siren) for siren in territory.epci_codes]
    return [making.organisation(kind, code=code) for kind, code in (*communes, *epcis)]


def add_parties(version: Version, *, by: User, on: date = DAYS["drafted"]) -> list[Party]:
    """Every commune and intercommunal body, and the State."""
    parties = [
        Party(version=version, organisation=organisation, group=PartyGroup.BENEFICIARY)
        for organisation in beneficiaries(version.territory)
    ]
    state = making.organisation(OrganisationKind.PREFECTURE_DEPARTMENT, code=version.territory.department)
    parties.append(Party(version=version, organisation=state, group=PartyGroup.STATE))
    return [drafting.add_party(party, by=by, at=at(on)) for party in parties]


def perimeter(territory: Territory, *, kind: PerimeterKind = PerimeterKind.STUDY, **traits: Any) -> Perimeter:
    """A perimeter as a row, without the checks of the operation that proposes one."""
    square = '{"type":"Polygon","coordinates":[[[0,47],[0.01,47],[0.01,47.01],[0,47.01],[0,47]]]}'
    fields = {"name": "Centre", "geometry": square, "area_ha": 84.0, "communes": []} | traits
    return Perimeter.objects.create(territory=territory, kind=kind, **fields)


def draft(territory: Territory, *, by: User, key: str = "ACV1", on: date = DAYS["drafted"]) -> Version:
    """A framework convention that has all it needs to be sent."""
    version = operations.add_convention(territory, phase=phase(key), by=by, at=at(on))
    return completed(version, by=by, on=on)


def completed(version: Version, *, by: User, on: date = DAYS["drafted"]) -> Version:
    add_parties(version, by=by, on=on)
    for axis in version.territory.programme.axes.all():
        drafting.address_axis(version, axis=axis, with_action=False, reason=UNDER_DIAGNOSIS, by=by, at=at(on))
    drafting.set_perimeters(version, perimeters=[perimeter(version.territory)], by=by, at=at(on))
    changes = {"effective_date": on, "ends_date": version.convention.phase.ends_date}
    return drafting.write(version, changes=changes, revision=version.revision, by=by, at=at(on))


def favourable(version: Version, *, by: User, days: dict[str, date] = DAYS) -> Version:
    """Sent, then examined by the regional committee with a favourable opinion."""
    sent = operations.send(version, plan=plan, by=by, at=at(days["sent"]))
    opinion = decision(territory=version.territory, about=version, on=days["examined"])
    return operations.note_opinion(
        sent, decision=opinion, by=making.state_region(version.territory.region), at=at(days["examined"])
    )


def deliberate(version: Version, *, by: User, on: date = DAYS["deliberated"]) -> None:
    """Each beneficiary votes."""
    for party in version.parties.filter(group=PartyGroup.BENEFICIARY):
        voted = Deliberation(
            party=party, assembly=f"Assemblée de {party.organisation}", date=on, number=f"{party.pk}-1"
        )
        operations.add_deliberation(voted, by=by, at=at(on))


def ready(version: Version, *, by: User, days: dict[str, date] = DAYS) -> Version:
    examined = favourable(version, by=by, days=days)
    operations.start_deliberations(examined, by=by, at=at(days["examined"]))
    deliberate(examined, by=by, on=days["deliberated"])
    return operations.make_ready(examined, plan=plan, by=by, at=at(days["deliberated"]))


def signed(version: Version, *, by: User, days: dict[str, date] = DAYS) -> Version:
    prepared = ready(version, by=by, days=days)
    parties = list(prepared.parties.all())
    return operations.sign(
        prepared, plan=plan, parties=parties, signatory="Tous", signed_date=days["signed"], by=by, at=at(days["signed"])
    )
