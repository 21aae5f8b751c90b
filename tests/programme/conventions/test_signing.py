"""A convention from its draft to the last signature, as the programme's guide tells it."""

from datetime import date, timedelta

import pytest

from beffroi.foundations.journal.chain import faults, history
from beffroi.programme.actions.queries import plan
from beffroi.programme.committees.queries import causes
from beffroi.programme.committees.states import CommitteeKind, Outcome
from beffroi.programme.conventions import drafting, operations
from beffroi.programme.conventions.kinds import PartyGroup, VersionKind
from beffroi.programme.conventions.models import Deliberation, Ort, Party, Version
from beffroi.programme.conventions.operations import ConventionRefused
from beffroi.programme.conventions.states import VersionState
from beffroi.programme.moves import MoveRefused
from beffroi.programme.people.roles import OrganisationKind
from tests.programme import making
from tests.programme import making_conventions as conv
from tests.programme.making_conventions import DAYS, at


def opinion_on(version, *, outcome=Outcome.OPINION_FAVOURABLE, on=DAYS["examined"], **traits):
    return conv.decision(territory=version.territory, about=version, outcome=outcome, on=on, **traits)


def test_a_pair_of_towns_goes_from_its_draft_to_a_convention_signed_by_all(pair, director, prefect_of_region):
    version = conv.draft(pair, by=director)
    version = operations.send(version, plan=plan, by=director, at=at(DAYS["sent"]))
    opinion = opinion_on(version)
    version = operations.note_opinion(version, decision=opinion, by=prefect_of_region, at=at(DAYS["examined"]))
    version = operations.start_deliberations(version, by=director, at=at(DAYS["examined"]))
    conv.deliberate(version, by=director)
    version = operations.make_ready(version, plan=plan, by=director, at=at(DAYS["deliberated"]))
    towns, others = [], []
    for party in version.parties.all():
        (towns if party.organisation.kind == OrganisationKind.COMMUNE else others).append(party)

    first = operations.sign(
        version,
        plan=plan,
        parties=towns,
        signatory="Les maires",
        signed_date=date(2018, 9, 20),
        by=director,
        at=at(DAYS["signed"]),
    )
    assert (first.life_state, first.signed_date) == (VersionState.PARTLY_SIGNED, None)

    last = operations.sign(
        version,
        plan=plan,
        parties=others,
        signatory="Les autres",
        signed_date=DAYS["signed"],
        by=director,
        at=at(DAYS["signed"]),
    )
    assert (last.life_state, last.signed_date) == (VersionState.SIGNED, DAYS["signed"])
    assert len(towns) == 2
    assert len(others) == 3, "two intercommunal bodies and the State"
    assert list(faults()) == []


def test_the_committee_makes_observations_then_gives_a_favourable_opinion(pair, director, prefect_of_region):
    version = operations.send(conv.draft(pair, by=director), plan=plan, by=director, at=at(DAYS["sent"]))
    observed = opinion_on(version, outcome=Outcome.OPINION_WITH_OBSERVATIONS, text="Préciser l’axe 3.")
    version = operations.note_opinion(version, decision=observed, by=prefect_of_region, at=at(DAYS["examined"]))
    assert version.life_state is VersionState.OBSERVATIONS

    axis = pair.programme.axes.get(key="mobility")
    drafting.address_axis(
        version, axis=axis, with_action=False, reason="Étude en cours", by=director, at=at(DAYS["examined"])
    )
    version = operations.send(version, plan=plan, by=director, at=at(DAYS["examined"]))
    september = date(2018, 9, 13)
    approved = opinion_on(version, on=september)
    version = operations.note_opinion(version, decision=approved, by=prefect_of_region, at=at(september))

    assert version.life_state is VersionState.FAVOURABLE
    assert version.decision == approved
    assert [(effect.decision, effect.verb) for effect in causes(version)] == [
        (approved, "version.favourable"),
        (observed, "version.observations"),
    ]


