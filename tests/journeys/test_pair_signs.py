"""Journey 1: a pair of towns prepares, is examined by the regional committee, deliberates, signs in two capacities."""

import re
from datetime import date
from pathlib import Path

import pytest
import shapely
from playwright.sync_api import Page, expect
from pypdf import PdfReader
from shapely.geometry.base import BaseGeometry

from beffroi.foundations.journal.chain import faults
from beffroi.programme.committees.states import CommitteeKind
from beffroi.programme.conventions.models import Version
from beffroi.programme.conventions.states import VersionState
from beffroi.programme.people.roles import OrganisationKind
from tests.browser import axe
from tests.programme import making, making_actions
from tests.programme import making_conventions as conv
from tests.programme.making_conventions import PDF
from tests.programme.making_perimeters import CENTRE, OTHER_CENTRE, geojson

NAMES = {
    ("commune", "72154"): "Ville de La Flèche",
    ("commune", "72264"): "Ville de Sablé-sur-Sarthe",
    ("epci", "247200348"): "Pays fléchois",
    ("epci", "247200090"): "Pays sabolien",
}


@pytest.fixture
def organisations(pair):
    """The two towns, their two intercommunal bodies, the prefecture, Anah."""
    for organisation in conv.beneficiaries(pair):
        organisation.name = NAMES[organisation.kind, organisation.code]
        organisation.save()
    making.organisation(OrganisationKind.PREFECTURE_DEPARTMENT, code="72", name="Préfecture de la Sarthe")
    making.organisation(OrganisationKind.PREFECTURE_REGION, code="52", name="Préfecture des Pays de la Loire")
    making.organisation(OrganisationKind.ANAH, code="national", name="Anah")


