"""The sources on facilities and places, read from small files in their producers' own schemas."""

from dataclasses import replace
from datetime import date

import pytest

from beffroi.observatory.intake.gates import GateFailed
from beffroi.observatory.intake.loading import load_sources
from beffroi.observatory.intake.readers.refusal import FileRefused
from tests.observatory.intake.samples import line, square

BPE = ["depcom", "Total de nb_equip", "Boulangerie", "Cinéma", "Direction Régionale  des Finances Publiques (DRFIP)"]


def test_the_wide_file_of_facilities_becomes_codes_of_insee(archive, made):
    archive.workbook(
        "sources/bpe/bpe2013.xlsx",
        [BPE, ["01004", 8.0, 7.0, "", 1.0], ["50129", 2, 2, None, None], ["50602", 4, 3, 1, ""]],
        sheet="Bpe13_ensemble_Analyse_croisée",
    )
    assert [(row["commune"], row["facility"], row["domain"], row["n"]) for row in made("bpe_2013")] == [
        ("01004", "A120", "A", 1),
        ("01004", "B203", "B", 7),
        ("50129", "B203", "B", 5),
        ("50129", "F303", "F", 1),
    ]


def test_a_type_of_facility_that_nobody_knows_is_refused(archive, made):
    archive.workbook(
        "sources/bpe/bpe2013.xlsx", [["depcom", "Total de nb_equip", "Patinoire"], ["01004", 1, 1]], sheet="Bpe13"
    )
    with pytest.raises(GateFailed, match=r"every type of facility has a code. For instance: Patinoire"):
        made("bpe_2013")


def test_facilities_that_do_not_add_up_to_the_total_of_the_file_are_refused(archive, made):
    archive.workbook("sources/bpe/bpe2013.xlsx", [BPE[:4], ["01004", 9, 7, 1]], sheet="Bpe13")
    with pytest.raises(GateFailed, match=r"the facilities of a commune add up to its total. For instance: 01004, 9, 8"):
        made("bpe_2013")


EDUCATION = "REG;DEP;DEPCOM;DCIRIS;AN;TYPEQU;CANT;INT;RPIC;CL_PELEM;CL_PGE;EP;SECT;NB_EQUIP"


def test_a_school_has_an_iris_only_where_the_commune_is_cut_into_iris(archive, made):
    archive.lines(
        "sources/bpe/bpe18_enseignement.csv.gz",
        EDUCATION,
        "84;01;01001;01001;2018;C104;1;X;0;1;X;0;PU;1",
        "84;01;01004;01004_0102;2018;C101;1;X;0;X;X;0;PU;1",
        "84;01;01004;01004_0102;2018;C101;0;X;0;X;X;0;PU;2",
    )
    assert made("bpe_2018_education") == [
        {"commune": "01001", "iris": None, "facility": "C104", "sector": "PU", "year": 2018, "n": 1},
        {"commune": "01004", "iris": "010040102", "facility": "C101", "sector": "PU", "year": 2018, "n": 3},
    ]


COUNTERS = (
    '"id_fs","insee_dep","lib_fs","adresse","complement_adresse","insee_com","code_postal","lib_com","latitude",'
    '"longitude","mail","telephone","h_lundi","h_mardi","h_mercredi","h_jeudi","h_vendredi","h_samedi","prise_rdv",'
    '"commentaire","type_fs","format_fs","groupe_fs","labellisation_fs"'
)


def test_a_counter_whose_opening_hours_are_text_is_placed_in_its_commune(archive, made):
    archive.lines(
        "sources/france_services/liste-fs-20240801.csv.gz",
        COUNTERS,
        '"1","75","France services, Paris 5","5 rue",,"75105","75005","Paris",48.85,2.35,"a@b.fr","01","13:30 - 17:00",'
        '"09:00 - 12:00 / 13:30 - 17:00",,,,,"Non",,"Principal","Fixe",,"Espace labellisé 01/01/2020"',
    )
    assert made("france_services") == [
        {
            "id": "1", "commune": "75056", "name": "France services, Paris 5", "kind": "Principal", "format": "Fixe",
            "lat": 48.85, "lon": 2.35,
        }
    ]  # fmt: skip


CARPOOL = (
    "id_lieu,id_local,nom_lieu,ad_lieu,com_lieu,insee,type,date_maj,ouvert,source,Xlong,Ylat,nbre_pl,nbre_pmr,duree,"
    "horaires,proprio,lumiere,comm"
)


