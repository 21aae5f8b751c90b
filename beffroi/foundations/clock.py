"""The only place that reads the clock; everything else is told what time it is."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

# The programme's days are those of Paris, overseas included: a convention bears one date.
LEGAL_TIME = ZoneInfo("Europe/Paris")


def now() -> datetime:
    return datetime.now(UTC)


def day_of(instant: datetime) -> date:
    """The legal day of an instant."""
    return instant.astimezone(LEGAL_TIME).date()


def today() -> date:
    return day_of(now())
