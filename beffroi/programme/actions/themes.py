"""The cross-cutting themes of a programme, as its file declares them."""

from functools import cache
from importlib.resources import files

import yaml


@cache
def themes(programme: str) -> dict[str, str]:
    """Key and French wording, in the order of the file; none for a programme that declares none."""
    declared = yaml.safe_load((files("beffroi.programme.actions") / "themes.yml").read_text(encoding="utf-8"))
    return {theme["key"]: theme["text"] for theme in declared.get(programme, ())}
