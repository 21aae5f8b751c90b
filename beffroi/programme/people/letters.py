"""What is sent to people, and to whom."""

from django.utils.translation import gettext as _
from django.utils.translation import override

from beffroi.foundations.clock import LEGAL_TIME
from beffroi.foundations.days import day
from beffroi.foundations.mail import Letter
from beffroi.programme.people.models import Invitation


def invitation(invited: Invitation, *, link: str) -> Letter:
    """The only place where the token is written."""
    with override(invited.language):
        expires = invited.expires_at.astimezone(LEGAL_TIME)
        text = _(
            "Bonjour,\n\n"
            "%(organisation)s vous donne accès à Beffroi, la plateforme du programme, en tant que « %(role)s ».\n\n"
            "Pour ouvrir votre accès : %(link)s\n\n"
            "Ce lien ne sert qu’une fois, jusqu’au %(day)s à %(hour)s (heure de Paris). "
            "Si vous n’attendiez pas ce message, ne faites rien : aucun compte n’est créé.\n"
        ) % {
            "organisation": invited.organisation,
            "role": invited.get_role_display(),
            "link": link,
            "day": day(expires),
            "hour": f"{expires:%H h %M}",
        }
        return Letter(to=[invited.email], subject=_("Votre accès à Beffroi"), text=text)
