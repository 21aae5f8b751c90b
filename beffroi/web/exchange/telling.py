"""Where a file that takes time stands, in words."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from beffroi.foundations.jobs.models import Job, State
from beffroi.foundations.jobs.worker import progress_of
from beffroi.programme.money.workbook.faults import said
from beffroi.programme.money.workbook.jobs import CHECKED, WRITTEN
from beffroi.web.exchange.making import MADE

# Faults shown on the page; the file of errors has them all.
SHOWN_FAULTS = 60
SHOWN_CELLS = 12
CHECK: dict[str, Any] = {
    State.WAITING: _("Contrôle du fichier : dans la file"),
    State.RUNNING: _("Contrôle du fichier en cours"),
    State.DONE: _("Le fichier est juste : relisez, puis enregistrez"),
    State.REFUSED: _("Le fichier est à corriger : rien n’a été enregistré"),
    State.FAILED: _("Le contrôle s’est arrêté par notre faute : rien n’a été enregistré"),
}
WRITE: dict[str, Any] = {
    State.WAITING: _("Enregistrement : dans la file"),
    State.RUNNING: _("Enregistrement en cours"),
    State.DONE: _("Le fichier est enregistré"),
    State.REFUSED: _("Le fichier est à corriger : rien n’a été enregistré"),
    State.FAILED: _("L’enregistrement s’est arrêté par notre faute : rien n’a été enregistré"),
}
MAKE: dict[str, Any] = {
    State.WAITING: _("Classeur : dans la file"),
    State.RUNNING: _("Classeur en préparation"),
    State.DONE: _("Le classeur est prêt"),
    State.REFUSED: _("Le classeur n’a pas été préparé"),
    State.FAILED: _("La préparation du classeur s’est arrêtée par notre faute"),
}
TITLES = {CHECKED: CHECK, WRITTEN: WRITE, MADE: MAKE}
BADGES: dict[str, str] = {State.DONE: "success", State.REFUSED: "error", State.FAILED: "error"}


@dataclass(frozen=True, slots=True)
class Place:
    sheet: str
    column: str
    cells: str
    others: int
    found: str
    right: str
    # What was kept before both languages could be said.
    is_in_french: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """`asks` when the file is right and waits for a word; `percent` while a worker tells how far it is."""

    title: Any
    badge: str
    asks: bool
    is_written: bool
    percent: int | None
    faults: tuple[Place, ...]
    more_faults: int
    # Why the file could not be read at all.
    sentences: tuple[str, ...]
    cells: int
    cost: Decimal
    planned: Decimal

    @property
    def has_faults(self) -> bool:
        return bool(self.faults)


def told(job: Job) -> Told:
    is_check = job.kind == CHECKED
    faults = job.result.get("faults", []) if job.state == State.REFUSED else []
    progress = progress_of(job) if job.state == State.RUNNING else None
    return Told(
        title=TITLES[job.kind][job.state],
        badge="info" if is_check and job.state == State.DONE else BADGES.get(job.state, ""),
        asks=is_check and job.state == State.DONE,
        is_written=job.kind == WRITTEN and job.state == State.DONE,
        percent=None if progress is None or not progress[1] else min(99, 100 * progress[0] // progress[1]),
        faults=tuple(_place(fault) for fault in faults[:SHOWN_FAULTS]),
        more_faults=max(0, len(faults) - SHOWN_FAULTS),
        sentences=tuple(said(sentence) for sentence in job.result.get("sentences", [])),
        cells=sum(fault["count"] for fault in faults),
        cost=Decimal(job.result.get("cost", 0)),
        planned=Decimal(job.result.get("planned", 0)),
    )


def _place(fault: dict[str, Any]) -> Place:
    return Place(
        sheet=fault["sheet"],
        column=fault["column"],
        cells=", ".join(fault["cells"][:SHOWN_CELLS]),
        others=max(0, fault["count"] - SHOWN_CELLS),
        found=fault["found"],
        right=said(fault["right"]),
        is_in_french=isinstance(fault["right"], str),
    )