def test_a_carpool_place_updated_in_the_future_has_no_date_and_a_postcode_is_no_commune(archive, made):
    archive.lines(
        "sources/bnlc/bnlc-.csv.gz",
        CARPOOL,
        "01004-C-002,S,Arrêt,Gare,AMBERIEU,01004,Auto-stop,2022-07-11,true,24,5.34272,45.95423,0,,,,,,",
        "59242-C-001,C,Leclerc,rue,TEMPLEUVE,59242,Supermarché,2026-12-13,True,,3.172657,50.52395,4,0,,,S,,",
        "33000-C-001,C,Place,rue,villandraut,33000,Parking,2023-10-31,false,,-0.37,44.46,,,,,,,",
    )
    first, bordeaux, templeuve = made("carpool")
    assert first == {
        "id": "01004-C-002", "commune": "01004", "kind": "Auto-stop", "spaces": 0, "open": True, "lat": 45.95423,
        "lon": 5.34272, "updated": date(2022, 7, 11),
    }  # fmt: skip
    assert (bordeaux["commune"], bordeaux["open"], bordeaux["spaces"]) == (None, False, None)
    assert (templeuve["open"], templeuve["updated"]) == (True, None)


def test_a_postcode_that_is_the_code_of_another_commune_is_found_by_its_distance(archive, made):
    archive.lines(
        "sources/bnlc/bnlc-.csv.gz",
        CARPOOL,
        "near,C,Gare,rue,AMBERIEU,01004,Parking,2023-10-31,true,,5.36,45.96,3,,,,,,",
        "far,C,Place,rue,BULLY,01004,Parking,2023-10-31,true,,2.72,50.44,3,,,,,,",
    )
    assert {row["id"]: row["commune"] for row in made("carpool")} == {"near": "01004", "far": None}


def test_a_place_out_of_the_earth_is_refused(archive, made):
    archive.lines(
        "sources/bnlc/bnlc-.csv.gz",
        CARPOOL,
        "01004-C-002,S,Arrêt,Gare,AMBERIEU,01004,Auto-stop,2022-07-11,true,24,5.34272,459542.3,0,,,,,,",
    )
    with pytest.raises(GateFailed, match="not true that places are on Earth"):
        made("carpool")


STATIONS = (
    "CODE_UIC;LIBELLE;FRET;VOYAGEURS;CODE_LIGNE;RG_TRONCON;PK;COMMUNE;DEPARTEMEN;IDRESEAU;IDGAIA;C_GEO;LAT;LONG;"
    "Geo Shape"
)
DEPARTMENTS = {"01": "Ain", "50": "Manche", "57": "Moselle", "91": "Essonne", "93": "Seine-Saint-Denis"}


@pytest.fixture
def stations(archive, made):
    """The stations of lines given as uic, name, freight, passengers, line, town, department, lat, lon."""
    archive.geojson(
        "territory/departements_polygones_anct2025.geojson.gz",
        [
            ({"insee_dep": code, "lib_dep": name}, square(5, 46))
            for code, name in (
                ("01", "Ain"),
                ("50", "Manche"),
                ("57", "Moselle"),
                ("91", "Essonne"),
                ("93", "Seine-Saint-Denis"),
            )
        ],
    )
    made("departments")

    def find(*lines):
        told = [
            f'{uic};{name};{freight};{passengers};{code};1;1+0;{town};{department};1;x;0, 0;{lat};{lon};"{{}}"'
            for uic, name, freight, passengers, code, town, department, lat, lon in lines
        ]
        archive.lines("sources/gares/gares.csv.gz", STATIONS, *told, encoding="utf-8-sig")
        return {row["name"]: row for row in made("stations")}

    return find


def test_a_station_of_several_lines_is_one_station_where_its_name_says(stations):
    found = stations(
        ("87", "Ambérieu-en-Bugey", "O", "N", "1000", "L'ABERGEMENT CLEMENCIAT", "AIN", 46.15, 4.92),
        ("87", "Ambérieu-en-Bugey", "N", "O", "2000", "AMBERIEU-EN-BUGEY", "AIN", 45.95, 5.34),
    )
    assert found == {
        "Ambérieu-en-Bugey": {
            "uic": "87", "name": "Ambérieu-en-Bugey", "commune": "01004", "passengers": True, "freight": True,
            "lat": 45.95, "lon": 5.34,
        }
    }  # fmt: skip


