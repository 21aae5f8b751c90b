"""Facts travel as files: what the public site shows is read from them, and follows the programme."""

from pathlib import Path

import pytest
import shapely

from beffroi.foundations.home import home
from beffroi.programme.conventions import seed as conventions_seed
from beffroi.programme.facts.following import refresh
from beffroi.programme.facts.publish import publish
from beffroi.programme.facts.published import edition, folder, published, territory_of
from beffroi.programme.facts.tables import TABLES
from beffroi.programme.money import operations
from beffroi.programme.money.models import FundingLine
from beffroi.programme.people.roles import Circle
from beffroi.territory import finding
from tests.programme import making, making_actions


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("BEFFROI_HOME", str(tmp_path))


def public_line(**traits: object) -> FundingLine:
    action = making_actions.action(circle=Circle.PUBLIC, state="works", title="Halle")
    return making_actions.line(action, state="committed", **traits)


def test_an_installation_that_published_nothing_shows_nothing():
    assert edition() == ""
    assert published() is None


def test_each_territory_finds_its_own_rows_in_every_table():
    line = public_line(amount=1200)
    conventions_seed.import_territory(finding.territory("acv-017"), territory=line.action.territory, at=making.AT)
    publish(folder())

    facts = published()

    assert facts.of("versions", "acv-017")[0]["version"] == "acv-017-ACV1-1"
    assert [row["title"] for row in facts.of("actions", "acv-017")] == ["Halle"]
    assert [row["line"] for row in facts.of("funding_lines", "acv-017")] == [line.pk]
    assert facts.of("funding_lines", "acv-001") == []


def test_what_passes_between_agents_is_never_served():
    public_line()
    publish(folder(), circle=Circle.AGENTS)

    assert edition() == ""
    assert published() is None


@pytest.mark.parametrize("name", ["acv-017", "acv-017/12", "acv-017-ACV1", "acv-017-ACV1-2"])
def test_the_name_of_a_thing_begins_with_its_territory(name: str):
    assert territory_of(name) == "acv-017"


def test_the_site_has_another_edition_when_what_is_public_changed_and_only_then():
    line = public_line(amount=1200)
    assert refresh()
    first = edition()

    assert not refresh()
    hidden = making_actions.action(circle=Circle.AGENTS)
    operations.add(
        FundingLine(action=hidden, funder=making_actions.town_hall(), instrument="grant", origin="ordinary", planned=5),
        by=None,
        at=making.AT,
    )
    assert refresh()
    assert edition() == first

    operations.change(line, revision=1, values={"origin": "dedicated"}, by=None, at=making.AT)
    assert refresh()
    assert edition() != first


def test_an_update_of_the_tables_publishes_anew_though_nobody_wrote(monkeypatch: pytest.MonkeyPatch):
    public_line()
    refresh()

    monkeypatch.setattr("beffroi.programme.facts.tables.TABLES", TABLES[:-1])
    assert refresh()
    assert not refresh()


def test_an_edition_made_before_a_table_was_has_no_row_of_it(monkeypatch: pytest.MonkeyPatch):
    public_line()
    monkeypatch.setattr("beffroi.programme.facts.publish.TABLES", TABLES[:-1])
    publish(folder())

    assert published().of("orts", "acv-017") == []
    assert len(published().of("actions", "acv-017")) == 1


def test_the_outlines_of_a_territory_come_in_the_order_of_its_rows():
    here = making.territory("acv-017")
    for title, lon in (("Halle", 2.44), ("Gare", 2.43)):
        site = {"type": "Point", "coordinates": [lon, 44.93]}
        making_actions.action(here, circle=Circle.PUBLIC, state="works", title=title, site=site)
    making_actions.action(here, circle=Circle.PUBLIC, state="works", title="Charte des devantures")
    publish(folder())

    facts = published()

    titles = [row["title"] for row in facts.of("actions", "acv-017")]
    where = [outline and shapely.from_wkb(outline).x for outline in facts.outlines_of("actions", "acv-017")]
    assert dict(zip(titles, where, strict=True)) == {"Halle": 2.44, "Gare": 2.43, "Charte des devantures": None}


def test_facts_that_somebody_took_away_are_published_again():
    public_line()
    refresh()
    folder().rename(home() / "elsewhere")

    assert refresh()
    assert published() is not None
