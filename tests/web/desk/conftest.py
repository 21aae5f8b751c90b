"""A browser signed in, as the journeys have it."""

from tests.journeys.conftest import _home, enter, on, site_url

__all__ = ["_home", "enter", "on", "site_url"]
