"""The programme on the ground of a territory: perimeters in force and public sites, drawn and told; its ORT."""

import json
import re
from datetime import date
from pathlib import Path

import pytest
import shapely
from django.test import Client

from beffroi.foundations import clock
from beffroi.programme.conventions.kinds import PerimeterKind
from beffroi.programme.conventions.models import Ort, Perimeter
from beffroi.programme.facts.publish import publish
from beffroi.programme.facts.published import folder
from beffroi.programme.people.roles import Circle
from beffroi.territory.towns import Territory, Town
from beffroi.web.middleware_pages import with_facts
from tests.browser import axe
from tests.programme import making, making_actions, making_conventions

ACT = {"act_title": "Délibération 2021-43", "act_date": date(2021, 4, 12)}
HELD = {"starts_date": date(2021, 5, 4), **ACT}


@pytest.fixture(autouse=True)
def _home(db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("BEFFROI_HOME", str(tmp_path))


def near(town: Town, *, east: float = 0.0, side: float = 0.008) -> str:
    """A square around the town hall, as GeoJSON."""
    lon, lat = town.hall_lon + east, town.hall_lat
    return shapely.to_geojson(shapely.box(lon - side / 2, lat - side / 2, lon + side / 2, lat + side / 2))


def perimeter(
    place: Territory, *, town: int = 0, kind: PerimeterKind = PerimeterKind.OPERATIONAL, **traits: object
) -> Perimeter:
    here = place.communes[town]
    fields = {"geometry": near(here), "communes": [here.code]} | traits
    return making_conventions.perimeter(making.territory(place.code), kind=kind, **fields)


def action(place: Territory, *, circle: Circle = Circle.PUBLIC, **traits: object) -> None:
    lon, lat = place.communes[0].hall_lon, place.communes[0].hall_lat
    site = {"type": "Point", "coordinates": [lon, lat]}
    fields = {"state": "works", "title": "Halle", "site": site} | traits
    making_actions.action(making.territory(place.code), circle=circle, **fields)


def said(answer) -> str:
    assert answer.status_code == 200
    return " ".join(answer.content.decode().replace("\xa0", " ").replace("\u202f", " ").split())


def section(client: Client, place: Territory, prefix: str = "") -> str:
    page = said(client.get(f"{prefix}/territoires/{place.code}/"))
    return page.partition('aria-labelledby="programme"')[2].partition("</section>")[0]


def drawn(shown: str) -> list[str]:
    """The kinds of the perimeters on the drawings, the legend left out."""
    return re.findall(r'<path class="bf-perimeter bf-perimeter--(\w+)"', shown)


def features(client: Client, place: Territory) -> list[dict]:
    return json.loads(said(client.get(f"/territoires/{place.code}/perimetres.geojson")))["features"]


def test_each_kind_in_force_is_drawn_told_by_the_legend_and_in_words(client: Client, town: Territory):
    kinds = [kind for kind in PerimeterKind if kind != PerimeterKind.INTERVENTION_SECTOR]
    for kind in kinds:
        perimeter(town, kind=kind, name=f"Tracé {kind.value}", **HELD)
    publish(folder())

    shown = section(client, town)

    assert sorted(drawn(shown)) == sorted(kinds)
    legend = shown.partition('class="bf-legend"')[2].partition("</ul>")[0]
    rows = shown.partition('<caption class="fr-sr-only">Périmètres en vigueur')[2].partition("</table>")[0]
    for kind in kinds:
        assert str(kind.label) in legend
        assert f"Tracé {kind.value}" in rows
    assert rows.count("Délibération 2021-43 (12 avril 2021)") == rows.count("4 mai 2021") == len(kinds)


def test_a_perimeter_that_holds_by_a_committee_says_which_and_when(client: Client, town: Territory):
    decision = making_actions.decision(over=making.territory(town.code))
    perimeter(town, starts_date=date(2024, 3, 1), decision=decision)
    publish(folder())

    committee = decision.session.committee
    assert f"Décision du {decision.session.date.day}" in section(client, town)
    assert str(committee.name or committee) in section(client, town)


def test_what_is_proposed_or_internal_is_on_no_page_and_in_no_file(client: Client, town: Territory):
    perimeter(town, name="Proposition discrète", starts_date=None)
    perimeter(town, name="Périmètre public", **HELD)
    action(town, circle=Circle.AGENTS, title="Projet discret")
    action(town, circle=Circle.ORGANISATION, title="Projet interne")
    publish(folder())

    shown = section(client, town)
    told = json.dumps(features(client, town), ensure_ascii=False)

    assert len(drawn(shown)) == 1
    assert "bf-site" not in shown
    for words in ("Proposition discrète", "Projet discret", "Projet interne"):
        assert words not in shown
        assert words not in told
    assert "Périmètre public" in told


def test_what_holds_is_of_the_day_and_both_ends_count(
    client: Client, town: Territory, rf, monkeypatch: pytest.MonkeyPatch
):
    perimeter(town, name="Ancien", **HELD, ends_date=date(2024, 12, 31))
    perimeter(town, name="Nouveau", starts_date=date(2025, 1, 1), **ACT)
    publish(folder())
    asked = rf.get(f"/territoires/{town.code}/")

    names, keys = [], set()
    for day in (date(2024, 12, 31), date(2025, 1, 1)):
        monkeypatch.setattr("beffroi.web.portrait.views.territory.today", lambda day=day: day)
        monkeypatch.setattr("beffroi.web.middleware_pages.today", lambda day=day: day)
        names.append([one["properties"]["name"] for one in features(client, town)])
        keys.add(with_facts(asked, "address"))

    assert names == [["Ancien"], ["Nouveau"]]
    assert len(keys) == 2, "the kept page of one day is not that of the next"
    assert clock.today() > date(2025, 1, 1)


def test_points_lines_and_areas_are_drawn_and_the_table_of_actions_says_which_has_one(client: Client, town: Territory):
    lon, lat = town.communes[0].hall_lon, town.communes[0].hall_lat
    street = {"type": "LineString", "coordinates": [[lon, lat], [lon + 0.006, lat + 0.004]]}
    action(town, title="Halle")
    action(town, title="Rue", site=street)
    action(town, title="Îlot", site=json.loads(near(town.communes[0])))
    action(town, title="Charte", site=None)
    publish(folder())

    shown = section(client, town)

    assert "3 actions publiques ont un site dessiné" in shown
    drawing = shown.partition("<figcaption>")[0]
    forms = ('circle class="bf-site"', 'path class="bf-site bf-site--line"', 'path class="bf-site bf-site--area"')
    assert [drawing.count(form) for form in forms] == [1, 1, 1]
    table = shown.partition("Voir les 4 actions")[2].partition("</table>")[0]
    assert [table.count(f">{form}</td>") for form in ("point", "tracé", "surface")] == [1, 1, 1]


def test_the_two_towns_of_a_pair_have_each_their_drawing(client: Client, pair: Territory):
    for rank, town in enumerate(pair.communes):
        perimeter(pair, town=rank, name=f"Cœur de {town.name}", **HELD)
    publish(folder())

    shown = section(client, pair)

    assert shown.count('role="img"') == 2
    for number, town in enumerate(pair.communes, start=1):
        assert f"{town.name} : périmètres en vigueur" in shown
        assert f"{number}. Cœur de {town.name} ({town.name})" in shown


def test_a_town_overseas_is_drawn_at_its_own_scale(client: Client, overseas: Territory):
    perimeter(overseas, geometry=near(overseas.communes[0], side=0.02), **HELD)
    publish(folder())

    shown = section(client, overseas)

    assert drawn(shown) == ["operational"]
    assert re.search(r'class="bf-ground" d="M', shown)
    assert "500 m</text>" in shown, "a square of 2.2 km fills the height of the drawing"


def test_a_territory_with_nothing_on_the_ground_says_so(client: Client, town: Territory):
    action(town, site=None)
    publish(folder())

    shown = section(client, town)

    assert "Aucun périmètre en vigueur n’est publié." in shown
    assert "Aucune action publique n’a de site dessiné." in shown
    assert "Aucune ORT homologuée n’est publiée." in shown
    assert 'role="img"' not in shown
    assert features(client, town) == []


def test_an_ort_is_told_with_its_act_its_day_and_its_end(client: Client, pair: Territory):
    act = {"act_title": "Arrêté préfectoral 2020-117", "act_date": date(2020, 3, 9)}
    fields = {"communes": [pair.communes[1].code], "signed_date": date(2020, 2, 3), "ends_date": date(2090, 2, 2)}
    Ort.objects.create(territory=making.territory(pair.code), **fields, **act)
    Ort.objects.create(territory=making.territory(pair.code), **fields | {"signed_date": date(2024, 1, 5)})
    publish(folder())

    shown, english = section(client, pair), section(client, pair, prefix="/en")

    assert f"<strong>{pair.communes[1].name}</strong>" in shown
    assert (
        "homologuée le 9 mars 2020 par l’acte « Arrêté préfectoral 2020-117 », en vigueur jusqu’au 2 février 2090"
        in shown
    )
    assert "5 janvier 2024" not in shown, "no act makes that one hold"
    assert "approved by the prefect on 9 March 2020, by the act “Arrêté préfectoral 2020-117”" in english


def test_an_ort_that_ended_says_so(client: Client, town: Territory):
    Ort.objects.create(
        territory=making.territory(town.code),
        communes=[town.communes[0].code],
        signed_date=date(2019, 2, 3),
        ends_date=date(2024, 2, 2),
        is_imported=True,
    )
    publish(folder())

    shown = section(client, town)

    assert "finie le 2 février 2024" in shown
    assert "en vigueur jusqu’au" not in shown


def test_the_file_has_the_outlines_in_degrees_with_the_words_of_the_tables(client: Client, town: Territory):
    perimeter(town, name="Cœur", **HELD)
    action(town)
    publish(folder())

    answer = client.get(f"/territoires/{town.code}/perimetres.geojson")
    first, second = json.loads(answer.content)["features"]

    assert answer.headers["Content-Type"] == "application/geo+json"
    assert (first["properties"]["what"], first["properties"]["name"]) == ("perimeter", "Cœur")
    assert first["properties"]["act_title"] == "Délibération 2021-43"
    lon, lat = town.communes[0].hall_lon, town.communes[0].hall_lat
    assert second["geometry"]["coordinates"] == pytest.approx([lon, lat], abs=1e-6)
    assert f'href="/territoires/{town.code}/perimetres.geojson"' in section(client, town)


def test_without_published_facts_there_is_no_file(client: Client, town: Territory):
    assert client.get(f"/territoires/{town.code}/perimetres.geojson").status_code == 404


@pytest.mark.browser
@pytest.mark.parametrize(("language", "scheme"), [("", "light"), ("/en", "dark")])
def test_the_drawings_of_a_pair_have_no_accessibility_fault_and_fit_a_telephone_without_script(
    open_page, pair: Territory, language: str, scheme: str
):
    for rank in (0, 1):
        for kind in (PerimeterKind.STUDY, PerimeterKind.ORT):
            perimeter(pair, town=rank, kind=kind, **HELD)
    action(pair)
    publish(folder())
    size = {"width": 360, "height": 780}
    address = f"{language}/territoires/{pair.code}/"

    page = open_page(color_scheme=scheme, viewport=size)
    page.goto(address)
    assert axe(page, within=".pt-programme") == []

    bare = open_page(java_script_enabled=False, viewport=size)
    bare.goto(address)
    drawing = bare.locator(".pt-ground svg[role=img]").first
    assert drawing.is_visible()
    assert drawing.bounding_box()["width"] <= 360
    assert bare.locator("#perimetres").is_visible()
