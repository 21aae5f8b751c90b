"""A committee of several territories says of which one it decides, and its form then offers the things of that one."""

from datetime import date
from html import unescape

import pytest
from django.urls import reverse

from beffroi.programme.committees import operations
from beffroi.programme.committees.models import AgendaItem, Decision
from beffroi.programme.committees.states import CommitteeKind, Outcome
from beffroi.programme.people.roles import Circle, OrganisationKind
from beffroi.web.desk.form_page import SHOW
from tests.programme import making, making_actions
from tests.programme import making_conventions as conv
from tests.web.convention.test_pages import text

DAY = date(2018, 7, 12)
WORDS = {"outcome": Outcome.APPROVED, "text": "Le comité accepte le surcoût."}


@pytest.fixture
def laval(pair):
    """Another territory of the region."""
    return making.territory("acv-108")


@pytest.fixture
def line(pair):
    return making_actions.line(making_actions.action(pair, title="Halle gourmande"), state="accepted")


@pytest.fixture
def held(pair, laval):
    return conv.held(conv.committee(CommitteeKind.REGIONAL, territory=pair), on=DAY)


def address(session, *, name="decide", prefix=""):
    return prefix + reverse(f"committee:{name}", args=[session.pk])


def named(line):
    return f"money:{line.pk}:{line.action.territory_id}"


def offered(answer):
    """The values of the things that a form offers."""
    groups = answer.context["form"].fields["subject"].choices
    return {code for _label, things in groups if isinstance(things, list) for code, _name in things if "::" not in code}


def test_before_its_territory_is_said_the_form_of_a_region_lists_nothing_but_the_conventions_it_examines(
    as_user, held, pair, laval, line, region, director
):
    versions = [
        conv.draft(pair, by=director),
        conv.draft(laval, by=making.project_director(laval.pk)),
    ]

    page = as_user(region).get(address(held))

    assert offered(page) == {f"version:{one.pk}:{one.territory.pk}" for one in versions}
    assert "Proposer ses actions et ses financements" in text(page)
    assert "Halle gourmande" not in text(page)


@pytest.mark.parametrize(("language", "said"), [("", "Actions : 1"), ("/en", "Funding lines: 1")])
def test_its_territory_said_the_form_offers_what_is_there_and_keeps_what_was_typed(
    as_user, held, pair, laval, line, region, language, said
):
    elsewhere = making_actions.line(making_actions.action(laval))
    where = address(held, prefix=language)

    page = as_user(region).post(where, {SHOW: "1", "territory": pair.pk, "subject": "", **WORDS})

    assert page.status_code == 200
    assert not Decision.objects.exists(), "only asked to show"
    assert {named(line), f"action:{line.action_id}:{pair.pk}"} <= offered(page)
    assert named(elsewhere) not in offered(page)
    assert said in text(page).replace(" : ", " : " if not language else ": ")
    form = page.context["form"]
    assert {name: form[name].value() for name in WORDS} == WORDS
    assert "autofocus" in str(form["subject"]), "the list is where one goes on"


def test_a_region_names_a_funding_line_and_its_decision_says_so(as_user, held, pair, line, region):
    client = as_user(region)

    client.post(address(held), {"territory": pair.pk, "subject": named(line), **WORDS})

    decision = Decision.objects.get()
    assert (decision.subject_kind, decision.subject_id, decision.territory) == ("money", str(line.pk), pair)
    page = text(client.get(reverse("committee:decision", args=[decision.pk])))
    assert f'href="{reverse("money:line", args=[line.pk])}"' in page
    assert "Halle gourmande" in page


def test_what_a_person_may_not_read_is_neither_offered_nor_taken(as_user, held, pair, region):
    anah = making.organisation(OrganisationKind.ANAH, code="national")
    secret = making_actions.line(making_actions.action(pair, circle=Circle.ORGANISATION, owner=anah))
    client = as_user(region)

    shown = client.post(address(held), {SHOW: "1", "territory": pair.pk})
    refused = client.post(address(held), {"territory": pair.pk, "subject": named(secret), **WORDS})

    assert named(secret) not in offered(shown)
    assert refused.status_code == 422
    assert "ou vous ne pouvez pas le lire" in text(refused)
    assert not Decision.objects.exists()


@pytest.mark.parametrize("language", ["", "/en"])
def test_a_line_of_another_territory_is_refused_in_a_sentence_and_what_was_typed_stays(
    as_user, held, pair, laval, line, region, language
):
    """The list shown is that of the territory chosen: a choice changed without asking for it loses nothing either."""
    given = {"territory": laval.pk, "subject": named(line), **WORDS}

    answer = as_user(region).post(address(held, prefix=language), given)

    assert answer.status_code == 422
    said = (
        "celui-ci n’est pas de ce territoire (Laval)" if not language else "this one is not of this territory (Laval)"
    )
    assert said in unescape(text(answer))
    assert not Decision.objects.exists()
    form = answer.context["form"]
    assert {name: form[name].value() for name in (*WORDS, "territory")} == WORDS | {"territory": laval.pk}


def test_a_line_named_under_the_territory_of_another_is_refused(as_user, held, laval, line, region):
    """The code of a choice holds its territory: written by hand, it is not believed."""
    forged = f"money:{line.pk}:{laval.pk}"

    answer = as_user(region).post(address(held), {"territory": laval.pk, "subject": forged, **WORDS})

    assert answer.status_code == 422
    assert not Decision.objects.exists()