def test_one_person_signs_in_two_capacities(pair, director):
    version = operations.add_convention(pair, phase=conv.phase(), by=director, at=at(DAYS["drafted"]))
    anah = Party(
        version=version,
        organisation=making.organisation(OrganisationKind.ANAH, code="national"),
        group=PartyGroup.FUNDER,
        capacity="par délégation de compétence à la communauté",
        representative="Le président de la communauté",
    )
    drafting.add_party(anah, by=director, at=at(DAYS["drafted"]))
    version = conv.ready(conv.completed(version, by=director), by=director)
    epci = version.parties.get(organisation__code="247200348")

    operations.sign(
        version,
        plan=plan,
        parties=[epci, anah],
        signatory="Le président de la communauté",
        signed_date=DAYS["signed"],
        by=director,
        at=at(DAYS["signed"]),
    )

    signatures = [party.signature for party in Party.objects.filter(pk__in=(epci.pk, anah.pk))]
    assert {signature.signatory for signature in signatures} == {"Le président de la communauté"}
    assert len(signatures) == 2, "one signature a capacity"
    entry = history(version)[0]
    assert entry.after["parties"] == sorted((epci.pk, anah.pk))
    assert "président" not in str(entry.after), "the journal keeps no name"


def test_a_bare_draft_is_not_sent_and_everything_that_is_missing_is_said_at_once(pair, director):
    version = operations.add_convention(pair, phase=conv.phase(), by=director, at=at(DAYS["drafted"]))
    with pytest.raises(MoveRefused) as refusal:
        operations.send(version, plan=plan, by=director, at=at(DAYS["sent"]))
    assert list(map(str, refusal.value.sentences)) == [
        "Ajoutez parmi les parties au moins une commune du territoire, et son intercommunalité.",
        "Traitez chaque axe du programme : il a des actions, ou dit pourquoi il n’en a pas.",
        "Joignez au moins un périmètre.",
        "Indiquez la date de fin.",
    ]


def test_each_intercommunal_body_of_a_pair_must_be_a_party(pair, director):
    version = conv.draft(pair, by=director)
    second = version.parties.get(organisation__code="247200090")
    drafting.remove_party(second, by=director, at=at(DAYS["drafted"]))
    with pytest.raises(MoveRefused, match="son intercommunalité"):
        operations.send(version, plan=plan, by=director, at=at(DAYS["sent"]))


def test_the_opinion_is_a_decision_of_the_regional_committee_on_this_very_version(pair, director, prefect_of_region):
    version = operations.send(conv.draft(pair, by=director), plan=plan, by=director, at=at(DAYS["sent"]))
    local = opinion_on(version, kind=CommitteeKind.PROJECT)
    vague = conv.decision(territory=pair)
    for decision in (local, vague):
        with pytest.raises(MoveRefused, match="la décision du comité régional"):
            operations.note_opinion(version, decision=decision, by=prefect_of_region, at=at(DAYS["examined"]))
    assert not causes(version), "nothing was half-done"


def test_the_prefect_of_the_region_records_the_opinion_and_the_town_does_not(pair, director):
    version = operations.send(conv.draft(pair, by=director), plan=plan, by=director, at=at(DAYS["sent"]))
    with pytest.raises(MoveRefused, match="revient à : Préfecture de région"):
        operations.note_opinion(version, decision=opinion_on(version), by=director, at=at(DAYS["examined"]))


def test_nobody_signs_before_each_beneficiary_has_deliberated(pair, director):
    version = conv.favourable(conv.draft(pair, by=director), by=director)
    operations.start_deliberations(version, by=director, at=at(DAYS["examined"]))
    with pytest.raises(MoveRefused, match="la délibération de chaque collectivité bénéficiaire"):
        operations.make_ready(version, plan=plan, by=director, at=at(DAYS["deliberated"]))


def test_a_town_does_not_sign_before_the_day_of_its_deliberation(pair, director):
    version = conv.ready(conv.draft(pair, by=director), by=director)
    with pytest.raises(MoveRefused, match="délibère avant de signer"):
        operations.sign(
            version,
            plan=plan,
            parties=list(version.parties.all()),
            signatory="Les maires",
            signed_date=DAYS["deliberated"] - timedelta(days=1),
            by=director,
            at=at(DAYS["signed"]),
        )


