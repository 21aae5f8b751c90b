"""What the pages of conventions show, and to whom."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from beffroi.programme.actions.models import Action
from beffroi.programme.actions.operations import change
from beffroi.programme.conventions import drafting, operations
from beffroi.programme.conventions.kinds import VersionKind
from beffroi.programme.conventions.models import Convention, FrameworkAgreement, Version
from beffroi.programme.people.roles import Circle
from beffroi.programme.towns.queries import wordings
from tests.programme import making, making_actions
from tests.programme import making_conventions as conv
from tests.programme.making_conventions import DAYS, PDF, at


def text(answer) -> str:
    return " ".join(answer.content.decode().split())


@pytest.fixture
def signed(pair, director):
    return conv.signed(conv.draft(pair, by=director), by=director)


@pytest.fixture
def amendment(signed, director):
    return operations.add_amendment(
        signed.convention, kind=VersionKind.AVENANT_PROJET, by=director, at=at(DAYS["signed"]), summary="Plan d’action"
    )


def test_the_list_shows_the_territories_of_ones_scope_with_phase_version_and_alarms(as_user, signed, director):
    making.territory("acv-017")

    answer = as_user(director).get(reverse("convention:list"))

    page = text(answer)
    assert "La Flèche" in page
    assert "Aurillac" not in page
    assert "Convention-cadre n° 1" in page
    assert "Signée" in page


def test_the_list_filters_by_state_phase_alarm_and_place_and_exports_the_same_rows(as_user, signed, pair):
    making.territory("acv-017")
    client = as_user(making.national_team())
    list_address = reverse("convention:list")

    filtered = text(client.get(list_address, {"etat": "signed", "region": pair.region}))
    exported = client.get(list_address, {"etat": "signed", "region": pair.region, "format": "csv"})

    assert "1 territoire" in filtered
    assert "Aurillac" not in filtered.split("<table")[1]
    lines = exported.content.decode().splitlines()
    assert exported.headers["Content-Disposition"] == 'attachment; filename="conventions.csv"'
    assert lines[0].startswith("territory,name,department,region,phase,alarms")
    assert [line.split(",")[0] for line in lines[1:]] == [pair.pk]


def test_a_filter_that_cannot_be_right_is_told_with_what_would_be_right(as_user, director):
    answer = as_user(director).get(reverse("convention:list"), {"phase": "finie"})

    assert answer.status_code == 400
    assert "« finie » ne va pas pour : Phase" in text(answer)


@pytest.mark.parametrize("order", ["nom", "-nom", "departement", "signature", "-fin", "alarmes"])
def test_the_list_sorts_by_every_column_that_it_offers(as_user, signed, order):
    making.territory("acv-017")
    answer = as_user(making.national_team()).get(reverse("convention:list"), {"tri": order})
    assert answer.status_code == 200


def test_a_draft_is_read_by_those_who_act_there_and_unknown_to_the_next_department(as_user, pair, director):
    version = conv.draft(pair, by=director)
    address = reverse("convention:version", args=[version.pk])

    assert as_user(director).get(address).status_code == 200
    for stranger in (making.state_officer("46"), making.evaluator(), making.project_director("acv-017")):
        assert as_user(stranger).get(address).status_code == 404


def test_the_page_of_a_version_says_what_is_missing_before_it_may_be_sent(as_user, pair, director):
    version = operations.add_convention(pair, phase=conv.phase(), by=director, at=at(DAYS["drafted"]))

    page = text(as_user(director).get(reverse("convention:version", args=[version.pk])))

    assert "Transmettre au comité régional" in page
    assert "Ajoutez parmi les parties au moins une commune du territoire, et son intercommunalité." in page
    assert "Joignez au moins un périmètre." in page
    assert 'aria-current="step"' in page


def test_the_page_of_a_signed_version_shows_its_life_its_signatures_and_the_decision_behind_it(
    as_user, signed, director
):
    page = text(as_user(director).get(reverse("convention:version", args=[signed.pk])))

    assert "A signé" in page
    assert "Signé par Tous le 28 septembre 2018." in page
    assert "Avis favorable du comité régional" in page
    assert reverse("committee:decision", args=[signed.decision_id]) in page
    assert page.index("Brouillon") < page.index("En délibération") < page.index("Signée partiellement")


def test_two_versions_stand_side_by_side_with_what_changed(as_user, amendment, director):
    page = text(as_user(director).get(reverse("convention:compare", args=[amendment.pk])))

    assert "Convention-cadre n° 1" in page
    assert "Avenant de projet n° 2" in page
    assert "Retiré" in page or "Modifié" in page
    assert "Inchangé" in page


def test_the_plan_of_a_version_shows_the_actions_that_one_may_read_and_no_other(as_user, signed, pair, director):
    """What is internal to another organisation is in nobody else's plan, on the page and side by side."""
    shown = making_actions.action(pair, title="Rénover la halle", version_in=signed)
    secret = making_actions.action(pair, title="Racheter l’îlot", version_in=signed)
    Action.objects.filter(pk=secret.pk).update(circle=Circle.ORGANISATION)
    Action.objects.filter(pk=shown.pk).update(circle=Circle.PUBLIC)
    operations.add_amendment(
        signed.convention, kind=VersionKind.AVENANT_PROJET, by=director, at=at(DAYS["signed"]), summary="Plan"
    )
    client = as_user(making.elected(pair.pk))
    for name in ("version", "compare"):
        page = text(client.get(reverse(f"convention:{name}", args=[signed.pk])))
        assert "Rénover la halle" in page, name
        assert "Racheter l’îlot" not in page, name


