"""How long to insist with a server that does not answer well, with the clock, the sleep and the dice passed in."""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime


def utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Patience:
    """At most `tries` requests for a file; waits in seconds double from `first_wait` to `longest_wait`.

    A server that asks to wait longer than `longest_asked` is left in peace.
    """

    tries: int = 6
    first_wait: float = 1.0
    longest_wait: float = 60.0
    longest_asked: float = 300.0
    sleep: Callable[[float], None] = time.sleep
    now: Callable[[], datetime] = utc_now
    jitter: Callable[[], float] = random.random

    def wait(self, *, failures: int) -> float:
        """Seconds before the next try after `failures` ≥ 1: half of the doubled wait is sure, half is drawn, so that
        many machines cut off together do not come back together.
        """
        doubled: float = min(self.longest_wait, self.first_wait * 2 ** (failures - 1))
        return doubled * (0.5 + 0.5 * self.jitter())

    def asked(self, retry_after: str | None) -> float:
        """Seconds that a Retry-After header asks for (a number or a date); 0 when absent, past or unreadable."""
        if not retry_after:
            return 0.0
        if retry_after.strip().isdigit():
            return float(retry_after)
        try:
            moment = parsedate_to_datetime(retry_after)
        except ValueError:
            return 0.0
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=UTC)
        return max(0.0, (moment - self.now()).total_seconds())
