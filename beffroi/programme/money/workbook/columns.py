"""The columns of both sheets: what each is, in the words that the template and the refusals share."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_noop as _

from beffroi.foundations.choices import TextChoices
from beffroi.foundations.sayings import Saying, say
from beffroi.programme.actions.states import Cause
from beffroi.programme.actions.states import State as ActionState
from beffroi.programme.money.states import Instrument, Origin, Stage
from beffroi.programme.money.states import State as LineState
from beffroi.programme.money.workbook import cells
from beffroi.programme.money.workbook.cells import LIST_SIGN, NO, YES, Cell
from beffroi.programme.money.workbook.known import Known, reference
from beffroi.programme.people.roles import Circle

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """`says` completes « attendu : … »; `reads` makes the value, `writes` the cell of an export."""

    key: str
    title: str
    says: Saying
    reads: Callable[[Cell, Known, Row], Any]
    writes: Callable[[Any], Any] = str
    empty: Any = None
    required: bool = False
    choices: type[TextChoices] | None = None
    # The column without which this one cannot be read.
    needs: str | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    name: str
    file: str
    columns: tuple[Column, ...]

    def column(self, key: str) -> Column:
        return next(column for column in self.columns if column.key == key)


def _text(key: str, title: str, says: str, *, longest: int | None = None, required: bool = False) -> Column:
    told = say(says)
    if longest:
        told = say(_("%(what)s, %(most)s signes au plus"), what=told, most=longest)
    return Column(
        key=key,
        title=title,
        says=told,
        reads=lambda cell, known, row: cells.text(cell, longest=longest),
        empty="",
        required=required,
    )


def _choice(key: str, title: str, choices: type[TextChoices], *, empty: Any = "", required: bool = False) -> Column:
    read = cells.one_of(choices)
    return Column(
        key=key,
        title=title,
        says=say(_("l’un de : %(labels)s"), labels=", ".join(map(cells.french, choices))),
        reads=lambda cell, known, row: read(cell),
        writes=lambda value: cells.french(choices(value)) if value else "",
        empty=empty,
        required=required,
        choices=choices,
    )


def _day(key: str, title: str, says: str) -> Column:
    return Column(
        key=key,
        title=title,
        says=say(_("%(what)s, une date comme 31/12/2025"), what=say(says)),
        reads=lambda cell, known, row: cells.day(cell),
        writes=lambda value: value,
    )


def _amount(key: str, title: str, says: str, *, required: bool = False) -> Column:
    return Column(
        key=key,
        title=title,
        says=say(_("%(what)s, un montant en euros comme 1 234,50"), what=say(says)),
        reads=lambda cell, known, row: cells.amount(cell),
        writes=lambda value: value,
        required=required,
    )


def _yes_no(key: str, title: str, says: str) -> Column:
    return Column(
        key=key,
        title=title,
        says=say(_("%(what)s, oui ou non"), what=say(says)),
        reads=lambda cell, known, row: cells.yes_no(cell),
        writes=lambda value: YES if value else NO,
        empty=False,
    )


def _number(key: str, title: str, says: str) -> Column:
    return Column(
        key=key,
        title=title,
        says=say(says),
        reads=lambda cell, known, row: cells.number(cell),
        writes=lambda value: value,
    )


def _organisation(key: str, title: str, says: str, *, required: bool = False) -> Column:
    return Column(
        key=key,
        title=title,
        says=say(_("%(what)s, par son nom ou sa référence comme commune:15014 (feuille Listes)"), what=say(says)),
        reads=lambda cell, known, row: known.organisation(str(cell)),
        writes=lambda one: reference(one) if one else "",
        required=required,
    )


def _listed(items: Any) -> str:
    return f"{LIST_SIGN} ".join(items)


TERRITORY = Column(
    key="territory",
    title="Territoire",
    says=say(_("le code du territoire, comme acv-017")),
    reads=lambda cell, known, row: known.territory(str(cell)),
    writes=lambda territory: territory.code,
    required=True,
)
AXIS = Column(
    key="axis",
    title="Axe",
    says=say(_("le numéro de l’axe ou son intitulé")),
    reads=lambda cell, known, row: known.axis(cells.shown(cell), territory=row["territory"]),
    writes=lambda axis: axis.order,
    required=True,
    needs="territory",
)
SECONDARY_AXES = Column(
    key="secondary_axes",
    title="Axes secondaires",
    says=say(_("les numéros ou intitulés d’axes, séparés par des points-virgules")),
    reads=lambda cell, known, row: [
        one.key
        for one in cells.several(cells.shown(cell), read=lambda said: known.axis(said, territory=row["territory"]))
    ],
    writes=_listed,
    empty=[],
    needs="territory",
)
THEMES = Column(
    key="themes",
    title="Thèmes",
    says=say(_("des thèmes transversaux de la feuille Listes, séparés par des points-virgules")),
    reads=lambda cell, known, row: cells.several(cell, read=lambda said: known.theme(said, territory=row["territory"])),
    writes=_listed,
    empty=[],
    needs="territory",
)
PARTNERS = Column(
    key="partners",
    title="Partenaires",
    says=say(_("des organisations, par leur nom ou leur référence, séparées par des points-virgules")),
    reads=lambda cell, known, row: cells.several(cell, read=known.organisation),
    writes=lambda organisations: _listed(reference(one) for one in organisations),
    empty=[],
)
SITE = Column(
    key="site",
    title="Site (GeoJSON)",
    says=say(_("une géométrie GeoJSON en longitude et latitude")),
    reads=lambda cell, known, row: cells.site(cell),
    writes=lambda drawn: json.dumps(drawn) if drawn else "",
)

ACTIONS = Sheet(
    "Actions",
    "actions.csv",
    (
        _text(
            "reference",
            "Référence",
            _("un nom court, différent pour chaque action du fichier"),
            longest=40,
            required=True,
        ),
        TERRITORY,
        _text("title", "Intitulé", _("le nom de l’action"), longest=200, required=True),
        AXIS,
        SECONDARY_AXES,
        THEMES,
        _organisation("owner", "Maître d’ouvrage", _("l’organisation qui réalise l’action")),
        PARTNERS,
        _text("description", "Description", _("un texte")),
        _text("objectives", "Objectifs", _("un texte")),
        _choice("state", "État", ActionState, empty=ActionState.IDEA.value),
        _choice("suspended_from", "Suspendue depuis l’état", ActionState),
        _text("state_reason", "Motif", _("le motif d’une suspension ou d’un abandon")),
        _text("decided_by", "Décidé par", _("qui a décidé l’abandon"), longest=200),
        _text("assessment", "Évaluation", _("ce que l’action a changé")),
        _yes_no("mature", "Mature", _("si l’action peut commencer pendant l’initialisation")),
        _choice("circle", "Diffusion", Circle, empty=Circle.AGENTS.value),
        SITE,
        _day("start_date", "Début", _("le début prévu des travaux")),
        _day("end_date", "Fin", _("la livraison prévue")),
        _day("delivered_date", "Livrée le", _("le jour de la livraison")),
        _choice("late_cause", "Cause du retard", Cause),
        _text("late_note", "Précision sur le retard", _("un texte")),
        _choice("blocked_cause", "Cause du blocage", Cause),
        _text("unblock_condition", "Condition de déblocage", _("ce qui lèvera le blocage")),
        _amount("cost", "Coût", _("le coût total de l’action")),
        _number("revision", "Version", _("la version de la fiche que donne l’export ; rien pour une action nouvelle")),
    ),
)
LINES = Sheet(
    "Financements",
    "financements.csv",
    (
        _text(
            "reference",
            "Référence de l’action",
            _("celle d’une action du fichier, ou d’une action exportée"),
            required=True,
        ),
        _organisation("funder", "Financeur", _("l’organisation qui paie"), required=True),
        _choice("instrument", "Instrument", Instrument, required=True),
        _choice("origin", "Origine", Origin, required=True),
        _text("programme_name", "Programme d’origine", _("par exemple DSIL 2024"), longest=120),
        _choice("state", "État", LineState, empty=LineState.PLANNED.value),
        _text("state_reason", "Motif", _("le motif d’un refus, d’un classement ou d’une annulation")),
        _amount("planned", "Prévu", _("ce que le plan de financement attend de ce financeur"), required=True),
        *(
            column
            for stage, amount, day in (
                (
                    Stage.REQUESTED,
                    _("ce qui est demandé au financeur"),
                    _("le jour où le montant a été demandé"),
                ),
                (
                    Stage.ACCEPTED,
                    _("ce qui est accordé par le financeur"),
                    _("le jour où le montant a été accordé"),
                ),
                (
                    Stage.COMMITTED,
                    _("ce qui est engagé par le financeur"),
                    _("le jour où le montant a été engagé"),
                ),
                (Stage.PAID, _("ce qui est payé depuis le début"), _("le jour où le montant a été payé")),
            )
            for column in (
                _amount(str(stage), cells.french(stage), amount),
                _day(f"{stage}_date", f"{cells.french(stage)} le", day),
                _text(
                    f"{stage}_reference",
                    f"{cells.french(stage)} : pièce",
                    _("la référence du courrier, de l’arrêté ou du mandat"),
                    longest=120,
                ),
            )
        ),
        _number("line", "Ligne", _("le numéro de la ligne que donne l’export ; rien pour une ligne nouvelle")),
        _number("revision", "Version", _("la version de la ligne que donne l’export ; rien pour une ligne nouvelle")),
    ),
)
SHEETS = (ACTIONS, LINES)
