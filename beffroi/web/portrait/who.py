"""Who a territory is: its towns with their maps, its peers with their distances."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beffroi.foundations.days import day
from beffroi.observatory.release.read import Peer
from beffroi.territory.communes import is_overseas
from beffroi.territory.towns import Phase, Territory, Town
from beffroi.web.figures import outline, typography
from beffroi.web.figures.figure import PEER_GROUPS
from beffroi.web.figures.indicator import language, listed
from beffroi.web.figures.panel import peers_of
from beffroi.web.figures.reading import Reading

PHASES = {
    Phase.PREPARATION: gettext_lazy("Préparation"),
    Phase.INITIALISATION: gettext_lazy("Initialisation"),
    Phase.DEPLOYMENT: gettext_lazy("Déploiement"),
    Phase.CLOSED: gettext_lazy("Clos"),
}


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A comparable town: its distance in the space of features; its territory when it is of the programme."""

    name: str
    department: str
    distance: str
    territory: str | None


@dataclass(frozen=True, slots=True)
class Group:
    label: str
    neighbours: Sequence[Neighbour]


@dataclass(frozen=True, slots=True)
class TownView:
    """A town of a territory as the page presents it."""

    town: Town
    population: int | None
    map: str
    caption: str
    groups: Sequence[Group]


def town_view(reading: Reading, town: Town, *, identity: str) -> TownView:
    place = reading.place("commune", town.code)
    title = _("Contour de %(town)s, ses IRIS, l’IRIS de la mairie et la mairie") % {"town": town.name}
    return TownView(
        town=town,
        population=place.population,
        map=outline.commune_map(
            reading.release, town.code, hall=(town.hall_lon, town.hall_lat), title=title, identity=identity
        ),
        caption=_caption(reading, town),
        groups=[
            Group(
                label=str(label),
                neighbours=[_neighbour(reading, peer) for peer in peers_of(reading, town.code, key=key)],
            )
            for key, label in PEER_GROUPS.items()
        ],
    )


def _caption(reading: Reading, town: Town) -> str:
    """What the map shows, or why it shows no centre."""
    if reading.release.outlines.get(("iris-mairie", town.code)):
        count = len(reading.release.outlines.get(("iris", town.code), []))
        return _("%(n)s IRIS, en bleu celui de la mairie, pris comme centre.") % {"n": count}
    if is_overseas(town.code):
        return _("outre-mer, le contour des IRIS n’est pas disponible. Seule la commune entière est mesurée ici.")
    return _("un seul IRIS : le centre et le reste de la commune n’y sont pas séparés.")


def _neighbour(reading: Reading, peer: Peer) -> Neighbour:
    place = reading.place("commune", peer.peer)
    distance = typography.number(peer.distance, decimals=2, language=language())
    return Neighbour(name=place.name, department=place.department or "", distance=distance, territory=place.territory)


def facts(territory: Territory, towns: Sequence[TownView]) -> list[tuple[str, str]]:
    """What the programme's lists say of a territory: labels and texts, for the page and for the print."""
    is_first = territory.entry == "2018"
    entry = _("liste de 2018") if is_first else _("après la liste de 2018")
    if territory.entry_date and not is_first:
        entry = f"{entry}, {day(territory.entry_date)}"
    convention = [_("signée le %(day)s") % {"day": day(territory.signed)} if territory.signed else _("date non connue")]
    if territory.phase2_signed and territory.phase2_signed != territory.signed:
        convention.append(_("avenant de la deuxième phase le %(day)s") % {"day": day(territory.phase2_signed)})
    ort = [_("signée le %(day)s") % {"day": day(territory.ort_signed)} if territory.ort_signed else _("aucune connue")]
    if territory.ort_renewed:
        ort.append(_("modifiée le %(day)s") % {"day": day(territory.ort_renewed)})
    return [
        (_("Communes") if territory.is_pair else _("Commune"), listed(_named(each) for each in towns)),
        (_("Intercommunalité"), listed(name for _code, name in territory.epcis)),
        (_("Département, région"), f"{territory.department_name} ({territory.department}), {territory.region_name}"),
        (_("Entrée"), f"{entry} ({territory.code})"),
        (_("Convention"), listed(convention)),
        (_("Phase"), str(PHASES[territory.phase])),
        (_("Opération de revitalisation de territoire (ORT)"), listed(ort)),
    ]


def _named(view: TownView) -> str:
    if view.population is None:
        return f"{view.town.name} ({view.town.code})"
    people = typography.number(view.population, decimals=0, language=language())
    return _("%(name)s (%(code)s, %(people)s habitants)") % {
        "name": view.town.name, "code": view.town.code, "people": people
    }  # fmt: skip
