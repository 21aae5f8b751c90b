"""The programme by program: each total of public money gives the address of the lines that make it, and of no other."""

import csv
import io
from decimal import Decimal
from pathlib import Path

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis.strategies import one_of
from schemathesis import Case, GenerationMode
from schemathesis.specs.openapi.checks import positive_data_acceptance

from beffroi.api.interface import interface
from beffroi.api.openapi import document
from beffroi.programme.conventions import seed as conventions_seed
from beffroi.programme.facts.publish import publish
from beffroi.programme.facts.published import folder
from beffroi.programme.people.roles import Circle, OrganisationKind
from beffroi.territory import finding
from tests.programme import making, making_actions

CODE = "acv-017"
LISTS = ("conventions", "actions", "funding-lines", "funding-totals", "decisions", "orts")
FEW = settings(max_examples=12, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("BEFFROI_HOME", str(tmp_path))


@pytest.fixture
def facts(db: None):
    here, elsewhere = making.territory(CODE), making.territory("acv-012")
    conventions_seed.import_territory(finding.territory(CODE), territory=here, at=making.AT)
    decision = making_actions.decision(over=here)
    action = making_actions.action(here, circle=Circle.PUBLIC, state="works", title="Halle", decision=decision)
    bank = making.organisation(OrganisationKind.BANQUE_DES_TERRITOIRES, code="national")
    making_actions.line(action, state="committed", amount=70_000)
    making_actions.line(action, state="settled", amount=5_000)
    making_actions.line(action, state="committed", amount=9_000, funder=bank, instrument="loan", origin="dedicated")
    making_actions.line(action, state="refused", amount=888_888)
    other = making_actions.action(elsewhere, circle=Circle.PUBLIC, state="works")
    making_actions.line(other, state="accepted", amount=1_000)
    making_actions.line(making_actions.action(here, circle=Circle.AGENTS), state="committed", amount=777_777)
    publish(folder())


def read(api: Client, address: str, **asked: str) -> dict:
    answer = api.get(address, asked)
    assert answer.status_code == 200, answer.content
    return answer.json()


@pytest.mark.parametrize("name", LISTS)
def test_an_installation_without_facts_says_so_and_where_the_figures_are(api: Client, name: str):
    answer = api.get(f"/api/v1/{name}")

    assert answer.status_code == 404
    assert answer.json()["error"] == "no_facts"


def test_a_convention_is_told_with_its_territory_and_phase(api: Client, facts):
    items = read(api, "/api/v1/conventions", territory=CODE)["items"]

    assert items[0]["version"] == "acv-017-ACV1-1"
    assert {one["territory"] for one in items} == {CODE}
    assert items[0]["signed_date"] == finding.territory(CODE).signed.isoformat()


def test_an_action_leads_to_its_lines(api: Client, facts):
    (action,) = read(api, "/api/v1/actions", territory=CODE)["items"]

    assert (action["title"], action["state"]) == ("Halle", "works")
    lines = read(api, action["funding_lines"])["items"]
    assert [line["committed"] for line in lines] == ["70000.00", "5000.00", "9000.00"]


@pytest.mark.parametrize("by", ["funder_kind,instrument,origin", "territory", "state", "action,origin", "funder"])
def test_every_total_opens_exactly_its_lines_and_is_their_sum(api: Client, facts, by: str):
    totals = read(api, "/api/v1/funding-totals", by=by)["items"]

    assert sum(total["lines"] for total in totals) == 4
    for total in totals:
        lines = read(api, total["funding_lines"])
        assert lines["count"] == total["lines"]
        for stage in ("planned", "requested", "accepted", "committed", "paid"):
            summed = sum((Decimal(line[stage] or 0) for line in lines["items"]), Decimal(0))
            assert summed == Decimal(total[stage] or 0), (stage, total)
        is_asked = any(line["instrument"] not in {"own_funds", "tax"} for line in lines["items"])
        assert (total["requested"] is None) != is_asked, "own funds are never requested: that is not zero"


def test_filters_narrow_totals_and_their_lines_alike(api: Client, facts):
    (total,) = read(api, "/api/v1/funding-totals", by="territory", territory=CODE, stage="paid")["items"]

    assert total["paid"] == "5000.00"
    assert read(api, total["funding_lines"])["count"] == total["lines"]


def test_the_same_in_csv(api: Client, facts):
    answer = api.get("/api/v1/funding-lines", {"format": "csv", "territory": CODE})

    rows = list(csv.DictReader(io.StringIO(answer.content.decode())))
    assert [row["committed"] for row in rows] == ["70000.00", "5000.00", "9000.00"]
    assert answer.headers["X-Total-Count"] == "3"


def test_the_entry_names_what_is_there_and_it_answers(api: Client, facts):
    links = {link["name"]: link["url"] for link in read(api, "/api/v1/")["links"]}

    assert set(LISTS) <= links.keys()
    assert {api.get(links[name]).status_code for name in LISTS} == {200}


def test_what_is_not_public_is_nowhere(api: Client, facts):
    told = "".join(api.get(f"/api/v1/{name}").content.decode() for name in LISTS)

    assert "777777" not in told
    assert "888888" not in told


def test_a_decision_by_which_something_holds_is_told_without_its_words(api: Client, facts):
    (decision,) = read(api, "/api/v1/decisions", territory=CODE)["items"]

    assert (decision["subject_kind"], decision["outcome"]) == ("money", "approved")
    assert "Le comité approuve" not in str(decision)


def test_an_ort_of_the_national_list_holds_from_its_agreement_and_has_no_act(api: Client, facts):
    (ort,) = read(api, "/api/v1/orts", territory=CODE)["items"]

    assert (ort["communes"], ort["is_imported"], ort["act_title"]) == ("15014 15012", True, None)
    assert ort["starts_date"] == ort["signed_date"]


@pytest.mark.parametrize(
    ("asked", "parameter"),
    [({"by": "colour"}, "by"), ({"origin": "moon"}, "origin"), ({"territory": "acv-999"}, "territory")],
)
def test_a_parameter_that_cannot_be_right_is_refused_with_what_would_be(api: Client, facts, asked, parameter):
    answer = api.get("/api/v1/funding-totals", asked)

    assert answer.status_code == 422
    assert answer.json()["parameter"] == parameter


def test_an_answer_keeps_its_etag_until_what_is_public_changes(api: Client, facts):
    first = api.get("/api/v1/actions").headers["ETag"]
    assert api.get("/api/v1/actions", headers={"If-None-Match": first}).status_code == 304

    making_actions.action(making.territory(CODE), circle=Circle.PUBLIC, state="works")
    publish(folder())

    assert api.get("/api/v1/actions", headers={"If-None-Match": first}).status_code == 200


def test_pages_follow_one_another(api: Client, facts):
    first = read(api, "/api/v1/funding-lines", page_size="3")

    assert (first["count"], len(first["items"])) == (4, 3)
    assert len(read(api, first["next"])["items"]) == 1


@pytest.mark.parametrize("name", LISTS)
def test_whatever_is_asked_the_answer_is_as_described(facts, name: str):
    described = schemathesis.openapi.from_dict(document(interface, language="fr"))
    described.app = get_wsgi_application()
    operation = described[f"/api/v1/{name}"]["GET"]

    @FEW
    @given(case=one_of(*(operation.as_strategy(generation_mode=mode) for mode in GenerationMode)))
    def asked(case: Case) -> None:
        # A code in the right form that the facts do not hold is refused too, so "valid" data may be.
        case.call_and_validate(headers={"Accept-Encoding": "identity"}, excluded_checks=[positive_data_acceptance])

    asked()
