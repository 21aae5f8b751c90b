"""A sentence that a job keeps is said later, in the language of whoever reads it."""

import json

import pytest
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy, override

from beffroi.foundations.sayings import Saying, say, saying_of, sayings_of, verbatim

AMOUNT = say("%(what)s, un montant en euros comme 1 234,50", what=say("le coût total de l’action"))


@pytest.fixture(autouse=True)
def _database() -> None:
    """A sentence is plain data: nothing here asks the database."""


def read_again(saying: Saying) -> Saying:
    return Saying.read(json.loads(json.dumps(saying.kept)))


def test_a_sentence_kept_as_json_is_said_in_both_languages_with_what_fills_it():
    again = read_again(AMOUNT)

    assert again == AMOUNT
    with override("fr"):
        assert str(again) == "le coût total de l’action, un montant en euros comme 1 234,50"
    with override("en"):
        assert str(again) == "the total cost of the action, an amount in euros such as 1 234,50"
        assert again.in_french.startswith("le coût total")


def test_a_lazy_sentence_of_the_domain_is_kept_whatever_the_language_of_the_moment():
    with override("en"):
        kept = saying_of(gettext_lazy("Indiquez le motif."))

    assert kept == say("Indiquez le motif.")


def test_what_is_no_sentence_of_ours_is_said_as_it_is():
    with override("en"):
        assert str(verbatim("Axe")) == "Axe"
        assert str(say("un axe à 100 %")) == "un axe à 100 %"


def test_a_refusal_of_a_form_keeps_its_parameters_apart():
    missing = ValidationError("Il manque le fichier « %(missing)s ».", params={"missing": "a"})

    (kept,) = sayings_of(ValidationError({"cost": [missing]}))

    with override("en"):
        assert str(read_again(kept)) == "The file “a” is missing."


def test_a_plural_keeps_its_number_and_so_its_words():
    with pytest.raises(ValidationError) as refused:
        MaxLengthValidator(3)("Halle")

    (kept,) = sayings_of(refused.value)

    assert str(read_again(kept)) == "Assurez-vous que cette valeur comporte au plus 3 caractères (actuellement 5)."


def test_a_number_stays_one_for_a_message_that_wants_a_number():
    (kept,) = sayings_of(ValidationError("au plus %(most)d pages", params={"most": 2}))

    assert str(read_again(kept)) == "au plus 2 pages"
