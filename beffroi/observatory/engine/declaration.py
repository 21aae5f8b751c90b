"""An indicator is two files of one name: what it means (.yml) and how it is computed (.sql)."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypedDict

import yaml

from beffroi.foundations.yaml_files import read_yaml
from beffroi.observatory.engine import vocabulary
from beffroi.observatory.engine.schema import record_faults
from beffroi.observatory.engine.sql import BadSql, tables_read
from beffroi.observatory.release.columns import PLACE_KINDS

INDICATORS = Path(__file__).parents[1] / "indicators"
SQL_LINES = 60
SCHEMAS = ("sources", "territory", "indicators")
SQL_LEVELS = {"centre", "rest", "commune"}
MEDIAN_LEVELS = SQL_LEVELS | {"territory", "peers", "programme", "france"}

Row = Mapping[str, Any]


class BadDeclaration(ValueError):
    """Says which file is wrong, what is wrong, and what would be right."""


class Bilingual(TypedDict):
    fr: str
    en: str


class Phrases(TypedDict):
    fr: list[str]
    en: list[str]


class Time(TypedDict):
    kind: str
    reference: Bilingual
    min_gap_years: int
    comparable: list[list[str]]


class Uncertainty(TypedDict):
    kind: str
    method: Bilingual


class Disclosure(TypedDict):
    floor: int
    unit: str


class Gate(TypedDict):
    name: Bilingual
    sql: str


class Break(TypedDict):
    date: str
    what: Bilingual


class Change(TypedDict):
    version: int
    date: str
    why: Bilingual


class Example(TypedDict):
    name: str
    given: dict[str, list[Row]]
    expect: list[Row]


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """What schema.yml describes, plus the name of the two files and the query."""

    slug: str
    sql: str
    reads: frozenset[str]  # tables that the query reads, as schema.table
    code: str
    version: int
    status: str
    axis: str
    name: Bilingual
    question: Bilingual
    definition: Bilingual
    says: Bilingual
    not_said: Bilingual
    formula: Bilingual
    numerator: Bilingual | None
    denominator: Bilingual | None
    unit: str
    decimals: int
    bounds: Sequence[float | None]
    direction: str
    kind: str
    grain: str
    aggregate: str
    levels: Sequence[str]
    perimeter_sensitive: bool
    time: Time
    processing: str
    uncertainty: Uncertainty
    disclosure: Disclosure
    limits: Phrases
    examples: Sequence[Example]
    scale: float = 1
    gates: Sequence[Gate] = ()
    breaks: Sequence[Break] = ()
    not_comparable_with: Bilingual | None = None
    changes: Sequence[Change] = ()
    references: Sequence[str] = ()
    related: Sequence[str] = ()

    @property
    def is_additive(self) -> bool:
        """Whether the figure of a whole follows from the numerators and denominators of its parts."""
        return self.kind in ("ratio", "count")

    @property
    def sources(self) -> list[str]:
        """Names of the source tables that its own query reads."""
        return sorted(table.removeprefix("sources.") for table in self.reads if table.startswith("sources."))

    @property
    def parts(self) -> list[str]:
        """Slugs of the indicators whose figures its query reads."""
        return sorted(table.removeprefix("indicators.") for table in self.reads if table.startswith("indicators."))

    @property
    def comes_after(self) -> set[str]:
        """Slugs of the other indicators that its query or its gates read: they are computed first."""
        looked_at = {table for gate in self.gates for table in tables_read(gate["sql"])}
        return {table.removeprefix("indicators.") for table in looked_at} - {self.slug} | set(self.parts)

    def published(self) -> dict[str, Any]:
        """What the catalogue of a release says of it: every field but the examples, and the query with its checksum."""
        told = {name: getattr(self, name) for name in vocabulary.fields() if name != "examples"}
        checksum = hashlib.sha256(self.sql.encode()).hexdigest()
        made = {"sql": self.sql, "sql_sha256": checksum, "sources": self.sources, "parts": self.parts}
        return told | {"slug": self.slug} | made


def load(path: Path) -> Indicator:
    """The indicator declared by `path` (its .yml) and the .sql beside it.

    Raises `BadDeclaration` with every fault found in the two files, each with what would be right.
    """
    try:
        declared = read_yaml(path)
    except yaml.YAMLError as error:
        raise BadDeclaration(f"{path.name}: not YAML: {error}") from None
    if found := list(record_faults(declared, vocabulary.fields())):
        raise BadDeclaration(_listed(path, found))
    sql_path = path.with_suffix(".sql")
    if not sql_path.is_file():
        raise BadDeclaration(f"{path.name}: {sql_path.name} is absent; the calculation goes beside the meaning.")
    sql = sql_path.read_text(encoding="utf-8").strip().removesuffix(";")
    if found := list(_sql_faults(sql, path.stem)):
        raise BadDeclaration(_listed(sql_path, found))
    indicator = Indicator(slug=path.stem, sql=sql, reads=frozenset(tables_read(sql)), **declared)
    if found := list(_faults(indicator, folder=path.parent.name)):
        raise BadDeclaration(_listed(path, found))
    return indicator


def load_all(folder: Path = INDICATORS) -> dict[str, Indicator]:
    """Every indicator under `folder`, by slug, in the order of codes.

    Raises `BadDeclaration` with the faults of all files: of each one, and of the set (a code or a slug used twice, a
    `related` code or a table `indicators.…` that does not exist).
    """
    loaded, found = [], []
    for path in sorted(folder.rglob("*.yml")):
        try:
            loaded.append(load(path))
        except BadDeclaration as fault:
            found.append(str(fault))
    found += [f"{path.name}: no .yml of that name; say what it means." for path in _orphans(folder)]
    found += _set_faults(loaded)
    if found:
        raise BadDeclaration("\n".join(found))
    return {i.slug: i for i in sorted(loaded, key=lambda i: i.code)}


def _orphans(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.rglob("*.sql")) if not path.with_suffix(".yml").is_file()]


def _listed(path: Path, faults: list[str]) -> str:
    return "\n".join(f"{path.parent.name}/{path.name}: {fault}." for fault in faults)


def _sql_faults(sql: str, slug: str) -> Iterator[str]:
    try:
        tables = tables_read(sql)
    except BadSql as error:
        yield str(error)
        return
    if not tables:
        yield "the query reads no table"
    for table in sorted(tables):
        if table.partition(".")[0] not in SCHEMAS or "." not in table:
            yield f"the query reads {table}; it may read {', '.join(f'{s}.…' for s in SCHEMAS)} and its own `with`"
    if f"indicators.{slug}" in tables:
        yield "the query reads itself"
    if (lines := len(sql.splitlines())) > SQL_LINES:
        yield f"{lines} lines; {SQL_LINES} at most: move the reshaping to the source, or split the indicator"


def _faults(indicator: Indicator, *, folder: str) -> Iterator[str]:
    """What holds between fields."""
    prefix = vocabulary.axes()[indicator.axis]["prefix"]
    if not indicator.code.startswith(prefix):
        yield f"code is {indicator.code!r}; on the axis {indicator.axis} it starts with {prefix}"
    if folder != indicator.axis:
        yield f"axis is {indicator.axis!r} but the folder is {folder!r}; they must be one"
    told = {change["version"] for change in indicator.changes}
    if untold := set(range(2, indicator.version + 1)) - told:
        yield f"version is {indicator.version} but `changes` does not say why for {sorted(untold)}"
    low, high = indicator.bounds
    if low is not None and high is not None and low >= high:
        yield f"bounds are {low} and {high}; the lowest comes first"
    if len(set(indicator.levels)) < len(indicator.levels):
        yield "levels names one of them twice"
    yield from _kind_faults(indicator)
    yield from _gate_faults(indicator)
    yield from _example_faults(indicator)


def _kind_faults(indicator: Indicator) -> Iterator[str]:
    words = (indicator.numerator is not None, indicator.denominator is not None)
    if indicator.kind == "ratio" and words != (True, True):
        yield "kind is ratio: numerator and denominator must both be named"
    if indicator.kind == "count" and words != (True, False):
        yield "kind is count: name the numerator, and leave the denominator null"
    allowed = {"sum", "none"} if indicator.is_additive else {"median", "none"}
    if indicator.aggregate not in allowed:
        yield f"aggregate is {indicator.aggregate!r}; kind {indicator.kind} allows {' or '.join(sorted(allowed))}"
    if indicator.grain == "iris" and not indicator.is_additive:
        yield f"grain is iris but kind {indicator.kind} does not add up; give communes, and centres by `place_kind`"
    reach = {"sum": set(PLACE_KINDS), "median": MEDIAN_LEVELS, "none": SQL_LEVELS}[indicator.aggregate]
    if beyond := set(indicator.levels) - reach:
        yield f"levels holds {sorted(beyond)}; aggregate {indicator.aggregate} reaches {sorted(reach)}"


def _gate_faults(indicator: Indicator) -> Iterator[str]:
    for gate in indicator.gates:
        try:
            beyond = {table for table in tables_read(gate["sql"]) if not table.startswith("indicators.")}
        except BadSql as error:
            yield f"gate {gate['name']['en']!r}: {error}"
            continue
        if beyond:
            yield f"gate {gate['name']['en']!r} reads {', '.join(sorted(beyond))}; it looks at figures only"


def _example_faults(indicator: Indicator) -> Iterator[str]:
    for example in indicator.examples:
        given = set(example["given"])
        if missing := indicator.reads - given:
            yield f"example {example['name']!r}: give rows of {', '.join(sorted(missing))}, which the query reads"
        if spare := given - indicator.reads:
            yield f"example {example['name']!r}: the query does not read {', '.join(sorted(spare))}"


def _set_faults(loaded: Sequence[Indicator]) -> Iterator[str]:
    by_code: dict[str, str] = {}
    slugs: set[str] = set()
    for indicator in loaded:
        if (other := by_code.setdefault(indicator.code, indicator.slug)) != indicator.slug:
            yield f"{indicator.slug}.yml: code {indicator.code} is already that of {other}; each has its own."
        if indicator.slug in slugs:
            yield f"{indicator.slug}.yml: two folders hold a file of that name; a slug is used once."
        slugs.add(indicator.slug)
    for indicator in loaded:
        for table in sorted(t for t in indicator.reads if t.startswith("indicators.")):
            if table.removeprefix("indicators.") not in slugs:
                yield f"{indicator.slug}.sql: reads {table}, which no file declares."
        for code in sorted(set(indicator.related) - by_code.keys()):
            yield f"{indicator.slug}.yml: related names {code}, which no file declares."
