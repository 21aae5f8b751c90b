"""What a demonstration is made of, as `subjects.yml` declares it, and how a whole is shared."""

from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from random import Random
from typing import Any, TypeVar

import yaml

Item = TypeVar("Item")


@cache
def subjects() -> Mapping[str, Any]:
    return yaml.safe_load((files("beffroi.programme.demonstration") / "subjects.yml").read_text(encoding="utf-8"))


def reason(key: str) -> str:
    return subjects()["reasons"][key]


def apportion(total: int, weights: Sequence[float]) -> list[int]:
    """Integers in proportion to the weights, whose sum is exactly `total`."""
    whole = sum(weights)
    exact = [total * weight / whole for weight in weights]
    shares = [int(share) for share in exact]
    by_loss = sorted(range(len(exact)), key=lambda rank: shares[rank] - exact[rank])
    for rank in by_loss[: total - sum(shares)]:
        shares[rank] += 1
    return shares


def drawn(chance: Random, weights: Mapping[Item, float]) -> Item:
    return chance.choices(list(weights), list(weights.values()))[0]
