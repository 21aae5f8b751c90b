"""Who a territory is: its towns with their maps, its peers with their distances."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beffroi.observatory.release.read import Peer
from beffroi.territory.towns import Phase, Territory, Town
from beffroi.web.figures import outline, typography
from beffroi.web.figures.figure import PEER_GROUPS
from beffroi.web.figures.indicator import language
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
    note: str
    iris: int
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
        note=_note(reading, town),
        iris=len(reading.release.outlines.get(("iris", town.code), [])),
        groups=[
            Group(
                label=str(label),
                neighbours=[_neighbour(reading, peer) for peer in peers_of(reading, town.code, key=key)],
            )
            for key, label in PEER_GROUPS.items()
        ],
    )


def _note(reading: Reading, town: Town) -> str:
    """Why a town has no centre here, when it has none."""
    if reading.release.outlines.get(("iris-mairie", town.code)):
        return ""
    if town.code.startswith(("97", "98")):
        return _(
            "Outre-mer, le contour des IRIS n’est pas disponible : le centre et le reste de la commune "
            "ne sont pas mesurés ici. Les chiffres de la commune entière sont là."
        )
    return _("Cette commune n’a qu’un IRIS : le centre et le reste n’y sont pas séparés.")


def _neighbour(reading: Reading, peer: Peer) -> Neighbour:
    place = reading.place("commune", peer.peer)
    distance = typography.number(peer.distance, decimals=2, language=language())
    return Neighbour(name=place.name, department=place.department or "", distance=distance, territory=place.territory)


def phase(territory: Territory) -> str:
    return str(PHASES[territory.phase])
