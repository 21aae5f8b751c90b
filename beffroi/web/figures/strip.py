"""A strip plot made on the server: one town's centre, rest and commune among its peers and among the programme.

Every chart is a small SVG of constant height whose abscissas are shares of the width, so that texts keep their size
on a telephone; in print, where the width is known, the same drawing takes plain units. Colours and shapes are classes:
the policy of the site allows no inline style.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from itertools import groupby

from beffroi.web.figures.scale import Scale

COLUMNS = 110  # the dots of the programme stand in columns: 110 over the width, one dot of 3 px each at 360 px
DOT = 4.0
STACK = 44.0
ROW = 20.0
LABEL_SWITCH = 0.5
NARROWEST = 290.0  # the drawing's width on a screen of 360 px
LETTER, BOLD = 6.2, 1.25


@dataclass(frozen=True, slots=True)
class Mark:
    """A value of this town on a line of its own, with its interval."""

    kind: str  # centre | rest | commune : class and shape
    label: str
    value: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Reference:
    """A value to read against: a thin upright line with its label at the top."""

    kind: str  # programme | france
    label: str
    value: float


@dataclass(frozen=True, slots=True)
class Band:
    """A line of its own for several values, under a label: the peers of one group, or the levels of one town."""

    label: str
    marks: Sequence[tuple[str, float]]  # kind (outside | inside | centre | rest | commune) and value
    is_joined: bool = False


@dataclass(frozen=True, slots=True)
class Strip:
    """All that a chart shows. `ticks` are written by the caller, who knows the unit and the language."""

    scale: Scale
    ticks: Sequence[str]
    marks: Sequence[Mark]
    references: Sequence[Reference]
    bands: Sequence[Band]
    spread: Sequence[float]
    spread_label: str
    beyond_label: str
    title: str
    description: str


@dataclass(frozen=True, slots=True)
class Frame:
    """Where an abscissa falls: a percentage on the screen, units in print."""

    width: float | None = None

    def x(self, share: float) -> str:
        margin, inner = 0.02, 0.96
        at = margin + inner * share
        return f"{at * 100:.1f}%" if self.width is None else f"{at * self.width:.1f}"


def drawn(strip: Strip, *, identity: str, width: float | None = None) -> str:
    """The SVG of a strip plot; `identity` makes the ids of its title and description unique in the page."""
    frame = Frame(width)
    parts: list[str] = []
    y = _marks(parts, strip.marks, frame=frame, scale=strip.scale, y=14.0 * len(strip.references) + 4)
    y = _bands(parts, strip.bands, frame=frame, scale=strip.scale, y=y)
    y = _spread(parts, strip, frame=frame, y=y)
    behind: list[str] = []
    _references(behind, strip.references, frame=frame, scale=strip.scale, bottom=y)
    height = _axis(parts, strip, frame=frame, y=y)
    size = f'height="{height:g}"' + (' width="100%"' if width is None else f' width="{width:g}"')
    return (
        f'<svg class="strip" role="img" aria-labelledby="{identity}-t {identity}-d" xmlns="http://www.w3.org/2000/svg" '
        f'xmlns:xlink="http://www.w3.org/1999/xlink" {size}>'
        f'<title id="{identity}-t">{escape(strip.title)}</title>'
        f'<desc id="{identity}-d">{escape(strip.description)}</desc>'
        f"{''.join(behind)}{''.join(parts)}</svg>"
    )


def _text(label: str, *, share: float, y: float, frame: Frame, kind: str, shift: float = 0.0) -> str:
    """A label beside its point, on the roomier side unless the other one holds it better."""
    length = _length(label) * (BOLD if kind == "strip-own" else 1.0)
    is_right = _room(share) >= length + shift or share < LABEL_SWITCH
    anchor, dx = ("start", shift) if is_right else ("end", -shift)
    place = f'x="{frame.x(share)}" dx="{dx:g}" y="{y:g}"'
    return f'<text class="{kind}" {place} text-anchor="{anchor}">{escape(label)}</text>'


def _length(label: str) -> float:
    return LETTER * len(label)


def _room(share: float) -> float:
    """What the narrowest screen leaves at the right of a point."""
    return NARROWEST * (1 - share)


def _references(
    parts: list[str], references: Sequence[Reference], *, frame: Frame, scale: Scale, bottom: float
) -> None:
    """A label and an upright line each, down to the axis.

    All labels stand on one side of their lines, the outermost on top: so no line crosses a label.
    """
    shares = sorted((scale.share(reference.value), index) for index, reference in enumerate(references))
    longest = max((_length(reference.label) for reference in references), default=0.0)
    is_right = bool(shares) and (_room(shares[-1][0]) >= longest or shares[-1][0] < LABEL_SWITCH)
    anchor, shift = ("start", 4) if is_right else ("end", -4)
    for row, (share, index) in enumerate(shares if is_right else reversed(shares), start=1):
        x = frame.x(share)
        line = f'x1="{x}" x2="{x}" y1="{14 * row - 12}" y2="{bottom:g}"'
        parts.append(f'<line class="strip-ref strip-ref-{references[index].kind}" {line}/>')
        text = f'x="{x}" dx="{shift}" y="{14 * row - 3}" text-anchor="{anchor}"'
        parts.append(f'<text class="strip-note" {text}>{escape(references[index].label)}</text>')


def _marks(parts: list[str], marks: Iterable[Mark], *, frame: Frame, scale: Scale, y: float) -> float:
    """One line for each mark, its label beside it; above it when an interval takes the line."""
    for mark in marks:
        share, middle = scale.share(mark.value), y + ROW / 2
        if mark.low is None or mark.high is None:
            label = _text(mark.label, share=share, y=middle + 4, frame=frame, kind="strip-own", shift=10)
        else:
            label = _text(mark.label, share=share, y=middle + 2, frame=frame, kind="strip-own")
            y, middle = y + 12, middle + 12
            ends = (frame.x(scale.share(mark.low)), frame.x(scale.share(mark.high)))
            parts.append(f'<line class="strip-bar" x1="{ends[0]}" x2="{ends[1]}" y1="{middle:g}" y2="{middle:g}"/>')
        parts.append(_row([(mark.kind, share)], y=middle, frame=frame))
        parts.append(label)
        y += ROW
    return y


def _row(marks: Sequence[tuple[str, float]], *, y: float, frame: Frame) -> str:
    """Marks on one line: a group for each kind, so that a mark costs no more than its abscissa."""
    groups = []
    for kind, of_kind in groupby(marks, key=lambda mark: mark[0]):
        uses = "".join(f'<use href="#m-{kind}" x="{frame.x(share)}"/>' for _, share in of_kind)
        groups.append(f'<g class="strip-{kind}" transform="translate(0 {y:g})">{uses}</g>')
    return "".join(groups)


def _bands(parts: list[str], bands: Iterable[Band], *, frame: Frame, scale: Scale, y: float) -> float:
    for band in bands:
        shares = [(kind, scale.share(value)) for kind, value in band.marks]
        if band.is_joined:
            _joined(parts, band.label, shares, frame=frame, y=y + ROW / 2)
            y += ROW + 2
        elif shares:
            parts.append(f'<text class="strip-note" x="{frame.x(0)}" y="{y + 13:g}">{escape(band.label)}</text>')
            parts.append(_row(shares, y=y + 24, frame=frame))
            y += 34
    return y


def _joined(parts: list[str], label: str, shares: Sequence[tuple[str, float]], *, frame: Frame, y: float) -> None:
    """The levels of one town, tied by a line, with its name on the roomier side."""
    ends = [pick((share for _, share in shares), default=0.0) for pick in (min, max)]
    parts.append(f'<line class="strip-link" x1="{frame.x(ends[0])}" x2="{frame.x(ends[1])}" y1="{y:g}" y2="{y:g}"/>')
    parts.append(_row(shares, y=y, frame=frame))
    side = ends[1] if sum(ends) < 2 * LABEL_SWITCH else ends[0]
    anchor, shift = ("start", 11) if sum(ends) < 2 * LABEL_SWITCH else ("end", -11)
    text = f'x="{frame.x(side)}" dx="{shift}" y="{y + 4:g}" text-anchor="{anchor}"'
    parts.append(f'<text class="strip-own" {text}>{escape(label)}</text>')


def _spread(parts: list[str], strip: Strip, *, frame: Frame, y: float) -> float:
    if not strip.spread:
        return y + 4
    columns = tuple(round(strip.scale.share(value) * (COLUMNS - 1)) for value in strip.spread)
    parts.append(f'<text class="strip-note" x="{frame.x(0)}" y="{y + 13:g}">{escape(strip.spread_label)}</text>')
    if strip.beyond_label:
        parts.append(_text(strip.beyond_label, share=1.0, y=y + 13, frame=frame, kind="strip-note"))
    y += 18
    if frame.width is None:
        path, pitch = dots(columns, step=1.0)
        parts.append(
            f'<svg class="strip-dots" x="2%" width="96%" y="{y:g}" height="{STACK:g}" '
            f'viewBox="0 0 {COLUMNS - 1} {STACK:g}" preserveAspectRatio="none">'
            f'<path d="{path}" stroke-dasharray="{pitch}"/></svg>'
        )
    else:
        path, pitch = dots(columns, step=0.96 * frame.width / (COLUMNS - 1))
        move = f"translate({0.02 * frame.width:g} {y:g})"
        parts.append(f'<path class="strip-dots" transform="{move}" d="{path}" stroke-dasharray="{pitch}"/>')
    return y + STACK


@lru_cache(maxsize=4096)
def dots(columns: tuple[int, ...], *, step: float) -> tuple[str, str]:
    """All the dots as one path, and the dashes that turn each column of it into dots.

    A column is a stroke from the bottom up, cut in dashes of no length whose round ends are the dots: ten bytes for a
    column whatever its height. The highest column sets the pitch, so that no stack leaves its 44 units. The same
    indicator gives the same path for every town: it is made once.
    """
    heights = Counter(columns)
    pitch = min(DOT, (STACK - DOT) / max(1, max(heights.values()) - 1))
    strokes = (
        f"M{column * step:.4g} {STACK - DOT / 2:g}v-{(heights[column] - 1) * pitch + 0.1:.3g}"
        for column in sorted(heights)
    )
    return "".join(strokes), f".01 {pitch - 0.01:.4g}"


def _axis(parts: list[str], strip: Strip, *, frame: Frame, y: float) -> float:
    places = [frame.x(strip.scale.share(value)) for value in strip.scale.ticks]
    lines = "".join(f'<line x1="{x}" x2="{x}" y2="4"/>' for x in places)
    move = f'transform="translate(0 {y:g})"'
    parts.append(f'<g class="strip-axis" {move}><line x1="{frame.x(0)}" x2="{frame.x(1)}"/>{lines}</g>')
    ends = {0: ' text-anchor="start"', len(places) - 1: ' text-anchor="end"'}
    texts = "".join(
        f'<text x="{x}" y="16"{ends.get(index, "")}>{escape(label)}</text>'
        for index, (x, label) in enumerate(zip(places, strip.ticks, strict=True))
    )
    parts.append(f'<g class="strip-tick" text-anchor="middle" {move}>{texts}</g>')
    return y + 20
