"""The letter that groups what one person is reminded of."""

from collections.abc import Callable, Mapping
from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from beffroi.foundations.days import day
from beffroi.foundations.mail import Letter
from beffroi.programme.reminders.due import Cause, Reminder

# Of one kind in one letter; the others are counted, and listed on the desk.
LISTED = 15


def reminder(
    told: Reminder, *, names: Mapping[str, str], link_to: Callable[[Cause], str], stop_link: Callable[[int], str]
) -> Letter:
    """`names` are those of the territories, by code. Both links are asked for in the language of the person.

    The headers let a mail program offer to stop the letters by itself (RFC 2369, RFC 8058).
    """
    with override(told.person.language):
        stop = stop_link(told.person.id)
        count = len(told.items)
        parts = [_("Bonjour,"), "", _("Voici ce qui attend sur vos territoires.")]
        for kind, causes in groupby((cause for cause, _period in told.items), key=lambda cause: cause.kind):
            parts += ["", f"{kind.label}", *_lines(list(causes), names=names, link_to=link_to)]
        parts += ["", _("Pour ne plus recevoir ces rappels, ou certains d’entre eux : %(link)s") % {"link": stop}]
        subject = ngettext("Beffroi : %(count)d rappel", "Beffroi : %(count)d rappels", count) % {"count": count}
        headers = {"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
        text = "\n".join(map(str, parts)) + "\n"
        return Letter(to=[told.person.email], subject=subject, text=text, headers=headers)


def _lines(causes: list[Cause], *, names: Mapping[str, str], link_to: Callable[[Cause], str]) -> list[str]:
    said = []
    for cause in causes[:LISTED]:
        place = names.get(cause.territory, cause.territory)
        what = f"{place} : {cause.title}" if cause.title not in {"", place} else place
        since = _("depuis le %(day)s") % {"day": day(cause.since)}
        said += [f"- {what} ({since})", f"  {link_to(cause)}"]
    if (others := len(causes) - LISTED) > 0:
        said.append(ngettext("- et %(count)d autre", "- et %(count)d autres", others) % {"count": others})
    return said
