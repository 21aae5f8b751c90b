"""The file that is sent, or the two of them."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beffroi.programme.money.rewriting import NEEDS_REASON
from beffroi.web.components.fields import Text

LARGEST_BYTES = 20 * 1024 * 1024
ACCEPTED = ".xlsx,.csv"


class SeveralFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class Files(forms.FileField):
    """One file or several, as a list."""

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        given = data if isinstance(data, list | tuple) else [data]
        files = [super(Files, self).clean(one, initial) for one in given] or [super().clean(None, initial)]
        if sum(file.size or 0 for file in files) > LARGEST_BYTES:
            raise ValidationError(
                _("Ces fichiers dépassent %(most)s Mo : partagez les actions en plusieurs fichiers.")
                % {"most": LARGEST_BYTES // 1024 // 1024}
            )
        if unknown := [file.name for file in files if not str(file.name).lower().endswith(tuple(ACCEPTED.split(",")))]:
            raise ValidationError(
                _("« %(name)s » n’est ni un XLSX ni un CSV : enregistrez votre tableau dans l’un de ces formats.")
                % {"name": unknown[0]}
            )
        return files


class Sent(forms.Form):
    files = Files(
        label=gettext_lazy("Fichier à importer"),
        widget=SeveralFiles(attrs={"accept": ACCEPTED}),
        help_text=gettext_lazy(
            "Un classeur XLSX fait sur le modèle, ou le CSV des actions et celui des financements : "
            "l’un des deux suffit. 20 Mo au plus."
        ),
    )

    @property
    def contents(self) -> dict[str, bytes]:
        return {str(file.name): file.read() for file in self.cleaned_data["files"]}


class Confirmed(forms.Form):
    """The word that lets a file be written; a reason where the file rewrites what was told of the money."""

    reason = Text(
        label=gettext_lazy("Motif"),
        rows=3,
        error_messages={"required": NEEDS_REASON},
        help_text=gettext_lazy("Il reste dans l’historique de chacune de ces lignes."),
    )

    def __init__(self, *args: Any, rewritten: int, **traits: Any) -> None:
        super().__init__(*args, **traits)
        if not rewritten:
            del self.fields["reason"]
