"""What was told of a line, stage by stage, as a form that corrects it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from beffroi.programme.committees.models import Decision
from beffroi.programme.documents.models import Document
from beffroi.programme.money.invariants import SENTENCES
from beffroi.programme.money.models import FundingLine
from beffroi.programme.money.operations import STAGE_OF
from beffroi.programme.money.rewriting import NEEDS_REASON, rewritten
from beffroi.programme.money.states import AMOUNTS, TOLD, Stage
from beffroi.web.components.fields import CHOOSE, Amount, Cited, Day, Text
from beffroi.web.money.forms import lines
from beffroi.web.money.wording import FIELDS

WHY = _("Nécessaire pour réécrire un montant ou une date. Il reste dans l’historique de la ligne.")
BESIDE = {"revision", "decision", "reason"}
LABELS = {STAGE_OF[move]: label for move, label in lines.AMOUNTS.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldStage:
    """A stage on the form: its fields, and what was said of it until now."""

    stage: Stage
    fields: list[forms.BoundField]
    amount: Decimal | None
    day: date | None
    reference: str


def told_of(line: FundingLine) -> list[Stage]:
    """The stages of which something was said: an amount, or the paper of a refusal."""
    return [
        stage for stage in TOLD if any(getattr(line, f"{stage}{part}") for part in ("", "_document_id", "_reference"))
    ]


class StagesForm(forms.Form):
    """Each stage already told: its amount, its day, its paper; and the decision that made it otherwise."""

    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *args: Any, line: FundingLine, documents: Iterable[Document], decisions: Iterable[Decision], **traits: Any
    ) -> None:
        self.line, self.stages = line, told_of(line)
        shown = [one.pk for one in documents]
        known = Document.objects.filter(pk__in=shown)
        made = {
            name: field for stage in self.stages for name, field in _fields_of(line, stage, known=known, shown=shown)
        }
        initial = {name: getattr(line, name) for name in made} | {"revision": line.revision}
        super().__init__(*args, initial=initial, **traits)
        self.fields.update(made)
        reason = Text(label=FIELDS["reason"], required=False, rows=3, help_text=WHY)
        reason.is_needed = True
        self.fields["reason"] = reason
        self.fields["decision"] = Cited(decisions, help_text=lines.TO_EXCEED)

    def clean(self) -> dict[str, Any]:
        """An amount or a day that was told is not rewritten without a reason; a better paper needs none."""
        said = super().clean() or {}
        if rewritten(self.line, values=said) and not said.get("reason"):
            self.add_error("reason", NEEDS_REASON)
        return said

    @property
    def values(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name not in BESIDE}

    def by_stage(self) -> Iterator[ToldStage]:
        """The fields of each stage, together, under what was said of it so far."""
        for stage in self.stages:
            yield ToldStage(
                stage=stage,
                fields=[self[name] for name in self.fields if name.partition("_")[0] == stage],
                amount=getattr(self.line, stage),
                day=getattr(self.line, f"{stage}_date"),
                reference=getattr(self.line, f"{stage}_reference"),
            )


def _fields_of(line: FundingLine, stage: Stage, *, known: Any, shown: list[int]) -> Iterator[tuple[str, forms.Field]]:
    if getattr(line, stage) is not None:
        is_needed = stage in AMOUNTS[line.life_state].has
        needed = {"required": SENTENCES[line.life_state]} if is_needed else None
        yield stage, Amount(label=LABELS[stage], required=is_needed, error_messages=needed)
        yield f"{stage}_date", Day(label=FIELDS[f"{stage}_date"], required=is_needed)
    yield (
        f"{stage}_reference",
        forms.CharField(label=FIELDS[f"{stage}_reference"], max_length=120, required=False),
    )
    # A paper that this person may not open stays where it is: the form does not name it.
    if getattr(line, f"{stage}_document_id") in {None, *shown}:
        yield (
            f"{stage}_document",
            forms.ModelChoiceField(
                queryset=known, label=FIELDS[f"{stage}_document"], required=False, empty_label=CHOOSE[1]
            ),
        )
