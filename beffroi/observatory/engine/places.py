"""Who the places of a release are: name, where, how many people, and the codes of what a reader should know.

The codes of `note`: `one-iris` (the commune is one IRIS, so it has no centre apart), `no-outline` (overseas: no outline
says which IRIS holds the town hall), `later-entry` (entered the programme after 2018), `part-of-pair` (one of the two
communes of a territory). Several are joined by a space. The sentences are made where they are shown.
"""

from collections.abc import Sequence

import duckdb
import pyarrow as pa

from beffroi.observatory.release.columns import names
from beffroi.territory.towns import Territory

NAMES = {
    ("programme", "programme"): "Action Cœur de Ville, les 222 territoires de 2018",
    ("france", "france"): "France",
    ("france", "hors-programme"): "France hors programme",
}


def make_places(db: duckdb.DuckDBPyConnection, *, programme: Sequence[Territory]) -> None:
    """Makes the table `places` of every place that has figures, from the schemas `territory` and `sources`."""
    named = NAMES | {("territory", territory.code): territory.name for territory in programme}
    kinds, places = zip(*named, strict=True)
    db.register("said", pa.table({"place_kind": kinds, "place": places, "name": list(named.values())}))
    columns = ", ".join(names("places"))
    db.execute(f"""
        create or replace temp table place_names as
        select place_kind, place, name from said
        union all select 'epci', epci, min(epci_name) from sources.communes group by epci
        union all select 'aav', zone, name from sources.zone_names where kind = 'AAV';
        create or replace temp table noted as
        select c.*, t.territory, concat_ws(' ',
            if(territory is not null and c.n_iris = 1, 'one-iris', null),
            if(territory is not null and c.n_iris <> 1 and centres.commune is null, 'no-outline', null),
            if(t.entry <> '2018', 'later-entry', null),
            if(count(territory) over (partition by territory) > 1, 'part-of-pair', null)) as note
        from territory.communes c left join territory.towns t using (commune)
            left join (select distinct commune from territory.iris where is_centre) centres using (commune);
        create or replace temp table grouped as
        select m.place_kind, m.place, if(count(distinct department) = 1, any_value(department), null) as department,
            if(count(distinct region) = 1, any_value(region), null) as region, sum(population)::BIGINT as population,
            if(place_kind in ('programme', 'france'), null, round(avg(hall_lon), 5)) as lon,
            if(place_kind in ('programme', 'france'), null, round(avg(hall_lat), 5)) as lat,
            if(place_kind = 'territory', place, null) as territory,
            if(place_kind = 'territory' and count(distinct epci) = 1, any_value(epci), null) as epci,
            if(place_kind = 'territory' and count(distinct aav) = 1, any_value(aav), null) as aav,
            if(place_kind = 'territory' and contains(any_value(note), 'later-entry'), 'later-entry', '') as note
        from territory.members m join noted using (commune)
        where place_kind in ('territory', 'epci', 'aav', 'programme', 'france')
        group by m.place_kind, m.place;
        create or replace temp table places as
        select {columns} from (
            select 'commune' as place_kind, commune as place, name, department, region,
                hall_lon as lon, hall_lat as lat, population, territory, note, epci, aav
            from noted
            union all by name
            select * from grouped join place_names using (place_kind, place)
        )""")  # noqa: S608
    db.unregister("said")
