"""The licences under which a source may be used: a closed list, because each one puts duties on the release."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Licence:
    key: str
    name: str
    url: str
    share_alike: bool = False


LICENCES: Mapping[str, Licence] = {
    licence.key: licence
    for licence in (
        Licence("lov2", "Licence Ouverte 2.0", "https://www.etalab.gouv.fr/licence-ouverte-open-licence/"),
        Licence(
            "odbl", "Open Database License 1.0", "https://opendatacommons.org/licenses/odbl/1-0/", share_alike=True
        ),
        Licence("mit", "MIT License", "https://opensource.org/license/mit"),
        Licence("cc-by-4", "Creative Commons Attribution 4.0", "https://creativecommons.org/licenses/by/4.0/"),
    )
}