def test_a_commune_is_found_by_its_name_without_accents_and_with_st_for_saint(stations):
    assert (
        stations(("87", "St-Denis", "N", "O", "1", "ST DENIS", "SEINE-ST-DENIS", 48.9, 2.3))["St-Denis"]["commune"]
        == "93066"
    )


def test_a_former_name_leads_to_the_commune_of_today(stations):
    found = stations(
        ("1", "Tourlaville", "N", "O", "1", "TOURLAVILLE", "MANCHE", 49.6, -1.6),
        ("2", "Évry", "N", "O", "1", "EVRY", "ESSONNE", 48.6, 2.4),
        ("3", "Pierrefitte", "N", "O", "1", "PIERREFITTE-SUR-SEINE", "SEINE-SAINT-DENIS", 48.9, 2.3),
    )
    assert {name: row["commune"] for name, row in found.items()} == {
        "Tourlaville": "50129", "Évry": "91228", "Pierrefitte": "93066",
    }  # fmt: skip


def test_a_station_on_a_border_may_bear_the_neighbouring_department(stations):
    assert stations(("1", "Hayange", "N", "O", "1", "HAYANGE", "MANCHE", 49.3, 6.0))["Hayange"]["commune"] == "57306"


def test_a_station_whose_town_nobody_knows_has_no_commune(stations):
    assert stations(("1", "Luc", "N", "O", "1", "LUC", "ARDECHE", 44.6, 3.9))["Luc"]["commune"] is None


FRICHES = (
    "pk,site_id,id_from_file,site_nom,site_type,site_adresse,site_identif_date,site_actu_date,site_occupation,site_url,"
    "site_statut,comm_nom,comm_insee,dep,unite_fonciere_surface,source_nom,source_producteur,nature,longitude,latitude"
)


def test_a_brownfield_that_nobody_checked_is_not_verified(archive, made):
    archive.lines(
        "sources/cartofriches/friches_national_2024.csv.gz",
        FRICHES,
        "1,a,31,NXP,inconnu,,1,1,inconnu,,friche potentielle,A,01004,01,54949.22,Site non vérifié par le "
        "Cerema,lou dupont,MTE non vérifié,5.39,45.9",
        "2,b,31,Usine,inconnu,,1,1,inconnu,,friche sans projet,A,1004,01,NA,EPF Normandie,EPF Normandie,observatoire "
        "local,5.39,45.9",
    )
    bogus, real = made("brownfields")
    assert (bogus["verified"], bogus["area_m2"]) == (False, 54949.22)
    assert real == {
        "site": "b", "commune": "01004", "area_m2": None, "status": "friche sans projet", "verified": True, "lat": 45.9,
        "lon": 5.39,
    }  # fmt: skip


STANDARD = (
    "site_id;site_nom;site_type;site_adresse;site_identif_date;site_actu_date;site_url;site_ademe_url;site_securite;"
    "site_occupation;site_statut;site_projet_url;site_reconv_annee;site_reconv_type;activite_libelle;activite_code;"
    "activite_fin_annee;comm_nom;comm_insee;bati_type;bati_nombre;bati_surface;bati_pollution;bati_vacance;"
    "bati_patrimoine;bati_etat;local_ancien_annee;local_recent_annee;proprio_type;proprio_personne;proprio_nom;"
    "sol_pollution_annee;sol_pollution_existe;sol_pollution_origine;sol_pollution_commentaire;sol_depollution_fiche;"
    "unite_fonciere_surface;unite_fonciere_refcad;urba_zone_type;urba_zone_lib;urba_zone_formdomi;urba_doc_type;"
    "desserte_distance;desserte_commentaire;source_nom;source_url;source_producteur;source_contact;geompoint;geomsurf"
)
SITE = (
    "50129_27068;Laiterie;friche industrielle;NA;19/01/2023;16/01/2024;NA;NA;inconnu;inconnu;{status};NA;NA;NA;NA;NA;"
    "2019;CHERBOURG;50129;inconnu;1;NA;inconnu;inconnu;inconnu;inconnu;2022;2022;X1a;personne physique;_X_;NA;inconnu;"
    "inconnu;NA;NA;{area};a|b;U;NA;Habitat;PLU;NA;NA;{origin};NA;{producer};NA;POINT (-1.453596 48.97212);NA"
)