def press(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("link", name=name, exact=True).first.click()


def send(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def add_party(page: Page, organisation: str, *, group: str, capacity: str = "", representative: str = "") -> None:
    press(page, "Ajouter une partie")
    page.get_by_label("Organisation", exact=True).select_option(label=organisation)
    page.get_by_label(group, exact=True).check(force=True)
    page.get_by_label(re.compile("^Qualité")).fill(capacity)
    page.get_by_label(re.compile("^Représentant")).fill(representative)
    send(page, "Ajouter la partie")


def deliberate(page: Page, party: str, *, assembly: str, day: str, number: str, paper: Path) -> None:
    press(page, "Enregistrer une délibération")
    page.get_by_label("Partie", exact=True).select_option(label=party)
    page.get_by_label(re.compile("^Assemblée")).fill(assembly)
    page.get_by_label("Date de la délibération").fill(day)
    page.get_by_label("Numéro").fill(number)
    page.get_by_label("Délibération (PDF)").set_input_files(paper)
    send(page, "Enregistrer la délibération")


def state(page: Page) -> str:
    return page.locator(".bf-life__now span").inner_text()


def test_a_pair_of_towns_prepares_is_examined_deliberates_and_signs_in_two_capacities(
    pair, organisations, on, enter, tmp_path
):
    conv.committee(CommitteeKind.REGIONAL, territory=pair)
    axes = ("housing", "commerce", "urban_form", "facilities")
    actions = [making_actions.action(pair, axis=making_actions.axis(key), state="study") for key in axes]
    director = enter(making.project_director(pair.pk))
    region = enter(making.state_region(pair.region))

    # June 2018. The project director opens the convention of the pair from the list of her territories.
    on(date(2018, 6, 4))
    director.goto("/bureau/conventions/")
    press(director, "La Flèche – Sablé-sur-Sarthe")
    press(director, "Ouvrir une convention")
    director.get_by_label("Phase du programme").select_option(label="Phase 1 (2018-2022)")
    director.get_by_label(re.compile("^Objet")).fill("Deux villes, un projet.")
    send(director, "Ouvrir la convention")
    assert state(director) == "Brouillon"
    # The page says at once what will be asked before the committee sees it.
    expect(director.locator(".cv-refusals")).to_contain_text("Ajoutez parmi les parties au moins une commune")
    assert axe(director) == []
    version = director.url

    # She writes when it ends, who signs, and what it does on each axis.
    press(director, "Écrire le texte")
    director.get_by_label(re.compile("^Prise d’effet")).fill("2018-10-01")
    director.get_by_label(re.compile("^Fin")).fill("2022-12-31")
    send(director, "Enregistrer le texte")
    for name in NAMES.values():
        add_party(director, name, group="Collectivité bénéficiaire", representative="Madame la Maire")
    # The president of one intercommunal body signs for it, and for Anah by delegation: two capacities, one person.
    add_party(director, "Anah", group="Partenaire financeur", capacity="par délégation", representative="Pays fléchois")
    add_party(director, "Préfecture de la Sarthe", group="État", representative="Préfet")
    press(director, "Traiter les cinq axes")
    for choice in director.get_by_label("Avec des actions", exact=True).all():
        choice.check(force=True)
    # One axis has no action; without its reason the form is refused and keeps what was chosen.
    director.get_by_label("Sans action, parce que…").nth(2).check(force=True)
    send(director, "Enregistrer les axes")
    expect(director.get_by_role("alert")).to_contain_text("Un axe sans action dit pourquoi")
    assert director.get_by_label("Sans action, parce que…").nth(2).is_checked()
    director.locator("textarea").nth(2).fill("Le plan de mobilité de l’agglomération y répond.")
    send(director, "Enregistrer les axes")
    expect(director.locator(".cv-axes")).to_contain_text("Le plan de mobilité de l’agglomération y répond.")
    # The page holds what she said against the plan of the convention: four axes still wait for their actions.
    expect(director.locator(".cv-refusals")).to_contain_text("Axe 1 (« ")
    press(director, "Choisir les actions")
    for action in actions:
        director.get_by_label(f"{action.number}. {action.title}").check(force=True)
    send(director, "Enregistrer le plan d’action")
    expect(director.locator(".cv-refusals")).not_to_contain_text("Axe 1 (« ")

    # She brings the perimeters of study of both towns in one file. The first one names a town too far away.
    director.goto(f"/bureau/conventions/{pair.pk}/")
    press(director, "Importer des périmètres")
    bring(director, tmp_path, centre=CENTRE, other=shapely.box(2.30, 48.80, 2.40, 48.90))
    expect(director.get_by_role("alert")).to_contain_text(
        "Objet n° 2 (« Étude, Sablé ») est entièrement hors du territoire (La Flèche"
    )
    bring(director, tmp_path, centre=CENTRE, other=OTHER_CENTRE)
    assert director.locator(".bf-perimeter--proposed:not(rect)").count() == 2
    assert axe(director) == []

    # She joins them to the convention, and nothing is missing any more.
    director.goto(version)
    press(director, "Choisir les périmètres")
    for name in ("Étude, La Flèche", "Étude, Sablé"):
        director.get_by_label(name).check(force=True)
    send(director, "Enregistrer les périmètres")
    expect(director.get_by_text("Il manque encore")).to_have_count(0)

    # July 2018. She sends it; the region's committee meets, and decides.
    on(date(2018, 7, 2))
    press(director, "Transmettre au comité régional")
    send(director, "Transmettre au comité régional")
    assert state(director) == "Transmise au comité régional"
    on(date(2018, 7, 12))
    region.goto("/bureau/comites/")
    press(region, "Comité régional d’engagement")
    press(region, "Prévoir une séance")
    region.get_by_label("Date", exact=True).fill("2018-07-12")
    send(region, "Prévoir la séance")
    press(region, "12 juillet 2018")
    press(region, "Inscrire un point")
    region.get_by_label("Point", exact=True).fill("Convention de La Flèche et Sablé")
    choose(region, re.compile("^Objet"), "Transmise au comité régional")
    send(region, "Inscrire le point")
    press(region, "Convoquer")
    send(region, "Convoquer")
    press(region, "Noter une présence")
    region.get_by_label("Organisation", exact=True).select_option(label="Préfecture des Pays de la Loire")
    send(region, "Noter la présence")
    press(region, "Constater la tenue")
    send(region, "Constater la tenue")
    press(region, "Écrire une décision")
    choose(region, "Sur quoi", "Transmise au comité régional")
    region.get_by_label("Avis favorable", exact=True).check(force=True)
    region.get_by_label("Texte de la décision").fill("Le comité rend un avis favorable à la convention du binôme.")
    send(region, "Enregistrer la décision")

    # The minutes are made from the register: who was there, what was on the agenda, what was decided; then adopted.
    press(region, "Proposer le compte rendu")
    send(region, "Proposer le compte rendu")
    expect(region.get_by_text("Compte rendu proposé").first).to_be_visible()
    assert axe(region) == []
    with region.expect_download() as taken:
        region.get_by_role("link", name=re.compile("^Compte rendu, Comité régional")).click()
    told = " ".join(page.extract_text() for page in PdfReader(taken.value.path()).pages)
    for said in ("12 juillet 2018", "Préfecture des Pays de la Loire", "Le comité rend un avis favorable"):
        assert said in told
    press(region, "Adopter le compte rendu")
    send(region, "Adopter le compte rendu")
    expect(region.get_by_text("Compte rendu adopté").first).to_be_visible()

    # The region notes the opinion on the version: the decision becomes the cause of its new state.
    region.goto(version)
    press(region, "Enregistrer l’avis du comité régional")
    region.get_by_role("radio").check(force=True)
    send(region, "Enregistrer l’avis")
    assert state(region) == "Avis favorable"
    press(region, "Comité régional d’engagement, 12 juillet 2018, décision n° 1")
    expect(region.get_by_role("main")).to_contain_text("Avis favorable du comité régional")

    # September 2018. The assemblies vote; until the last one has, nothing is put to signature.
    on(date(2018, 9, 6))
    director.goto(version)
    press(director, "Soumettre aux assemblées")
    send(director, "Soumettre aux assemblées")
    paper = tmp_path / "deliberation.pdf"
    paper.write_bytes(PDF)
    for number, name in enumerate(NAMES.values(), start=1):
        expect(director.locator(".cv-refusals")).to_contain_text("Enregistrez la délibération de chaque collectivité")
        deliberate(
            director, name, assembly=f"Assemblée, {name}", day="2018-09-06", number=f"2018-{number}", paper=paper
        )
    expect(director.get_by_role("main").get_by_text("télécharger")).to_have_count(len(NAMES))
    press(director, "Mettre à la signature")
    send(director, "Mettre à la signature")
    assert state(director) == "Prête à signer"

    # 28 September. The president signs once, for the body and for Anah; the version is then partly signed.
    on(date(2018, 9, 28))
    press(director, "Enregistrer une signature")
    for party in ("Pays fléchois — Madame la Maire", "Anah, par délégation — Pays fléchois"):
        director.get_by_label(party).check(force=True)
    director.get_by_label("Signataire").fill("La présidente du Pays fléchois")
    director.get_by_label("Date de signature").fill("2018-09-28")
    send(director, "Enregistrer la signature")
    assert state(director) == "Signée partiellement"
    expect(director.get_by_text("Signé par La présidente du Pays fléchois le 28 septembre 2018.")).to_have_count(2)

    # The others sign the same day: with the last signature it is signed by all.
    press(director, "Enregistrer une signature")
    # A list of boxes does not wait for its page.
    expect(director.get_by_label("Signataire")).to_be_visible()
    for box in director.get_by_role("checkbox").all():
        box.check(force=True)
    director.get_by_label("Signataire").fill("Les maires, le président et le préfet")
    director.get_by_label("Date de signature").fill("2018-09-28")
    send(director, "Enregistrer la signature")
    assert state(director) == "Signée"
    assert axe(director) == []

    # The history of the version tells every step, by its author.
    director.get_by_text("de la plus récente à la plus ancienne").click()
    history = director.locator(".bf-history")
    for step in ("Transmise au comité régional", "Avis favorable du comité régional", "Signature enregistrée"):
        expect(history.get_by_text(step).first).to_be_visible()

    # The territory is now in its initialisation; the journal is whole.
    director.goto("/bureau/conventions/")
    expect(director.get_by_role("cell", name="Initialisation")).to_be_visible()
    assert Version.objects.get().life_state is VersionState.SIGNED
    assert list(faults()) == []


def bring(page: Page, folder: Path, *, centre: BaseGeometry, other: BaseGeometry) -> None:
    """Send a file of the two perimeters of study."""
    file = folder / "etude.geojson"
    file.write_bytes(geojson(centre, other, names=["Étude, La Flèche", "Étude, Sablé"]))
    page.get_by_label("Nature des périmètres du fichier").select_option(label="Périmètre d’étude")
    page.get_by_label(re.compile("^Fichier")).set_input_files(file)
    send(page, "Importer")


def choose(page: Page, label: str | re.Pattern[str], part: str) -> None:
    """The option of a list whose words hold a part."""
    box = page.get_by_label(label)
    value = box.locator("option", has_text=part).first.get_attribute("value")
    box.select_option(value=value)