def test_a_signature_is_neither_in_the_future_nor_before_the_opinion(pair, director):
    version = conv.ready(conv.draft(pair, by=director), by=director)
    state = [version.parties.get(group=PartyGroup.STATE)]
    for day in (DAYS["signed"] + timedelta(days=1), DAYS["examined"] - timedelta(days=1)):
        with pytest.raises(MoveRefused, match="ni dans l’avenir, ni avant l’avis"):
            operations.sign(
                version,
                plan=plan,
                parties=state,
                signatory="Le préfet",
                signed_date=day,
                by=director,
                at=at(DAYS["signed"]),
            )


def test_a_party_signs_once_and_only_its_own_version(pair, director):
    version = conv.ready(conv.draft(pair, by=director), by=director)
    state = [version.parties.get(group=PartyGroup.STATE)]
    signing = {"signatory": "Le préfet", "signed_date": DAYS["signed"], "by": director, "at": at(DAYS["signed"])}
    operations.sign(version, plan=plan, parties=state, **signing)
    for parties in (state, []):
        with pytest.raises(MoveRefused, match="n’ont pas encore signé"):
            operations.sign(version, plan=plan, parties=parties, **signing)


def test_a_deliberation_is_recorded_on_an_approved_text_once_it_took_place(pair, director, officer):
    version = conv.draft(pair, by=director)
    party = version.parties.get(organisation__code="247200348")
    voted = Deliberation(party=party, assembly="Conseil communautaire", date=DAYS["deliberated"], number="2018-61")
    with pytest.raises(ConventionRefused, match="avis favorable"):
        operations.add_deliberation(voted, by=officer, at=at(DAYS["deliberated"]))
    conv.favourable(version, by=director)
    with pytest.raises(ConventionRefused, match="a eu lieu"):
        operations.add_deliberation(voted, by=officer, at=at(DAYS["examined"]))
    with pytest.raises(ConventionRefused, match="revient à la ville"):
        operations.add_deliberation(voted, by=making.partner(), at=at(DAYS["deliberated"]))
    operations.add_deliberation(voted, by=officer, at=at(DAYS["deliberated"]))
    assert party.deliberations.count() == 1


def test_a_text_reopened_after_its_opinion_is_examined_again(pair, director):
    version = conv.ready(conv.draft(pair, by=director), by=director)
    version = operations.reopen(version, by=director, at=at(date(2018, 9, 10)))
    assert (version.life_state, version.decision) == (VersionState.DRAFT, None)


def test_a_text_that_someone_signed_is_not_reopened(pair, director):
    version = conv.ready(conv.draft(pair, by=director), by=director)
    state = [version.parties.get(group=PartyGroup.STATE)]
    version = operations.sign(
        version,
        plan=plan,
        parties=state,
        signatory="Le préfet",
        signed_date=DAYS["signed"],
        by=director,
        at=at(DAYS["signed"]),
    )
    with pytest.raises(MoveRefused, match="n’est pas possible depuis « Signée partiellement »"):
        operations.reopen(version, by=director, at=at(DAYS["signed"]))


SECOND_PHASE = {
    "drafted": date(2024, 1, 9),
    "sent": date(2024, 1, 15),
    "examined": date(2024, 2, 1),
    "deliberated": date(2024, 2, 12),
    "signed": date(2024, 3, 1),
}


def test_in_phase_2_nothing_is_signed_after_the_deadline_without_an_ort_in_force(pair, director):
    conv.ort_deadline("ACV2", on=date(2024, 1, 1))
    version = conv.draft(pair, by=director, key="ACV2", on=SECOND_PHASE["drafted"])
    with pytest.raises(MoveRefused, match="doit être homologuée"):
        conv.ready(version, by=director, days=SECOND_PHASE)

    agreed = Ort(territory=pair, communes=["72154"], signed_date=date(2020, 2, 3))
    agreed.act_title, agreed.act_date = "Arrêté préfectoral", date(2024, 2, 1)
    agreed.save()
    version.refresh_from_db()
    version = operations.make_ready(version, plan=plan, by=director, at=at(SECOND_PHASE["deliberated"]))
    parties = list(version.parties.all())
    version = operations.sign(
        version,
        plan=plan,
        parties=parties,
        signatory="Tous",
        signed_date=SECOND_PHASE["signed"],
        by=director,
        at=at(SECOND_PHASE["signed"]),
    )
    assert version.life_state is VersionState.SIGNED


