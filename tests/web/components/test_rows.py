"""A row of a list is drawn once for all its readers, and shows at once what was written about what it shows."""

from datetime import date

import pytest
from django.test import Client
from django.utils.translation import override

from beffroi.foundations.journal import kept as keeping
from beffroi.programme.actions import operations, parts
from beffroi.programme.actions.models import Action, Milestone
from beffroi.web.components.rows import Row, rows_drawn
from tests.programme import making, making_actions

pytestmark = pytest.mark.django_db
HERE, TABLE = "acv-017", "/bureau/actions/"


@pytest.fixture(autouse=True)
def _committed(monkeypatch: pytest.MonkeyPatch):
    """What the test writes is taken for committed, and nothing is left of what another test read."""
    monkeypatch.setattr(keeping, "is_settled", lambda: True)
    monkeypatch.setattr("beffroi.foundations.clock.now", lambda: making.AT)
    keeping.forget()
    yield
    keeping.forget()


@pytest.fixture
def director():
    making.territory(HERE)
    return making.project_director(HERE)


@pytest.fixture
def action(director) -> Action:
    return operations.add(
        making_actions.described(making.territory(HERE), title="Halle gourmande"), by=director, at=making.AT
    )


def table(user) -> str:
    client = Client()
    client.force_login(user)
    return client.get(TABLE).content.decode()


def test_who_only_reads_is_not_offered_what_who_writes_was_offered_before(director, action):
    assert f'id="choose-{action.pk}"' in table(director)
    read = table(making.elected(HERE))

    assert "Halle gourmande" in read
    assert f'id="choose-{action.pk}"' not in read


def test_a_title_changed_shows_at_once(director, action):
    table(director)
    operations.change(action, revision=action.revision, values={"title": "Halle neuve"}, by=director, at=making.AT)

    assert "Halle neuve" in table(director)


def test_a_milestone_that_is_past_makes_the_row_late_at_once(director, action):
    assert "En retard</span>" not in table(director)
    passed = Milestone(action=action, label="Permis déposé", planned_date=date(2019, 1, 1))
    parts.add_milestone(passed, by=director, at=making.AT)

    assert "Permis déposé" in table(director)


def test_a_row_is_drawn_once_in_each_language():
    readings = []

    def read(keys):
        readings.append(list(keys))
        return [Row(key, HERE, {"is_late": True}) for key in keys]

    def drawn() -> str:
        return "".join(rows_drawn("action/badges.html", [1], key=(), read=read))

    assert drawn() == drawn()
    assert "En retard" in drawn()
    with override("en"):
        assert "En retard" not in drawn()
    assert readings == [[1], [1]]
