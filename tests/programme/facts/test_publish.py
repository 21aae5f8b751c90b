"""The facts of the programme leave as tables that say what they mean, without a word about anyone."""

import csv
import json
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pyarrow.parquet as pq
import pytest
import shapely

from beffroi.programme.conventions import drafting
from beffroi.programme.conventions import seed as conventions_seed
from beffroi.programme.conventions.kinds import VersionKind
from beffroi.programme.conventions.models import Party
from beffroi.programme.conventions.operations import add_amendment
from beffroi.programme.facts.publish import NotPublished, publish
from beffroi.programme.facts.tables import TABLES
from beffroi.programme.people.models import User
from beffroi.programme.people.roles import Circle
from beffroi.territory import finding
from tests.programme import making, making_actions, making_conventions

NAMED = "Clotilde Vraisemblable"
MAIL = "clotilde.vraisemblable@ville.example"
POINT = {"type": "Point", "coordinates": [2.44, 44.93]}


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "facts"


def rows(out: Path, name: str) -> list[dict]:
    return pq.read_table(out / f"{name}.parquet").to_pylist()


def csv_rows(path: Path) -> list[list[str]]:
    return list(csv.reader(path.read_text(encoding="utf-8").splitlines()))


def ids(out: Path, name: str) -> list:
    return [next(iter(row.values())) for row in rows(out, name)]


def test_every_table_comes_in_both_formats_with_its_package(out: Path):
    told = publish(out)

    assert set(told) == {table.name for table in TABLES}
    files = {f"{table.name}.{suffix}" for table in TABLES for suffix in ("parquet", "csv")}
    assert {path.name for path in out.iterdir()} == files | {"datapackage.json"}


def test_the_package_says_what_each_column_means_and_holds_true(out: Path):
    making_actions.line(making_actions.action(circle=Circle.PUBLIC), state="settled")
    publish(out)

    package = json.loads((out / "datapackage.json").read_text(encoding="utf-8"))
    for resource in package["resources"]:
        path = out / resource["path"]
        fields = resource["schema"]["fields"]
        header = pq.read_schema(path).names if path.suffix == ".parquet" else csv_rows(path)[0]
        assert header == [field["name"] for field in fields]
        assert all(field["description"] for field in fields)
        assert resource["bytes"] == path.stat().st_size


def test_an_imported_convention_is_published_with_its_real_day(out: Path):
    territory = making.territory("acv-017")
    conventions_seed.import_territory(finding.territory("acv-017"), territory=territory, at=making.AT)

    publish(out)

    framework = rows(out, "versions")[0]
    assert framework["version"] == "acv-017-ACV1-1"
    assert framework["signed_date"] == finding.territory("acv-017").signed
    assert framework["is_imported"]


def test_a_public_action_is_told_with_its_granted_money_and_its_place(out: Path):
    action = making_actions.action(state="works", circle=Circle.PUBLIC, site=POINT, title="Halle")
    making_actions.line(action, state="partly_paid", amount=1200)
    making_actions.line(action, state="refused")
    making_actions.milestone(action, planned=date(2024, 1, 1))

    publish(out)

    (told,) = rows(out, "actions")
    assert (told["action"], told["title"], told["cost"]) == ("acv-017/1", "Halle", Decimal("100000.00"))
    assert shapely.from_wkb(told["geometry"]) == shapely.Point(2.44, 44.93)
    (line,) = rows(out, "funding_lines")
    assert (line["action"], line["paid"], line["is_local_share"]) == ("acv-017/1", Decimal("1200.00"), False)
    assert "1200.00" in (out / "funding_lines.csv").read_text(encoding="utf-8")
    assert ids(out, "milestones")


def test_what_passes_between_agents_stays_between_them(out: Path):
    action = making_actions.action(circle=Circle.AGENTS, title="Projet confidentiel")
    making_actions.line(action, state="settled")
    making_actions.milestone(action, planned=date(2024, 1, 1))
    making_actions.envelope()
    making_actions.decision()
    making_conventions.perimeter(making.territory())

    told = publish(out)

    hidden = ("actions", "funding_lines", "milestones", "envelopes", "decisions", "perimeters")
    assert {name: told[name] for name in hidden} == dict.fromkeys(hidden, 0)


def test_agents_read_amounts_and_dates_of_all_but_no_words_and_nothing_internal(out: Path):
    shared = making_actions.action(circle=Circle.AGENTS, title="Projet confidentiel")
    making_actions.line(shared, state="refused", programme_name="Fonds discret")
    making_actions.line(making_actions.action(circle=Circle.ORGANISATION))
    making_actions.envelope()

    told = publish(out, circle=Circle.AGENTS)

    assert (told["actions"], told["funding_lines"], told["envelopes"]) == (1, 1, 1)
    assert rows(out, "actions")[0]["title"] is None
    assert rows(out, "funding_lines")[0]["programme_name"] is None


def test_a_decision_is_told_when_something_public_holds_by_it(out: Path):
    cited = making_actions.decision()
    making_actions.action(circle=Circle.PUBLIC, decision=cited)

    publish(out)

    assert ids(out, "decisions") == [cited.pk] == [rows(out, "actions")[0]["decision"]]