def test_before_the_deadline_the_missing_ort_is_only_an_alarm(pair, director):
    conv.ort_deadline("ACV2", on=date(2024, 4, 1))
    version = conv.draft(pair, by=director, key="ACV2", on=SECOND_PHASE["drafted"])
    assert conv.signed(version, by=director, days=SECOND_PHASE).life_state is VersionState.SIGNED


def test_an_amendment_begins_as_what_it_amends_and_replaces_it_once_signed(pair, director):
    first = conv.signed(conv.draft(pair, by=director), by=director)
    days = {name: date(2020, day.month, day.day) for name, day in DAYS.items()}
    second = operations.add_amendment(
        first.convention, kind=VersionKind.AVENANT_PROJET, by=director, at=at(days["drafted"]), summary="Plan d’action"
    )
    assert second.parties.count() == first.parties.count()
    assert list(second.perimeters.all()) == list(first.perimeters.all())
    assert not second.parties.filter(deliberations__isnull=False).exists(), "each assembly votes again"
    conv.signed(second, by=director, days=days)

    later = {name: date(2021, day.month, day.day) for name, day in DAYS.items()}
    third = operations.add_amendment(
        first.convention,
        kind=VersionKind.AVENANT_MODIFICATION,
        replaces=Version.objects.get(pk=second.pk),
        by=director,
        at=at(later["drafted"]),
    )
    conv.signed(third, by=director, days=later)
    states = dict(Version.objects.values_list("number", "state"))
    assert states == {1: VersionState.SIGNED, 2: VersionState.REPLACED, 3: VersionState.SIGNED}
    assert history(second)[0].after == {"state": "replaced", "by": third.pk}


def test_an_amendment_needs_something_signed_to_amend(pair, director):
    version = conv.draft(pair, by=director)
    amend = {"by": director, "at": at(DAYS["drafted"])}
    with pytest.raises(ConventionRefused, match="signez d’abord la convention-cadre"):
        operations.add_amendment(version.convention, kind=VersionKind.AVENANT_PROJET, **amend)
    with pytest.raises(ConventionRefused, match="choisissez un avenant"):
        operations.add_amendment(version.convention, kind=VersionKind.CADRE, **amend)
    conv.signed(version, by=director)
    unsigned = operations.add_amendment(version.convention, kind=VersionKind.AVENANT_PROJET, **amend)
    with pytest.raises(ConventionRefused, match="ne remplace qu’une version signée"):
        operations.add_amendment(version.convention, kind=VersionKind.AVENANT_MODIFICATION, replaces=unsigned, **amend)


def test_a_convention_is_opened_by_the_town_or_the_state_there_and_nobody_else(pair):
    for by in (making.state_officer("46"), making.partner(), making.elected(pair.pk)):
        with pytest.raises(ConventionRefused, match="revient à la direction de projet"):
            operations.add_convention(pair, phase=conv.phase(), by=by, at=at(DAYS["drafted"]))


def test_the_end_of_a_convention_is_noted_once_it_has_passed(pair, director, officer):
    version = conv.signed(conv.draft(pair, by=director), by=director)
    with pytest.raises(MoveRefused, match="n’est pas passée"):
        operations.expire(version, by=officer, at=at(date(2022, 12, 31)))
    assert operations.expire(version, by=officer, at=at(date(2023, 1, 1))).life_state is VersionState.EXPIRED


def test_a_convention_is_terminated_by_its_framework_with_a_reason(pair, director, officer):
    version = conv.signed(conv.draft(pair, by=director), by=director)
    days = {name: date(2020, day.month, day.day) for name, day in DAYS.items()}
    amendment = operations.add_amendment(
        version.convention, kind=VersionKind.AVENANT_PROJET, by=director, at=at(days["drafted"])
    )
    amendment = conv.signed(amendment, by=director, days=days)
    terminating = {"terminated_date": date(2021, 5, 3), "by": officer, "at": at(date(2021, 5, 3))}
    with pytest.raises(MoveRefused, match="ne se résilie pas seul"):
        operations.terminate(amendment, reason="Retrait", **terminating)
    with pytest.raises(MoveRefused, match="le motif"):
        operations.terminate(version, reason=" ", **terminating)
    ended = operations.terminate(version, reason="Retrait de la commune", **terminating)
    assert (ended.life_state, ended.terminated_date) == (VersionState.TERMINATED, date(2021, 5, 3))
