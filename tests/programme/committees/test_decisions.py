"""A decision causes changes: its page says which, and the page of a thing says which decision made it so."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from beffroi.foundations.journal.chain import history
from beffroi.programme.committees import operations, queries
from beffroi.programme.committees.citing import ALSO_BRINGS, DECIDED_AS, Cause
from beffroi.programme.committees.models import Decision
from beffroi.programme.committees.operations import CommitteeRefused, caused
from beffroi.programme.committees.states import CommitteeKind, DecisionSubject, Outcome
from beffroi.programme.people.scope import scope
from tests.programme import making, making_actions
from tests.programme import making_conventions as conv
from tests.programme.making_conventions import PAIR, at

DAY = date(2018, 7, 12)


@pytest.fixture
def pair():
    return making.territory(PAIR)


def decided(pair, *, kind=CommitteeKind.PROJECT, outcome=Outcome.APPROVED, subject_id="", **traits):
    body = conv.committee(kind, territory=pair)
    decision = Decision(
        session=conv.held(body, on=DAY),
        subject_kind=traits.pop("subject_kind", DecisionSubject.PERIMETER),
        subject_id=subject_id,
        text="Le périmètre est étendu au quartier de la gare.",
        outcome=outcome,
        **traits,
    )
    return operations.decide(decision, by=conv.secretary(body), at=at(DAY))


def test_the_decisions_of_a_session_are_numbered_in_their_order_and_bear_its_day(pair):
    session = conv.held(conv.committee(CommitteeKind.PROJECT, territory=pair), on=DAY)
    texts = ("Le périmètre est approuvé.", "L’action 4 est ajournée.")
    made = [
        operations.decide(
            Decision(session=session, subject_kind=DecisionSubject.ACTION, text=text, outcome=Outcome.APPROVED),
            by=making.project_director(pair.pk),
            at=at(DAY),
        )
        for text in texts
    ]
    assert [decision.number for decision in made] == [1, 2]
    assert {decision.date for decision in made} == {DAY}
    assert {decision.territory for decision in made} == {pair}, "a project committee decides on its own territory"
    assert history(made[0])[0].verb == "decision.made"


def test_what_a_decision_changed_and_which_decision_made_a_thing_so(pair):
    decision = decided(pair)
    done = caused(
        decision,
        verb="perimeter.in_force",
        cause=Cause(subject=("perimeter", 12), territory=pair),
        summary={"area_ha": 31.4},
        at=at(date(2018, 7, 16)),
    )
    assert list(queries.changes(decision)) == [done]
    assert [effect.decision for effect in queries.causes(("perimeter", 12))] == [decision]
    assert not queries.causes(("perimeter", 13))


def test_a_decision_about_a_known_thing_is_found_from_it_even_if_it_changed_nothing(pair):
    deferred = decided(pair, outcome=Outcome.DEFERRED, subject_id="12")
    assert list(queries.about(("perimeter", 12))) == [deferred]
    assert not queries.causes(("perimeter", 12))


@pytest.mark.parametrize("outcome", [Outcome.REFUSED, Outcome.DEFERRED, Outcome.OPINION_WITH_OBSERVATIONS])
def test_only_an_approval_causes_an_ordinary_change(pair, outcome):
    decision = decided(pair, outcome=outcome)
    with pytest.raises(CommitteeRefused, match="ne permet pas ce changement"):
        caused(decision, verb="x", cause=Cause(subject=("perimeter", 12), territory=pair), at=at(DAY))


def test_a_decision_does_not_cause_what_it_is_not_about_and_every_reason_is_said(pair):
    decision = decided(pair, subject_id="12", outcome=Outcome.REFUSED)
    cahors = making.territory("acv-042")
    with pytest.raises(CommitteeRefused) as refusal:
        cause = Cause(subject=("perimeter", 13), territory=cahors)
        caused(decision, verb="x", cause=cause, at=at(date(2018, 7, 1)))
    assert [sentence.rsplit("° 1", 1)[1] for sentence in refusal.value.sentences] == [
        " : « Refusé » ne permet pas ce changement.",
        " porte sur un autre objet.",
        " porte sur un autre territoire.",
        " est postérieure à ce changement.",
    ]


def test_a_decision_on_a_convention_may_also_cause_the_actions_that_it_brings(pair):
    decision = decided(pair, subject_kind=DecisionSubject.VERSION, subject_id="4")
    effect = caused(decision, verb="action.added", cause=Cause(subject=("action", 88), territory=pair), at=at(DAY))
    assert effect in queries.changes(decision)


@pytest.mark.parametrize("thing", ["version", "action", "perimeter", "fundingline", "envelope", "document"])
@pytest.mark.parametrize("kind", DecisionSubject)
def test_a_decision_causes_what_is_of_its_kind_or_what_is_written_that_it_brings(pair, kind, thing):
    decision = decided(pair, subject_kind=kind)
    cause = Cause(subject=(thing, 12), territory=pair)
    said = (DECIDED_AS.get(thing) == kind) or thing in ALSO_BRINGS.get(kind, ())

    if said:
        assert caused(decision, verb="x", cause=cause, at=at(DAY)).subject_kind == thing
    else:
        with pytest.raises(CommitteeRefused, match="porte sur un autre objet"):
            caused(decision, verb="x", cause=cause, at=at(DAY))
    offered = queries.citable(cause, scope=scope(making.project_director(pair.pk), on=DAY), on=DAY)
    assert offered == ([decision] if said else []), "what is offered is what is taken"


def test_a_convention_brings_nothing_into_another_territory_nor_from_no_territory(pair):
    whole = decided(pair, kind=CommitteeKind.REGIONAL, subject_kind=DecisionSubject.VERSION)
    assert whole.territory is None
    with pytest.raises(CommitteeRefused, match="porte sur un autre objet"):
        caused(whole, verb="x", cause=Cause(subject=("action", 88), territory=pair), at=at(DAY))


def test_a_session_that_did_not_take_place_causes_nothing(pair):
    decision = decided(pair)
    decision.session.state = "cancelled"
    with pytest.raises(CommitteeRefused, match="n’a pas été tenue"):
        caused(decision, verb="x", cause=Cause(subject=("perimeter", 1)), at=at(DAY))


def test_the_decisions_on_a_territory_are_read_by_those_who_act_there(pair):
    decision = decided(pair, kind=CommitteeKind.REGIONAL, territory=pair)

    def seen_by(user):
        return queries.decisions_on(pair, scope=scope(user, on=DAY))

    assert seen_by(making.project_director(pair.pk)) == [decision]
    assert seen_by(making.state_region("52")) == [decision]
    assert seen_by(making.state_officer("46")) == []
    assert seen_by(making.evaluator()) == []


def test_the_decisions_that_may_be_cited_are_those_that_could_have_caused_the_change(pair):
    one, another = making_actions.action(pair), making_actions.action(pair)
    about = {"subject_kind": DecisionSubject.ACTION}
    here = decided(pair, **about, subject_id=str(one.pk))
    decided(pair, **about, subject_id=str(another.pk))
    whole = decided(pair, kind=CommitteeKind.REGIONAL, **about)
    elsewhere = decided(making.territory("acv-042"), kind=CommitteeKind.REGIONAL, **about)
    for outcome in (Outcome.REFUSED, Outcome.DEFERRED):
        decided(pair, outcome=outcome)

    def offered_to(user):
        return set(queries.citable(Cause(subject=one, territory=pair), scope=scope(user, on=DAY), on=DAY))

    assert whole.territory is elsewhere.territory is None
    assert offered_to(making.national_team()) == {here, whole}
    assert offered_to(making.project_director(pair.pk)) == {here}
    assert offered_to(making.evaluator()) == set()


def test_the_database_refuses_a_decision_without_words(pair):
    decision = decided(pair)
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.filter(pk=decision.pk).update(text="")


def test_a_decision_is_written_better_as_long_as_it_changed_nothing(pair):
    decision, by = decided(pair), making.project_director(PAIR)
    better = operations.correct(decision, text="Le périmètre est étendu.", outcome=Outcome.APPROVED, by=by, at=at(DAY))
    assert better.text == "Le périmètre est étendu."
    assert "quartier de la gare" in history(decision)[0].before["text"]
    caused(decision, verb="perimeter.in_force", cause=Cause(subject=("perimeter", 12)), at=at(DAY))
    with pytest.raises(CommitteeRefused, match="a déjà eu des effets"):
        operations.correct(decision, text="Autre chose.", outcome=Outcome.REFUSED, by=by, at=at(DAY))


@pytest.mark.parametrize("kind", [CommitteeKind.REGIONAL, CommitteeKind.DEPARTMENTAL, CommitteeKind.NATIONAL])
def test_a_decision_that_names_a_thing_says_of_which_territory_it_is(pair, kind):
    with pytest.raises(CommitteeRefused, match="dit de quel territoire il est"):
        decided(pair, kind=kind, subject_kind=DecisionSubject.MONEY, subject_id="12")

    assert decided(pair, kind=kind, subject_kind=DecisionSubject.MONEY, subject_id="12", territory=pair).pk


def test_a_decision_about_no_territory_causes_nothing_outside_of_the_place_of_its_committee(pair):
    whole = decided(pair, kind=CommitteeKind.REGIONAL)
    here, elsewhere = (
        Cause(subject=("perimeter", 12), territory=place) for place in (pair, making.territory("acv-017"))
    )

    assert caused(whole, verb="x", cause=here, at=at(DAY)).decision == whole
    with pytest.raises(CommitteeRefused, match="porte sur un autre territoire"):
        caused(whole, verb="x", cause=elsewhere, at=at(DAY))


def test_a_decision_that_names_a_line_is_not_one_about_the_envelope_of_the_same_number(pair):
    of_a_line = decided(pair, subject_kind=DecisionSubject.MONEY, subject_id="12")

    assert caused(of_a_line, verb="x", cause=Cause(subject=("fundingline", 12), territory=pair), at=at(DAY))
    with pytest.raises(CommitteeRefused, match="porte sur un autre objet"):
        caused(of_a_line, verb="x", cause=Cause(subject=("envelope", 12)), at=at(DAY))
