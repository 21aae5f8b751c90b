"""Every verb of the journal has its sentence in both languages, and what a row names by a key is read by its name."""

import ast
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from django.utils.translation import override

from beffroi import programme
from beffroi.foundations.journal.chain import history
from beffroi.programme.actions import operations as actions
from beffroi.programme.committees.states import SessionState
from beffroi.programme.conventions import drafting
from beffroi.programme.conventions.models import Party
from beffroi.programme.conventions.states import VersionState
from beffroi.programme.towns.models import Axis
from beffroi.web.components.history import Told, told
from beffroi.web.components.journal.values import said as value_said
from beffroi.web.components.journal.verbs import VERBS, sentence
from tests.programme import making, making_actions, making_conventions
from tests.programme.making_conventions import PAIR

VERB = re.compile(r"[a-z_]+\.[a-z_]+")
# The functions of the programme that pass a verb on to the journal.
PASS_IT_ON = {"record", "_record", "say", "_say", "write", "_write", "_keep", "_add"}


def written() -> Iterator[str]:
    """The verbs that the programme writes, found in its code; those that end in a state, for every state."""
    for file in Path(programme.__path__[0]).rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            for given in _given(node):
                yield from _verbs(given)


def _given(node: ast.AST) -> Iterator[ast.expr]:
    """What may be a verb: given first to what records, by its name, or in a row of three."""
    if isinstance(node, ast.Call):
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        yield from node.args[:2] if name in PASS_IT_ON else ()
        yield from (keyword.value for keyword in node.keywords if keyword.arg == "verb")
    elif isinstance(node, ast.Assign) and any(getattr(target, "id", "") == "verb" for target in node.targets):
        yield node.value
    elif isinstance(node, ast.Yield) and isinstance(node.value, ast.Tuple):
        yield from node.value.elts


def _verbs(given: ast.expr) -> Iterator[str]:
    for node in ast.walk(given):
        if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
            states = {"version.": VersionState, "session.": SessionState}[node.values[0].value]
            yield from (f"{node.values[0].value}{state}" for state in states)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and VERB.fullmatch(node.value):
            yield node.value


WRITTEN = sorted(set(written()))


def test_the_verbs_of_every_room_are_found_in_its_code():
    rooms = {"action", "agenda", "demonstration", "document", "envelope", "funding_line", "invitation", "milestone"}

    assert rooms <= {verb.partition(".")[0] for verb in WRITTEN}
    assert {"action.kept", "membership.ended", "territory.corrected", "version.draft"} <= set(WRITTEN)


@pytest.mark.parametrize("verb", WRITTEN)
def test_each_verb_has_a_sentence_in_french_and_in_english(verb: str):
    assert verb in VERBS
    with override("fr"):
        french = str(sentence(verb))
    with override("en"):
        english = str(sentence(verb))

    assert french[0].isupper()
    assert verb not in french
    assert english != french


def test_a_verb_of_another_edition_of_the_programme_is_told_as_such():
    assert str(sentence("comet.seen")) == "Opération enregistrée sous le nom « comet.seen »"


def said(row: Told) -> dict[str, tuple[str, str]]:
    return {str(one.label): (str(one.before), str(one.after)) for one in row.details}


@pytest.fixture
def version(db: None):
    director = making.project_director(PAIR)
    return making_conventions.draft(making.territory(PAIR), by=director)


def test_what_a_version_says_names_its_axes_its_parties_and_its_perimeters(version):
    director = making.project_director(PAIR)
    bank = making.organisation(making.OrganisationKind.BANQUE_DES_TERRITOIRES, code="national", name="Banque")
    perimeter = making_conventions.perimeter(version.territory, name="Cœur de ville")
    party = drafting.add_party(
        Party(version=version, organisation=bank, group="funder", capacity="prêteur"), by=director, at=making.AT
    )
    housing = Axis.objects.get(programme="acv", key="housing")
    drafting.address_axis(version, axis=housing, with_action=True, reason="", by=director, at=making.AT)
    drafting.address_axis(version, axis=housing, with_action=False, reason="Déjà traité", by=director, at=making.AT)
    drafting.set_perimeters(version, perimeters=[perimeter], by=director, at=making.AT)
    drafting.remove_party(party, by=director, at=making.AT)

    gone, perimeters, axis, _before, added = (said(row) for row in told(history(version)[:5]))

    assert axis["Axe"][1].startswith("1. ")
    assert axis["Avec actions"] == ("oui", "non")
    assert axis["Motif"] == ("", "Déjà traité")
    assert perimeters["Périmètres"][1] == "Cœur de ville (Périmètre d’étude)"
    assert (added["Organisation"], added["Groupe"]) == (("", "Banque"), ("", "Partenaire financeur"))
    assert gone["Organisation"] == ("", "Banque"), "of what is taken away, what it was"


def test_places_are_told_by_their_names():
    told_of = {
        "communes": ["13004", "13999"],
        "department": "13",
        "departments": ["13", "84"],
        "epci_codes": ["241300417"],
        "region": "93",
    }

    assert {field: value_said("ort", field, value, names={}) for field, value in told_of.items()} == {
        "communes": "Arles, 13999",
        "department": "Bouches-du-Rhône",
        "departments": "Bouches-du-Rhône, Vaucluse",
        "epci_codes": "CA d'Arles-Crau-Camargue-Montagnette",
        "region": "Provence-Alpes-Côte d'Azur",
    }


def test_no_detail_goes_from_nothing_to_nothing(version):
    rows = told(history(version))

    assert rows
    assert all(one.before or one.after for row in rows for one in row.details)


@pytest.mark.parametrize(
    ("language", "cost", "day"),
    [("fr", "100\u202f000\u00a0€", "30 juin 2026"), ("en", "€100,000", "30 June 2026")],
)
def test_amounts_days_and_axes_are_told_as_each_language_writes_them(db: None, language: str, cost: str, day: str):
    making.territory("acv-017")
    action = making_actions.action(cost=None, end_date=None, axis=making_actions.axis("housing"))
    values = {"cost": 100_000, "end_date": date(2026, 6, 30), "axis": making_actions.axis("mobility")}
    actions.change(action, revision=1, values=values, by=making.project_director("acv-017"), at=making.AT)

    with override(language):
        row = said(told(history(action))[0])

    assert [after for _before, after in row.values()][1:] == [day, cost]
    assert [before[:3] for before, _after in row.values()] == ["1. ", "", ""]
