"""The trend of one place between vintages that may be compared, and never across a break."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

WIDTH, HEIGHT = 240.0, 72.0
LEFT, RIGHT, TOP, BOTTOM = 6.0, 6.0, 16.0, 18.0


@dataclass(frozen=True, slots=True)
class Line:
    kind: str  # centre | rest | commune | programme
    label: str
    points: Sequence[tuple[str, float]]  # period, value; oldest first


def comparable_run(periods: Sequence[str], *, groups: Sequence[Sequence[str]]) -> list[str]:
    """The periods that compare with the last one, itself included; empty when it stands alone."""
    if not periods:
        return []
    group = next((group for group in groups if periods[-1] in group), [])
    run = [period for period in periods if period in group]
    return run if len(run) > 1 else []


def drawn(lines: Sequence[Line], *, title: str, description: str, identity: str, span: float) -> str:
    """A small line chart: one line per place, a dot per vintage, the years at both ends.

    `span` is the width of the indicator's axis: the chart never magnifies a change smaller than a third of it.
    """
    years = {period: _year(period) for line in lines for period, _ in line.points}
    values = [value for line in lines for _, value in line.points]
    first, last = min(years.values()), max(years.values())
    room = max(0.0, span / 3 - (max(values) - min(values))) / 2
    low, high = min(values) - room, max(values) + room

    def at(period: str, value: float) -> str:
        across = (years[period] - first) / ((last - first) or 1)
        up = (value - low) / ((high - low) or 1)
        return f"{LEFT + across * (WIDTH - LEFT - RIGHT):.1f} {HEIGHT - BOTTOM - up * (HEIGHT - TOP - BOTTOM):.1f}"

    body = []
    for line in lines:
        places = [at(period, value) for period, value in line.points]
        body.append(f'<path class="trend-{line.kind}" d="M{"L".join(places)}"/>')
        body.append(f'<path class="trend-dots trend-{line.kind}" d="{"".join(f"M{place}h0" for place in places)}"/>')
    ends = sorted(years, key=lambda period: years[period])
    for period, x, anchor in ((ends[0], LEFT, "start"), (ends[-1], WIDTH - RIGHT, "end")):
        body.append(
            f'<text class="strip-tick" x="{x:g}" y="{HEIGHT - 4:g}" text-anchor="{anchor}">{escape(period)}</text>'
        )
    return (
        f'<svg class="trend" role="img" aria-labelledby="{identity}-t {identity}-d" xmlns="http://www.w3.org/2000/svg" '
        f'viewBox="0 0 {WIDTH:g} {HEIGHT:g}" width="{WIDTH:g}" height="{HEIGHT:g}">'
        f'<title id="{identity}-t">{escape(title)}</title><desc id="{identity}-d">{escape(description)}</desc>'
        f"{''.join(body)}</svg>"
    )


def _year(period: str) -> float:
    years = [int(part) for part in period.split("-") if part[:4].isdigit()]
    return sum(years) / len(years)