def test_beside_each_axis_stand_the_actions_of_the_plan_and_what_is_untrue_is_said_before_it_is_sent(
    as_user, pair, director
):
    draft = conv.draft(pair, by=director)
    numbers = [
        making_actions.action(pair, axis=making_actions.axis("mobility"), version_in=draft).number for _ in range(2)
    ]
    client = as_user(director)

    page = text(client.get(reverse("convention:version", args=[draft.pk])))

    assert f"2 actions du plan : n° {numbers[0]}, {numbers[1]}" in page
    assert page.count("aucune action du plan") == 4
    assert f"« sans action », et le plan de cette version porte les actions n° {numbers[0]} et {numbers[1]}." in page
    form = text(client.get(reverse("convention:axes", args=[draft.pk])))
    assert f"Le plan de cette version y a 2 actions : n° {numbers[0]}, {numbers[1]}." in form
    assert "Le plan de cette version n’y a aucune action." in form


def test_an_abandoned_action_that_the_plan_holds_can_be_taken_away_and_no_other_is_brought(as_user, pair, director):
    draft = conv.draft(pair, by=director)
    held = making_actions.action(pair, state="abandoned", title="Parking silo", version_in=draft)
    making_actions.action(pair, state="abandoned", title="Téléphérique")

    form = as_user(director).get(reverse("convention:set-plan", args=[draft.pk])).context["form"]

    assert list(form.fields["actions"].queryset) == [held]


def test_a_version_that_one_does_not_see_is_not_compared(as_user, amendment, signed):
    client = as_user(making.evaluator())
    address = reverse("convention:compare", args=[signed.pk])
    assert client.get(address).status_code == 200
    assert client.get(address, {"avec": amendment.pk}).status_code == 404


def test_the_page_of_a_territory_gathers_versions_perimeters_decisions_and_documents(
    as_user, amendment, pair, director
):
    page = text(as_user(director).get(reverse("convention:territory", args=[pair.pk])))

    for expected in ("Clos", "Avenant de projet n° 2", "Préparer un avenant", "<svg", "Comité régional"):
        assert expected in page, expected


def test_the_convention_of_a_former_phase_is_past_once_the_next_one_is_signed(as_user, pair, director):
    for key, day in (("ACV1", date(2018, 9, 28)), ("ACV2", date(2023, 6, 30))):
        convention = Convention.objects.create(territory=pair, phase=conv.phase(key))
        Version.objects.create(
            convention=convention, kind="cadre", number=1, state="signed", signed_date=day, is_imported=True
        )

    answer = as_user(director).get(reverse("convention:territory", args=[pair.pk]))

    first, _second = Version.objects.order_by("signed_date")
    assert answer.context["shown"].past == {first.pk}
    assert "Échue" in text(answer)
    assert "Signée" in text(answer)


def test_a_decision_about_a_territory_says_in_a_few_words_what_was_decided(as_user, pair, director):
    conv.decision(territory=pair, text="Le comité approuve le périmètre de la gare.")

    page = text(as_user(director).get(reverse("convention:territory", args=[pair.pk])))

    assert "Le comité approuve le périmètre de la gare." in page


def test_an_evaluator_reads_what_was_signed_and_no_history(as_user, amendment, pair):
    page = text(as_user(making.evaluator()).get(reverse("convention:territory", args=[pair.pk])))

    assert "Convention-cadre n° 1" in page
    assert "Avenant de projet" not in page
    assert "Le journal ne dit rien" in page


@pytest.mark.parametrize("name", ["list", "territory", "version", "compare"])
def test_a_page_asks_a_bounded_number_of_queries(
    as_user, amendment, pair, director, name, django_assert_max_num_queries
):
    named = {"list": [], "territory": [pair.pk]}.get(name, [amendment.pk])
    client = as_user(director)
    with django_assert_max_num_queries(45):
        client.get(reverse(f"convention:{name}", args=named))


def test_the_pages_speak_english(as_user, amendment, pair, director):
    page = text(as_user(director).get(f"/en/bureau/conventions/versions/{amendment.pk}/"))

    assert "Parties, council resolutions and signatures" in page


def test_the_framework_agreement_with_cerema_is_shown_with_its_missions(as_user, pair, director):
    FrameworkAgreement.objects.create(
        key="cerema-2019",
        programme=pair.programme,
        title="Convention-cadre entre l’État et le Cerema",
        signed_date=date(2019, 2, 1),
        parties=[{"name": "Cerema", "kind": "cerema"}],
        missions=[
            {"key": "expertise", "text": "Accompagner les collectivités par le conseil et l’expertise technique"}
        ],
    )

    page = text(as_user(director).get(reverse("convention:agreements")))

    assert "Convention-cadre entre l’État et le Cerema" in page
    assert "1er février 2019" in page
    assert "Accompagner les collectivités par le conseil et l’expertise technique" in page


