"""Declarations read from YAML, strictly: what is not understood is refused, saying what would be right."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from beffroi.foundations.yaml_files import read_yaml
from beffroi.observatory import sources as sources_package
from beffroi.observatory.intake.declaration import (
    FORMATS,
    MEANINGS,
    SUMMARIES,
    TYPES,
    Column,
    Gate,
    Melt,
    Source,
    SourceFile,
)
from beffroi.observatory.intake.licences import LICENCES

FOLDER = Path(sources_package.__file__).parent
LANGUAGES = frozenset({"fr", "en"})


class DeclarationRefused(ValueError):
    """A declaration of a source is not what it must be."""


@dataclass(frozen=True, slots=True)
class Fields:
    """A mapping of the YAML file that is emptied field by field: what is left at the end was not understood."""

    where: str
    left: dict[str, Any]
    known: list[str]

    @classmethod
    def of(cls, value: object, *, where: str) -> "Fields":
        if not isinstance(value, dict):
            raise DeclarationRefused(f"{where}: expected fields (name: value), found {value!r}.")
        return cls(where, dict(value), [])

    def get(self, name: str, kind: type | tuple[type, ...] = str, default: Any = None) -> Any:
        self.known.append(name)
        value = self.left.pop(name, default)
        wrong_bool = isinstance(value, bool) and kind is int
        if value is not default and (wrong_bool or not isinstance(value, kind)):
            kinds = " or ".join(one.__name__ for one in (kind if isinstance(kind, tuple) else (kind,)))
            raise DeclarationRefused(f"{self.where}: `{name}` is {value!r}; it must be of type {kinds}.")
        return value

    def require(self, name: str, kind: type | tuple[type, ...] = str) -> Any:
        if self.left.get(name) in (None, "", [], {}):
            raise DeclarationRefused(f"{self.where}: `{name}` is missing; every source says it.")
        return self.get(name, kind)

    def choose(self, name: str, among: tuple[str, ...]) -> str:
        value = self.require(name)
        if value not in among:
            raise DeclarationRefused(f"{self.where}: `{name}: {value}` is not known; one of {', '.join(among)}.")
        return str(value)

    def words(self, name: str, *, required: bool = True) -> dict[str, str]:
        value = self.require(name, dict) if required else self.get(name, dict, {})
        if value and set(value) != LANGUAGES:
            raise DeclarationRefused(f"{self.where}: `{name}` is said in French and in English: {{fr: …, en: …}}.")
        return dict(value)

    def end(self) -> None:
        if self.left:
            unknown = ", ".join(f"`{name}`" for name in self.left)
            known = ", ".join(sorted(self.known))
            raise DeclarationRefused(f"{self.where}: unknown field {unknown}; the fields are {known}.")


def load_source(path: Path) -> Source:
    """The source declared in `path`.

    Raises `DeclarationRefused`, naming the file and the field, for an unknown field, type, format or licence, a
    missing requirement, or a date column in a source that does not say when it was fetched.
    """
    try:
        fields = Fields.of(read_yaml(path), where=path.name)
    except yaml.YAMLError as error:
        raise DeclarationRefused(f"{path.name}: not YAML ({error}).") from error
    name = fields.require("name")
    if name != path.stem:
        raise DeclarationRefused(f"{path.name}: `name: {name}` must be the file's name, {path.stem}.")
    source = Source(
        name=name,
        producer=fields.require("producer"),
        title=fields.words("title"),
        url_main=fields.require("url_main"),
        licence=LICENCES[fields.choose("licence", tuple(LICENCES))],
        vintage=str(fields.require("vintage", (str, int))),
        coverage=fields.words("coverage"),
        key=tuple(fields.require("key", list)),
        files=tuple(_file(one, where=f"{path.name}, file") for one in fields.require("files", list)),
        columns=_columns(fields, where=path.name),
        geography=fields.get("geography", int),
        folder=path.parent,
        accessed=fields.get("accessed", date),
        published=fields.get("published", date),
        melt=_melt(fields.get("melt", dict), where=path.name),
        gates=tuple(_gate(one, where=f"{path.name}, gate") for one in fields.get("gates", list, [])),
        needs=tuple(fields.get("needs", list, [])),
        merge=fields.get("merge", dict, {}),
        whole=fields.get("whole", bool, False),
        unplaced=fields.get("unplaced", int, 0),
        at_least=fields.get("at_least", int, 1),
        notes=fields.words("notes", required=False),
    )
    fields.end()
    _check(source, where=path.name)
    return source


def load_sources(folder: Path = FOLDER) -> dict[str, Source]:
    """Every declared source by its name, in the order of names."""
    return {path.stem: load_source(path) for path in sorted(folder.glob("*.yml")) if "." not in path.stem}


def _file(value: object, *, where: str) -> SourceFile:
    fields = Fields.of(value, where=where)
    file = SourceFile(
        path=fields.require("path"),
        format=fields.choose("format", FORMATS),
        url=fields.get("url"),
        address_checked=fields.get("address_checked", bool, False),
        member=fields.get("member"),
        sha256=fields.get("sha256"),
        encoding=fields.get("encoding", str, "utf-8"),
        delimiter=fields.get("delimiter", str, ","),
        decimal=fields.get("decimal", str, "."),
        thousands=fields.get("thousands"),
        sheet=fields.get("sheet"),
        header_row=fields.get("header_row", int, 1),
        set=fields.get("set", dict, {}),
    )
    fields.end()
    return file


def _columns(fields: Fields, *, where: str) -> tuple[Column, ...]:
    shared = fields.get("tokens", dict, {})
    return tuple(_column(one, where=f"{where}, column", shared=shared) for one in fields.require("columns", list))


def _column(value: object, *, where: str, shared: Mapping[str, str]) -> Column:
    fields = Fields.of(value, where=where)
    name = fields.require("name")
    fields = Fields(f"{where} {name}", fields.left, fields.known)
    names = fields.get("from", (str, list), name)
    column = Column(
        name=name,
        type=fields.choose("type", TYPES),
        names=(names,) if isinstance(names, str) else tuple(names),
        tokens={str(token): meaning for token, meaning in fields.get("tokens", dict, shared).items()},
        optional=fields.get("optional", bool, False),
        future=fields.get("future", bool, False),
    )
    fields.end()
    for token, meaning in column.tokens.items():
        if meaning not in MEANINGS:
            raise DeclarationRefused(
                f"{fields.where}: the word {token!r} means {meaning!r}; one of {', '.join(MEANINGS)}."
            )
    return column


def _melt(value: object, *, where: str) -> Melt | None:
    if value is None:
        return None
    fields = Fields.of(value, where=f"{where}, melt")
    melt = Melt(names=fields.require("names"), values=fields.require("values"), type=fields.choose("type", TYPES))
    fields.end()
    return melt


def _gate(value: object, *, where: str) -> Gate:
    fields = Fields.of(value, where=where)
    gate = Gate(name=fields.require("name"), sql=fields.require("sql"))
    fields.end()
    return gate


def _check(source: Source, *, where: str) -> None:
    """What the fields say together."""
    names = [column.name for column in source.columns]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise DeclarationRefused(f"{where}: column {', '.join(twice)} is declared twice; one line per column.")
    for name, rule in source.merge.items():
        if rule not in SUMMARIES and not rule.startswith("mean by "):
            allowed = ", ".join((*SUMMARIES, "mean by <column>"))
            raise DeclarationRefused(f"{where}: `merge: {{{name}: {rule}}}` is not known; one of {allowed}.")
    if source.whole and source.geography is None:
        raise DeclarationRefused(f"{where}: `whole` needs `geography`, the year of the commune codes of the files.")
    said = {name for file in source.files for name in file.set}
    unknown = set(source.key) - set(names) - said
    if unknown and not (source.sql or source.python or source.melt):
        raise DeclarationRefused(f"{where}: the key {', '.join(sorted(unknown))} is no column; declare it, or its SQL.")
    dated = [column.name for column in source.columns if column.type == "date"]
    if dated and not (source.accessed or source.published):
        raise DeclarationRefused(
            f"{where}: column {dated[0]} is a date; say `accessed` or `published`, after which a date is in the future."
        )
