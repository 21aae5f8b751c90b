"""The pages of the desks that are measured, and who opens them: the roles of the demonstration."""

from collections.abc import Mapping
from dataclasses import dataclass

ACTIONS, MONEY = "/bureau/actions/", "/bureau/financements/"
PAGE_SIZE, IN_ALL = 25, 9000


@dataclass(frozen=True, slots=True)
class Asked:
    """Addresses asked in turn, by one character of `people.demonstration`."""

    by: str
    paths: tuple[str, ...]


def _late_pages() -> tuple[str, ...]:
    """Eight pages towards the end, so that none is read twice in a row."""
    last = IN_ALL // PAGE_SIZE
    return tuple(f"{ACTIONS}?page={last - 10 * back}" for back in range(8))


PAGES: Mapping[str, Asked] = {
    "desk, town": Asked("directrice-arles", ("/bureau/",)),
    "desk, State officer": Asked("etat-13", ("/bureau/",)),
    "desk, region": Asked("region-93", ("/bureau/",)),
    "desk, partner": Asked("banque", ("/bureau/",)),
    "desk, national": Asked("national", ("/bureau/",)),
    "desk of a territory": Asked("national", ("/bureau/territoires/acv-012/",)),
    "territories": Asked("national", ("/bureau/territoires/", "/bureau/territoires/?tri=-retards&page=3")),
    "changes": Asked("national", ("/bureau/changements/",)),
    "conventions": Asked("national", ("/bureau/conventions/",)),
    "committees": Asked("national", ("/bureau/comites/",)),
    "actions of a town": Asked("directrice-arles", (ACTIONS,)),
    "actions": Asked("national", (ACTIONS,)),
    "actions, filtered": Asked("national", (f"{ACTIONS}?etat=works&retard=oui", f"{ACTIONS}?axe=housing&q=halle")),
    "actions, sorted": Asked("national", (f"{ACTIONS}?tri=-cout", f"{ACTIONS}?tri=fin", f"{ACTIONS}?tri=etat")),
    "actions, late pages": Asked("national", _late_pages()),
    "board": Asked("national", (f"{ACTIONS}etats/",)),
    "calendar": Asked("national", (f"{ACTIONS}calendrier/",)),
    "map": Asked("national", (f"{ACTIONS}carte/",)),
    "money, national": Asked("national", (MONEY,)),
    "money, by territory": Asked("national", (f"{MONEY}?par=territoire&puis=aucun",)),
    "lines of a territory": Asked("national", (f"{MONEY}lignes/?territoire=acv-012",)),
    "lines": Asked("national", (f"{MONEY}lignes/",)),
    "lines of a partner": Asked("banque", (f"{MONEY}lignes/?type=banque_des_territoires&tri=-committed",)),
    "envelopes": Asked("national", (f"{MONEY}enveloppes/",)),
}
