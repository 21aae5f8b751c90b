"""The release that ships with Beffroi: whole, small, and made by the declarations that stand beside it."""

from beffroi.observatory.engine.declaration import load_all
from beffroi.observatory.release.read import SHIPPED, open_release
from beffroi.observatory.release.verify import faults
from beffroi.territory.towns import territories, towns


def test_it_is_whole_and_passes_every_gate_again():
    assert faults(SHIPPED) == []


def test_it_weighs_six_megabytes_at_most():
    assert sum(path.stat().st_size for path in SHIPPED.iterdir()) <= 6_000_000


def test_it_was_made_by_the_queries_that_stand_in_the_repository():
    """Otherwise: `beffroi data build`, then `beffroi indicators run --out beffroi/observatory/shipped`."""
    shipped = {code: entry["sql_sha256"] for code, entry in open_release(SHIPPED).indicators.items()}

    assert shipped == {i.code: i.published()["sql_sha256"] for i in load_all().values()}


def test_it_covers_every_commune_and_territory_of_the_programme():
    release = open_release(SHIPPED)

    for code in (code for code, entry in release.indicators.items() if "commune" in entry["levels"]):
        covered = {row.place for row in release.of(code, place_kind="commune")}
        assert {town.code for town in towns()} <= covered, code
    assert {territory.code for territory in territories()} <= {p for kind, p in release.places if kind == "territory"}


def test_every_commune_of_the_programme_has_its_outline_and_its_peers():
    release = open_release(SHIPPED)

    for town in towns():
        assert release.outlines["commune", town.code]
        assert {peer.peer_group for peer in release.peers[town.code]} <= {"hors-programme", "programme"}
        assert release.peers[town.code]


def test_a_town_overseas_without_an_outline_of_iris_says_so_mayotte_included():
    notes = {
        place: release.note or ""
        for (kind, place), release in open_release(SHIPPED).places.items()
        if kind == "commune"
    }
    overseas = [town.code for town in towns() if town.code.startswith("97")]

    assert len(overseas) == 16
    assert all("no-outline" in notes[code] for code in overseas)


def test_a_town_is_in_an_attraction_area_whose_figures_are_there():
    release = open_release(SHIPPED)

    areas = {release.places["commune", town.code].aav for town in towns()}

    assert {row.place for row in release.of("HAB-03", place_kind="aav")} == areas - {"000"}
