"""`generate` fills an installation with a demonstration; `clear` takes it out again."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from itertools import chain, pairwise
from random import Random

from django.conf import settings
from django.db import transaction
from django.db.models import Max, Q
from django.utils.translation import gettext as _

from beffroi.foundations.clock import day_of
from beffroi.foundations.journal.chain import record
from beffroi.foundations.progress import followed
from beffroi.programme.actions.models import Action, ActionIndicator, Dependency, Milestone, Risk
from beffroi.programme.actions.states import NOT_STARTED, UNDER_WAY
from beffroi.programme.conventions.models import Version
from beffroi.programme.conventions.states import WERE_SIGNED
from beffroi.programme.demonstration import committees, conventions
from beffroi.programme.demonstration.envelopes import Tally
from beffroi.programme.demonstration.financing import Finder, lines
from beffroi.programme.demonstration.sheets import Ground, Sheet, owners, sheets
from beffroi.programme.demonstration.subjects import apportion
from beffroi.programme.money.models import Envelope, FundingLine
from beffroi.programme.moves import Refused
from beffroi.programme.people.authorship import SYSTEM
from beffroi.programme.people.models import Organisation
from beffroi.programme.people.roles import OrganisationKind as Kind
from beffroi.programme.towns.models import Axis, Phase, Programme, Territory
from beffroi.territory import finding

Known = dict[tuple[str, str], Organisation]
# Those of the towns, departments and regions, with the attribute of the territory that is their code.
LOCAL_CODES = {Kind.PREFECTURE_DEPARTMENT: "department", Kind.DEPARTMENT: "department", Kind.REGION: "region"}
SUBJECT = ("demonstration", "programme")
BATCH = 1000
SIZES = {"full": {"actions": 9000, "lines": 70_000}, "small": {"actions": 900, "lines": 7000}}


class NoDemonstration(Refused):
    """Made-up actions have no place where the programme is run for real."""


@transaction.atomic
def generate(
    *, at: datetime, seed: int = 222, territories: int = 222, actions: int = 9000, lines: int = 70_000
) -> bool:
    """Write so many actions over the first territories, with so many lines; whether anything was written.

    The same seed on the same day makes the same things. Where a demonstration is, nothing is added.
    """
    _check_mode()
    if lines < 2 * actions:
        raise ValueError(f"{lines} lines are too few for {actions} actions: each has two at least.")
    programme = Programme.objects.select_for_update().get(pk="acv")
    if Action.objects.filter(is_demonstration=True).exists():
        return False
    places = list(Territory.objects.filter(programme=programme).order_by("entry", "code")[:territories])
    chance = Random(seed)  # noqa: S311 -- nothing here is a secret
    told = {"seed": seed, "territories": len(places), "actions": actions, "lines": lines}
    entry = record("demonstration.generated", subject=SUBJECT, by=SYSTEM, at=at, after=told)
    writer = _Writer(chance, programme=programme, at=at, imported_in=entry.sequence)
    shares = apportion(actions, [chance.lognormvariate(0, 0.45) for _ in places])
    per_action = iter(_line_counts(chance, actions=actions, lines=lines))
    for place, number in followed(list(zip(places, shares, strict=True)), title="Demonstration"):
        writer.write(place, counts=[next(per_action) for _ in range(number)])
    writer.write_envelopes()
    return True


@transaction.atomic
def clear(*, at: datetime) -> int:
    """Take out every demonstration action with all it holds, money, envelopes, committee, draft; returns how many."""
    _check_mode()
    FundingLine.objects.filter(Q(is_demonstration=True) | Q(action__is_demonstration=True)).delete()
    made_up = Envelope.objects.filter(is_demonstration=True)
    made_up.update(delegated_from=None)
    made_up.delete()
    found = Action.objects.filter(is_demonstration=True)
    number = found.count()
    Dependency.objects.filter(Q(action__in=found) | Q(on_action__in=found)).delete()
    found.delete()
    conventions.clear()
    committees.clear()
    if number:
        record("demonstration.cleared", subject=SUBJECT, by=SYSTEM, at=at, before={"actions": number})
    return number


def _check_mode() -> None:
    if not settings.BEFFROI_DEMO:
        raise NoDemonstration(_("Une démonstration ne se génère et ne s’efface qu’en mode de démonstration."))


def _line_counts(chance: Random, *, actions: int, lines: int) -> list[int]:
    """Two lines an action at least, the others by luck."""
    return [2 + more for more in apportion(lines - 2 * actions, [chance.uniform(0.3, 2) for _ in range(actions)])]


class _Writer:
    """Writes one territory after another, and keeps what the envelopes need."""

    def __init__(self, chance: Random, *, programme: Programme, at: datetime, imported_in: int) -> None:
        self.chance, self.at, self.on, self.imported_in = chance, at, day_of(at), imported_in
        self.known: Known = {(one.kind, one.code): one for one in Organisation.objects.exclude(code="")}
        self.axes = {axis.key: axis for axis in Axis.objects.filter(programme=programme)}
        self.since: date = Phase.objects.filter(programme=programme).earliest("starts_date").starts_date
        self.tally = Tally(self.known)
        self.versions: dict[str, list[Version]] = defaultdict(list)
        for version in Version.objects.filter(state__in=WERE_SIGNED).select_related("convention"):
            self.versions[version.convention.territory_id].append(version)

    def write(self, territory: Territory, *, counts: list[int]) -> None:
        ground = self._ground(territory)
        made = list(sheets(self.chance, ground, number=len(counts), at=self.at, on=self.on))
        for sheet in made:
            sheet.action.imported_in = self.imported_in
        Action.objects.bulk_create([sheet.action for sheet in made], batch_size=BATCH)
        money = [list(self._lines(sheet, count, ground)) for sheet, count in zip(made, counts, strict=True)]
        for line in chain.from_iterable(money):
            line.imported_in = self.imported_in
        FundingLine.objects.bulk_create(chain.from_iterable(money), batch_size=BATCH)
        self.tally.add(chain.from_iterable(money), territory=territory)
        _write_parts(made)
        _write_dependencies(made)
        _write_partners(money)

    def write_envelopes(self) -> None:
        for level in self.tally.levels(self.chance):
            Envelope.objects.bulk_create(level, batch_size=BATCH)

    def _ground(self, territory: Territory) -> Ground:
        communes, epcis = owners(territory, self.known)
        last = Action.objects.filter(territory=territory).aggregate(last=Max("number"))["last"]
        return Ground(
            territory=territory,
            axes=self.axes,
            communes=communes,
            epcis=epcis,
            halls=[(town.hall_lon, town.hall_lat) for town in finding.territory(territory.pk).communes],
            versions=self.versions[territory.pk],
            since=territory.registered_signature_date or self.since,
            first_number=(last or 0) + 1,
        )

    def _lines(self, sheet: Sheet, count: int, ground: Ground) -> Iterable[FundingLine]:
        return lines(
            self.chance,
            sheet,
            number=count,
            funder=self._funder(ground),
            local=self.chance.choice(ground.communes),
            on=self.on,
        )

    def _funder(self, ground: Ground) -> Finder:
        def find(kind: str) -> Organisation:
            if kind == Kind.EPCI:
                return ground.epcis[0]
            code = getattr(ground.territory, LOCAL_CODES[Kind(kind)]) if kind in LOCAL_CODES else "national"
            return self.known[kind, code]

        return find


def _write_parts(made: Iterable[Sheet]) -> None:
    parts = list(chain.from_iterable(sheet.parts for sheet in made))
    for model in (Milestone, Risk, ActionIndicator):
        model._default_manager.bulk_create([part for part in parts if isinstance(part, model)], batch_size=BATCH)


def _write_dependencies(made: list[Sheet]) -> None:
    """Some actions wait for the one before them that is under way."""
    pairs = pairwise(made)
    Dependency.objects.bulk_create(
        [
            Dependency(action=after.action, on_action=before.action)
            for before, after in pairs
            if before.action.state in UNDER_WAY and after.action.state in NOT_STARTED
        ],
        batch_size=BATCH,
    )


def _write_partners(money: list[list[FundingLine]]) -> None:
    """The funders of an action, but its own town, are its partners."""
    link = Action.partners.through
    found = {(one.action_id, one.funder_id) for plan in money for one in plan[1:4]}
    link.objects.bulk_create(
        [link(action_id=action, organisation_id=organisation) for action, organisation in sorted(found)],
        batch_size=BATCH,
    )
