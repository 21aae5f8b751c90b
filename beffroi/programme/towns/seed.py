"""The programme's frame, its organisations and its territories, as the project's files give them."""

from datetime import datetime
from importlib.resources import files

import yaml

from beffroi.programme.people.seed import seed_organisations
from beffroi.programme.towns.operations import declare_programme, register
from beffroi.territory.towns import territories


def seed(*, at: datetime) -> None:
    """Write what is absent and correct what the registry corrected; done twice, it writes nothing."""
    declared = yaml.safe_load((files("beffroi.programme.towns") / "acv.yml").read_text(encoding="utf-8"))
    programme = declare_programme(declared, by=None, at=at)
    seed_organisations(at=at)
    for place in territories():
        register(place, programme=programme, by=None, at=at)