@pytest.mark.parametrize("circle", [Circle.PUBLIC, Circle.AGENTS])
def test_nobody_is_named_in_any_byte(out: Path, circle: Circle):
    _write_everywhere_about_someone()

    publish(out, circle=circle)

    assert len(rows(out, "signatures")) == 4
    said = "".join(str(pq.read_table(path).to_pylist()) + str(pq.read_schema(path)) for path in out.glob("*.parquet"))
    raw = b"".join(path.read_bytes() for path in out.iterdir())
    people = [word for user in User.objects.all() for word in (user.name, user.email)]
    for word in (NAMED, MAIL, *people):
        assert word not in said
        assert word.encode() not in raw


def _write_everywhere_about_someone() -> None:
    territory = making.territory("acv-017")
    director = making.project_director("acv-017", person=making.user(NAMED, email=MAIL))
    version = making_conventions.draft(territory, by=director)
    version.parties.update(representative=NAMED, capacity=f"Par {NAMED}")
    making_conventions.signed(version, by=director)
    for signature in [party.signature for party in version.parties.all()]:
        signature.signatory = NAMED
        signature.save()
    fields = ("description", "objectives", "state_reason", "decided_by", "late_note", "assessment")
    words = dict.fromkeys(fields, f"Vu avec {NAMED} ({MAIL})")
    public = making_actions.action(territory, circle=Circle.PUBLIC, **words)
    making_actions.line(public, state="settled", state_reason=NAMED, paid_reference=NAMED, accepted_reference=MAIL)
    hidden = making_actions.action(territory, circle=Circle.AGENTS, title=f"Chez {NAMED}")
    making_actions.milestone(hidden, planned=date(2024, 1, 1), label=NAMED)


def test_an_organisation_that_signs_in_two_capacities_is_told_once_for_each(out: Path):
    territory = making.territory("acv-017")
    director = making.project_director(territory.pk)
    version = making_conventions.draft(territory, by=director)
    town = version.parties.filter(organisation__kind="commune").first().organisation
    by_delegation = Party(version=version, organisation=town, group="funder", capacity="Anah, par délégation")
    drafting.add_party(by_delegation, by=director, at=making_conventions.at(making_conventions.DAYS["drafted"]))
    making_conventions.signed(version, by=director)

    publish(out)

    told = {row["capacity"] for row in rows(out, "signatures") if row["organisation"] == town.name}
    assert told == {None, "Anah, par délégation"}


def test_every_reference_leads_to_a_row(out: Path):
    action = making_actions.action(circle=Circle.PUBLIC, decision=making_actions.decision())
    making_actions.line(action, state="settled")
    making_actions.milestone(action, planned=date(2024, 1, 1))

    publish(out)

    for table in TABLES:
        for column in [one for one in table.columns if one.refers]:
            known = set(ids(out, column.refers.partition(".")[0]))
            assert {row[column.name] for row in rows(out, table.name)} - {None} <= known


def test_a_demonstration_is_marked(out: Path):
    making_actions.line(making_actions.action(circle=Circle.PUBLIC, is_demonstration=True), state="settled")

    publish(out)

    assert rows(out, "actions")[0]["is_demonstration"]


def test_a_made_up_version_of_a_real_convention_is_marked_with_its_signatures(out: Path, settings):
    territory = making.territory()
    director = making.project_director(territory.pk)
    real = making_conventions.signed(making_conventions.draft(territory, by=director), by=director)
    settings.BEFFROI_DEMO = True
    amendment = add_amendment(
        real.convention,
        kind=VersionKind.AVENANT_PROJET,
        by=director,
        at=making_conventions.at(making_conventions.DAYS["signed"]),
    )
    days = {name: day + timedelta(days=400) for name, day in making_conventions.DAYS.items()}
    making_conventions.signed(amendment, by=director, days=days)

    publish(out)

    assert [row["is_demonstration"] for row in rows(out, "conventions")] == [False]
    assert [row["is_demonstration"] for row in rows(out, "versions")] == [False, True]
    marks = {(row["version"][-1], row["is_demonstration"]) for row in rows(out, "signatures")}
    assert marks == {("1", False), ("2", True)}


def test_the_same_facts_have_the_same_bytes(tmp_path: Path):
    making_actions.line(making_actions.action(circle=Circle.PUBLIC), state="settled")

    publish(tmp_path / "one")
    publish(tmp_path / "two")

    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes(), path.name


def test_an_edition_gives_way_to_the_next_and_anything_else_stays(out: Path, tmp_path: Path):
    publish(out)
    publish(out)
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("keep me")

    with pytest.raises(NotPublished, match="holds something else"):
        publish(tmp_path / "mine")

    assert (tmp_path / "mine" / "letter.txt").read_text() == "keep me"


def test_what_is_internal_to_an_organisation_is_never_published(out: Path):
    with pytest.raises(NotPublished, match="publish public or agents"):
        publish(out, circle=Circle.ORGANISATION)
