"""The pair of towns of the Sarthe and whoever opens the pages of its committees."""

from tests.web.convention.conftest import _home, as_user, director, officer, pair, region

__all__ = ["_home", "as_user", "director", "officer", "pair", "region"]