def test_a_territory_outside_of_the_remit_of_the_committee_is_refused_in_a_sentence(as_user, held, region):
    aurillac = making.territory("acv-017")
    line = making_actions.line(making_actions.action(aurillac), state="accepted")
    client = as_user(region)
    given = {"territory": aurillac.pk, "subject": named(line), **WORDS}

    shown, refused = client.post(address(held), {SHOW: "1", **given}), client.post(address(held), given)

    assert offered(shown) == set()
    assert refused.status_code == 422
    assert "celui-ci n’est pas du ressort de ce comité et du vôtre" in unescape(text(refused))
    assert not Decision.objects.exists()


def test_without_a_territory_a_line_is_refused_and_the_sentence_says_what_to_do(as_user, held, line, region):
    answer = as_user(region).post(address(held), {"territory": "", "subject": named(line), **WORDS})

    assert answer.status_code == 422
    assert "Choisissez d’abord le territoire" in unescape(text(answer))


def test_a_decision_on_what_does_not_exist_yet_needs_no_territory_and_may_say_one(as_user, held, pair, region):
    client = as_user(region)
    for territory in ("", pair.pk):
        client.post(address(held), {"territory": territory, "subject": "action::", **WORDS})

    assert [decision.territory for decision in Decision.objects.order_by("number")] == [None, pair]


def test_nothing_is_chosen_for_the_secretary(as_user, held, region):
    answer = as_user(region).post(address(held), {"territory": "", "subject": "", **WORDS})

    assert answer.status_code == 422
    assert answer.context["form"]["subject"].errors


def test_a_point_of_the_agenda_that_names_a_line_leads_to_a_decision_on_it_in_one_step(
    as_user, pair, laval, line, region
):
    coming = conv.planned(conv.committee(CommitteeKind.REGIONAL, territory=pair), on=DAY)
    client, where = as_user(region), address(coming, name="add-agenda")
    typed = {"title": "Le surcoût de la halle", "territory": pair.pk}
    shown = client.post(where, {SHOW: "1", **typed})
    client.post(where, {**typed, "subject": named(line)})
    item = coming.agenda.get()
    operations.convene(coming, by=region, at=conv.at(DAY))
    conv.committees.note_attendance(
        conv.Attendance(session=coming, organisation=making.organisation(OrganisationKind.ANAH, code="national")),
        by=region,
        at=conv.at(DAY),
    )
    operations.hold(coming, by=region, at=conv.at(DAY))

    link = f"{address(coming)}?point={item.pk}"
    form = client.get(link).context["form"]

    assert shown.context["form"]["title"].value() == typed["title"]
    assert f'href="{link}"' in text(client.get(reverse("committee:session", args=[coming.pk])))
    assert (form["territory"].value(), form["subject"].value()) == (pair.pk, named(line))
    assert named(line) in offered(client.get(link))


def test_a_point_about_nothing_in_particular_chooses_nothing_in_the_decision(as_user, held, region):
    item = AgendaItem.objects.get(session=held)

    form = as_user(region).get(f"{address(held)}?point={item.pk}").context["form"]

    assert (form["territory"].value(), form["subject"].value()) == ("", None)


def test_the_form_of_a_project_committee_asks_for_no_territory(as_user, pair, line, director):
    session = conv.held(conv.committee(CommitteeKind.PROJECT, territory=pair), on=DAY)

    page = as_user(director).get(address(session))

    assert list(page.context["form"].fields) == ["subject", "outcome", "text"]
    assert named(line) in offered(page)
    assert f'name="{SHOW}"' not in text(page)


def test_a_committee_of_one_territory_offers_its_things_at_once(as_user, pair, line, officer):
    session = conv.held(conv.committee(CommitteeKind.DEPARTMENTAL, territory=pair), on=DAY)

    page = as_user(officer).get(address(session))

    assert page.context["form"]["territory"].value() == pair.pk
    assert named(line) in offered(page)


def test_the_national_committee_finds_a_territory_under_its_region(as_user, pair, laval):
    making.territory("acv-017")
    session = conv.held(conv.committee(CommitteeKind.NATIONAL, territory=pair), on=DAY)

    choices = as_user(making.national_team()).get(address(session)).context["form"].fields["territory"].choices

    grouped = {region: [name for _code, name in places] for region, places in choices[1:]}
    assert grouped == {
        "Auvergne-Rhône-Alpes": ["Aurillac – Arpajon-sur-Cère"],
        "Pays de la Loire": [pair.name, "Laval"],
    }


@pytest.mark.parametrize("step", ["first", "second"])
def test_a_step_asks_a_number_of_questions_that_does_not_grow(
    as_user, held, pair, laval, region, step, django_assert_max_num_queries
):
    conv.draft(pair, by=making.project_director(pair.pk))
    for _ in range(12):
        making_actions.line(making_actions.action(pair))
        conv.perimeter(pair, name="Centre")
    client = as_user(region)

    with django_assert_max_num_queries(22):
        if step == "first":
            client.get(address(held))
        else:
            client.post(address(held), {SHOW: "1", "territory": pair.pk})