def test_the_annexes_and_the_text_of_two_versions_stand_side_by_side(as_user, amendment, director):
    filed = SimpleUploadedFile("plan.pdf", PDF, content_type="application/pdf")
    client = as_user(director)
    client.post(reverse("convention:add-annex", args=[amendment.pk]), {"title": "Plan guide", "file": filed})

    parts = {
        str(part.title): part
        for part in client.get(reverse("convention:compare", args=[amendment.pk])).context["parts"]
    }

    (annex,) = parts["Annexes"].rows
    assert (annex.name, str(annex.change.label)) == ("Plan guide", "Ajouté")
    assert [said.text for row in parts["Texte"].rows for said in row.after] == ["Plan d’action"]


def rows_of(part, answer):
    return {str(one.title): one for one in answer.context["parts"]}[part].rows


def told(said):
    return {str(one.label): one.text.replace("\u202f", " ").replace("\xa0", " ") for one in said}


def test_of_an_action_that_changed_exactly_what_changed_is_shown_before_and_after(as_user, signed, pair, director):
    action = making_actions.action(pair, title="Halle du marché", version_in=signed, cost=Decimal(100_000))
    amendment = operations.add_amendment(
        signed.convention, kind=VersionKind.AVENANT_PROJET, by=director, at=at(DAYS["signed"])
    )
    values = {"title": "Halle et parvis", "axis": making_actions.axis("urban_form"), "cost": Decimal(120_000)}
    change(action, revision=action.revision, values=values, by=director, at=making.AT)

    (row,) = rows_of("Plan d’action", as_user(director).get(reverse("convention:compare", args=[amendment.pk])))

    axes = wordings("acv", on=making.ON)
    assert str(row.change.label) == "Modifié"
    assert told(row.before) == {"Titre": "Halle du marché", "Axe": axes["housing"], "Coût": "100 000 €"}
    assert told(row.after) == {"Titre": "Halle et parvis", "Axe": axes["urban_form"], "Coût": "120 000 €"}


def test_a_perimeter_moved_without_growing_is_drawn_where_it_was_and_where_it_is(
    as_user, signed, amendment, pair, director
):
    elsewhere = '{"type":"Polygon","coordinates":[[[0.05,47],[0.06,47],[0.06,47.01],[0.05,47.01],[0.05,47]]]}'
    drafting.set_perimeters(
        amendment, perimeters=[conv.perimeter(pair, geometry=elsewhere)], by=director, at=at(DAYS["signed"])
    )

    answer = as_user(director).get(reverse("convention:compare", args=[amendment.pk]))

    (row,) = rows_of("Périmètres", answer)
    assert str(row.change.label) == "Modifié"
    assert told(row.before) == told(row.after) == {"Surface (ha)": "84,0 ha"}
    assert row.moved.was != row.moved.now
    assert row.moved.was in text(answer)
    assert "Tracés de « Périmètre d’étude : Centre » avant et après" in text(answer)


def test_the_same_outline_drawn_again_is_no_change(as_user, signed, amendment, pair, director):
    drafting.set_perimeters(amendment, perimeters=[conv.perimeter(pair)], by=director, at=at(DAYS["signed"]))

    (row,) = rows_of("Périmètres", as_user(director).get(reverse("convention:compare", args=[amendment.pk])))

    assert str(row.change.label) == "Inchangé"


def test_the_history_says_who_acted_and_for_which_organisation(as_user, amendment, director):
    page = text(as_user(director).get(reverse("convention:version", args=[amendment.pk])))

    organisation = director.memberships.get().organisation
    assert f"{director.name}, pour {organisation.name}" in page


def test_what_is_made_up_says_so_on_the_pages_of_conventions_and_what_is_real_does_not(
    as_user, settings, signed, director, pair
):
    settings.BEFFROI_DEMO = True
    made_up = operations.add_amendment(
        signed.convention, kind=VersionKind.AVENANT_PROJET, by=director, at=at(DAYS["signed"])
    )
    outline = conv.perimeter(pair, is_demonstration=True)
    settings.BEFFROI_DEMO = False
    client = as_user(director)
    pages = {
        "real": reverse("convention:version", args=[signed.pk]),
        "version": reverse("convention:version", args=[made_up.pk]),
        "perimeter": reverse("convention:perimeter", args=[outline.pk]),
        "territory": reverse("convention:territory", args=[pair.pk]),
        "list": reverse("convention:list"),
    }

    marks = {name: text(client.get(address)).count("démonstration</span>") for name, address in pages.items()}

    assert marks == {"real": 0, "version": 1, "perimeter": 2, "territory": 2, "list": 1}
    assert "demonstration</span>" in text(client.get("/en" + pages["version"]))