def test_the_national_standard_of_brownfields_is_read_by_the_same_declaration(archive, made):
    standard = replace(load_sources()["brownfields"].files[0], path="standard.csv.gz", delimiter=";")
    lines = {
        "told": SITE.format(status="friche sans projet", area=11268, origin="EPF Normandie", producer="EPF Normandie"),
        "bogus": SITE.format(
            status="friche potentielle", area="NA", origin="Site non vérifié par le Cerema", producer="lou dupont"
        ).replace("50129_27068", "50129_1"),
    }
    archive.lines("standard.csv.gz", STANDARD, *lines.values())
    bogus, told = made("brownfields", files=(standard,))
    assert (bogus["verified"], bogus["area_m2"]) == (False, None)
    assert (told["verified"], told["area_m2"], told["lon"], told["lat"]) == (True, 11268.0, -1.453596, 48.97212)


def test_a_national_file_that_became_the_standard_one_is_refused_and_not_misread(archive, made):
    archive.lines("sources/cartofriches/friches_national_2024.csv.gz", STANDARD, SITE)
    with pytest.raises(FileRefused, match="columns parted by ','"):
        made("brownfields")


ROADS = "sources/osm/roads_acv_communes/50129-Cherbourg.geojson.gz"
WEST, CROSS, EAST, NORTH, SOUTH = (-1.62, 49.63), (-1.61, 49.63), (-1.60, 49.63), (-1.61, 49.64), (-1.61, 49.62)


def put_roads(archive, *roads):
    archive.geojson(
        ROADS,
        [
            ({"osm_id": str(way), "code": 5122, "fclass": kind}, line(*points))
            for way, (kind, *points) in enumerate(roads)
        ],
    )


@pytest.fixture
def graph(archive, made):
    """The street network of a town with the streets given."""

    def find(*roads):
        put_roads(archive, *roads)
        return made("street_graph")[0]

    return find


def test_streets_are_measured_in_metres_in_the_commune_of_their_file(archive, made):
    put_roads(archive, ("residential", WEST, CROSS))
    (street,) = made("streets")
    assert (street["commune"], street["way"], street["class"]) == ("50129", "0", "residential")
    assert street["length_m"] == pytest.approx(722.7, abs=1)
    assert street["geometry"][:5] == b"\x01\x02\x00\x00\x00", "a line, as WKB"


def test_streets_that_share_a_point_meet_even_where_the_file_does_not_cut_them(graph):
    told = graph(("residential", WEST, CROSS, EAST), ("tertiary", NORTH, CROSS, SOUTH))
    assert (told["junctions"], told["segments"]) == (1, 4)


def test_a_bridge_over_a_street_is_no_junction(graph):
    assert graph(("residential", WEST, EAST), ("tertiary", NORTH, SOUTH))["junctions"] == 0


def test_a_street_that_changes_its_name_is_one_segment(graph):
    told = graph(("residential", WEST, CROSS), ("residential", CROSS, EAST))
    assert (told["junctions"], told["segments"]) == (0, 1)


def test_a_winding_street_is_longer_than_its_straight_line(graph):
    told = graph(("residential", WEST, NORTH, EAST))
    assert told["street_m"] / told["straight_m"] == pytest.approx(1.83, abs=0.01)


def test_motorways_tracks_and_driveways_are_no_streets(graph):
    told = graph(
        ("residential", WEST, CROSS), ("motorway", CROSS, EAST), ("service", CROSS, NORTH), ("track", CROSS, SOUTH)
    )
    assert (told["junctions"], told["segments"]) == (0, 1)
    assert told["street_m"] == pytest.approx(722.7, abs=1)


def test_streets_on_foot_and_by_cycle_are_told_apart(graph):
    told = graph(("pedestrian", WEST, CROSS), ("cycleway", CROSS, EAST), ("footway", CROSS, NORTH))
    assert told["cycle_m"] == pytest.approx(722.7, abs=1)
    assert told["pedestrian_m"] == pytest.approx(told["street_m"] - told["cycle_m"], abs=0.1)


def test_a_commune_without_street_has_a_network_of_nothing(graph):
    told = graph(("motorway", WEST, EAST))
    assert {name: value for name, value in told.items() if name != "commune"} == {
        "junctions": 0, "segments": 0, "street_m": 0.0, "straight_m": 0.0, "pedestrian_m": 0.0, "cycle_m": 0.0,
    }  # fmt: skip
