"""What the printed sheet says: the same as the page, for the same reader, in the language of the page."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from beffroi.foundations.days import day as day_said
from beffroi.programme.actions.models import Action
from beffroi.programme.money.states import Stage
from beffroi.web.action.printing.drawing import svg
from beffroi.web.action.sheet import Aim, Sheet
from beffroi.web.figures.indicator import colon, language
from beffroi.web.money.templatetags.euros import in_euros, whole_euros


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """`numbers` is how many of the last columns are amounts; `total` the last row, if any."""

    caption: str
    heads: list[str]
    rows: list[list[str]]
    numbers: int = 0
    total: list[str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    heading: str
    paragraphs: list[str]
    items: list[str]
    table: Table | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """The sheet in the order in which it is read."""

    language: str
    kicker: str
    title: str
    states: str
    notices: list[str]
    facts: list[tuple[str, str]]
    sections: list[Section]
    site: str
    site_alt: str
    footer: str

    def plain(self) -> dict[str, Any]:
        return asdict(self)


def printed(sheet: Sheet, *, at: datetime, address: str) -> Printed:
    """`at` is when the sheet is printed, `address` where the page is."""
    action = sheet.action
    drawn = svg(sheet.drawn) if sheet.drawn else ""
    day = day_said(at)
    return Printed(
        language=language(),
        kicker=", ".join([str(action.territory), *([_("action de démonstration")] if action.is_demonstration else [])]),
        title=str(action),
        states=", ".join(_states(sheet)),
        notices=_notices(sheet),
        facts=_facts(sheet),
        sections=[section for section in _sections(sheet) if section is not None],
        site=drawn,
        site_alt=_("Le site de l’action dans %(name)s") % {"name": action.territory} if drawn else "",
        footer=_("Beffroi, fiche du %(day)s, version %(revision)s. %(address)s")
        % {"day": day, "revision": action.revision, "address": address},
    )


def _states(sheet: Sheet) -> list[str]:
    action = sheet.action
    said = [action.get_state_display()]
    said += [_("En retard")] if sheet.delays else []
    said += [_("Bloquée")] if action.blocked else []
    said += [_("Mature")] if action.mature else []
    return [str(one) for one in (*said, action.get_circle_display())]


def _notices(sheet: Sheet) -> list[str]:
    action = sheet.action
    said = [f"{late.sentence}." for late in sheet.delays]
    if sheet.delays:
        cause = action.get_late_cause_display() or _("pas encore dite")
        note = f" ({action.late_note})" if action.late_note else ""
        said.append(_("Cause du retard") + f"{colon()}{cause}{note}.")
    if action.blocked:
        cause = action.get_blocked_cause_display()
        said.append(
            _("Action bloquée")
            + f"{colon()}{cause}. "
            + _("Ce qui lèvera le blocage")
            + f"{colon()}{action.unblock_condition}"
        )
    if action.state_reason:
        decider = f" ({action.decided_by})" if action.decided_by else ""
        said.append(_("Motif") + f"{colon()}{action.state_reason}{decider}")
    return said


def _facts(sheet: Sheet) -> list[tuple[str, str]]:
    action = sheet.action
    facts = [
        (_("Axe"), f"{action.axis.order}. {sheet.axis}"),
        (_("Axes secondaires"), " ; ".join(sheet.secondary_axes)),
        (_("Thèmes transversaux"), ", ".join(sheet.themes)),
        (_("Maître d’ouvrage"), str(action.owner or _("à désigner"))),
        (_("Partenaires"), ", ".join(map(str, sheet.partners))),
        (_("Début des travaux"), day_said(action.start_date) or _("à dater")),
        (_("Livraison prévue"), day_said(action.end_date) or _("à dater")),
        (_("Livraison"), day_said(action.delivered_date)),
        (_("Coût"), in_euros(action.cost) if action.cost is not None else _("à chiffrer")),
        (_("Version de la convention"), _versions(action)),
    ]
    return [(str(label), str(value)) for label, value in facts if value]


def _versions(action: Action) -> str:
    brought = (
        _("apportée par %(version)s") % {"version": action.version_in}
        if action.version_in
        else _("pas encore dans une convention")
    )
    taken = [_("retirée par %(version)s") % {"version": action.version_out}] if action.version_out else []
    return ", ".join([brought, *taken])


def _sections(sheet: Sheet) -> list[Section | None]:
    action = sheet.action
    return [
        _text(_("Description"), action.description),
        _text(_("Objectifs"), action.objectives),
        _text(_("Évaluation"), action.assessment),
        _milestones(sheet),
        _aims(sheet),
        _list(_("Risques"), [f"{risk} ({str(risk.get_severity_display()).lower()})" for risk in sheet.risks]),
        _list(
            _("Dépendances"),
            [
                *(_("Attend :") + f" {one.on_action}" for one in sheet.needs),
                *(_("Attendue par :") + f" {one}" for one in sheet.needed_by),
            ],
        ),
        _money(sheet),
        _list(
            _("Décisions qui l’ont faite ainsi"),
            [f"{day_said(one.decision.session.date)}{colon()}{one.decision.text}" for one in sheet.causes],
        ),
    ]


def _text(heading: str, text: str) -> Section | None:
    paragraphs = [line.strip() for line in text.splitlines() if line.strip()]
    return Section(heading=heading, paragraphs=paragraphs, items=[]) if paragraphs else None


def _list(heading: str, items: list[str]) -> Section | None:
    return Section(heading=heading, paragraphs=[], items=items) if items else None


def _milestones(sheet: Sheet) -> Section | None:
    rows = [[str(one), day_said(one.planned_date), day_said(one.done_date) or "–"] for one in sheet.milestones]
    table = Table(caption=_("Jalons"), heads=[_("Jalon"), _("Jour prévu"), _("Jour réalisé")], rows=rows)
    return Section(heading=_("Jalons"), paragraphs=[], items=[], table=table) if rows else None


def _aims(sheet: Sheet) -> Section | None:
    heads = [_("Indicateur"), _("Valeur de départ"), _("Cible"), _("Aujourd’hui, selon l’observatoire")]
    rows = [[_name(aim), *_values(aim)] for aim in sheet.aims]
    table = Table(caption=_("Indicateurs visés"), heads=heads, rows=rows)
    return Section(heading=_("Indicateurs visés"), paragraphs=[], items=[], table=table) if rows else None


def _name(aim: Aim) -> str:
    code = aim.aim.indicator_code
    return f"{aim.name} ({code})" if aim.is_known else code


def _values(aim: Aim) -> list[str]:
    today = [f"{figure.text} ({figure.place_name}, {figure.period})" for figure in aim.figures]
    return [aim.baseline or "–", aim.target or "–", " ; ".join(today) or "–"]


def _money(sheet: Sheet) -> Section | None:
    if not sheet.lines:
        return Section(heading=_("Financement"), paragraphs=[_("Aucune ligne de financement.")], items=[])
    stages = [str(stage) for stage in Stage]
    rows = [
        [
            str(line.funder),
            f"{line.get_instrument_display()}, {str(line.get_origin_display()).lower()}",
            str(line.get_state_display()),
            *(whole_euros(getattr(line, stage)) for stage in stages),
        ]
        for line in sheet.lines
    ]
    total = _("Total, sans les lignes refusées ou annulées")
    table = Table(
        caption=_("Lignes de financement (€)"),
        heads=[_("Financeur"), _("Instrument, origine"), _("État"), *(str(stage.label) for stage in Stage)],
        rows=rows,
        numbers=len(stages),
        total=[total, "", "", *(whole_euros(sheet.total.told(stage)) for stage in Stage)],
    )
    return Section(heading=_("Financement"), paragraphs=[], items=[], table=table)
