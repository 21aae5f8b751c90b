"""Who has access: each view loads, checks, reads its form, makes one call into the domain, and answers."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from beffroi.foundations.days import day as day_said
from beffroi.programme.people import operations
from beffroi.programme.people.models import Invitation, Membership
from beffroi.programme.people.roles import OrganisationKind, Role
from beffroi.programme.people.rules import can_add_organisation, can_give
from beffroi.programme.people.scope import Grant, grant_of, offered
from beffroi.web.components.asking import PAGE_SIZE
from beffroi.web.components.pagination import paged
from beffroi.web.desk import changes
from beffroi.web.desk.form_page import Confirmation, FormPage, answer, sent, show_again
from beffroi.web.gate import SignedRequest
from beffroi.web.people import choosing, forms, listing
from beffroi.web.people.wording import BADGES, Standing, over, standing


def access_list(request: SignedRequest) -> HttpResponse:
    """The people of one's scope with what they may do there, and the letters that wait."""
    asked = listing.asked(request.GET)
    rows = listing.rows(asked, scope=request.scope, at=request.at)
    if asked.form:
        return listing.as_csv(rows)
    context = {
        "asked": asked,
        "choices": listing.choices(),
        "page": paged(rows, size=PAGE_SIZE, number=asked.page),
        "total": len(rows),
    }
    return render(request, "people/list.html", context, status=400 if asked.refused else 200)


def access_page(request: SignedRequest, membership: Membership) -> HttpResponse:
    return _page(request, membership, kind="membership", name=membership.user.name, email=membership.user.email)


def invitation_page(request: SignedRequest, invitation: Invitation) -> HttpResponse:
    return _page(request, invitation, kind="invitation", name=invitation.name, email=invitation.email)


def invite(request: SignedRequest) -> HttpResponse:
    """First the role, then the rest: each role has its organisations and its places."""
    roles = choosing.roles(request.scope)
    if request.GET.get("role") not in roles:
        return render(request, "people/roles.html", {"roles": roles, "crumbs": _trail()})
    role = Role(request.GET["role"])
    language = {"language": request.LANGUAGE_CODE}
    form = forms.Invited(**sent(request), role=role, scope=request.scope, on=request.today, initial=language)
    page = FormPage(
        title=_("Inviter : %(role)s") % {"role": role.label},
        lead=_(
            "La personne reçoit un lien, qui sert une fois : elle choisit son mot de passe, puis un second facteur."
        ),
        submit=_("Envoyer l’invitation"),
        back=reverse("people:list"),
        crumbs=[*_trail(), (_("Inviter"), reverse("people:invite"))],
    )

    def do() -> None:
        operations.invite(
            role=role,
            link_to=_link(request, form.cleaned_data["language"]),
            by=request.user,
            at=request.at,
            **form.offer,
        )

    return answer(request, form, page=page, do=do, done=_("L’invitation est partie ; son lien vaut quatorze jours."))


def resend(request: SignedRequest, invitation: Invitation) -> HttpResponse:
    _check(request, grant=offered(invitation))
    page = _asking(
        invitation,
        title=_("Renvoyer l’invitation"),
        lead=_("%(email)s recevra un nouveau lien ; l’ancien ne servira plus.") % {"email": invitation.email},
    )
    link = _link(request, invitation.language)
    return answer(
        request,
        Confirmation(**sent(request)),
        page=page,
        do=lambda: operations.resend(invitation, link_to=link, by=request.user, at=request.at),
        done=_("L’invitation est repartie ; son lien vaut quatorze jours."),
    )


def withdraw(request: SignedRequest, invitation: Invitation) -> HttpResponse:
    _check(request, grant=offered(invitation))
    page = _asking(
        invitation,
        title=_("Retirer l’invitation"),
        lead=_("Le lien reçu par %(email)s n’ouvrira plus rien.") % {"email": invitation.email},
    )
    return answer(
        request,
        Confirmation(**sent(request)),
        page=page,
        do=lambda: operations.withdraw(invitation, by=request.user, at=request.at),
        done=_("L’invitation est retirée."),
        to=lambda: reverse("people:list"),
    )


def end(request: SignedRequest, membership: Membership) -> HttpResponse:
    _check(request, grant=grant_of(membership))
    seen = {"seen": membership.ends_date, "ends_date": request.today}
    form = forms.Ended(**sent(request), initial=seen)
    page = _asking(
        membership,
        title=_("Terminer l’accès"),
        lead=_subject(membership),
        warning=_("Passé ce jour, la personne n’y voit plus rien ; ce qu’elle a fait reste, à son nom."),
    )
    return _dated(request, form, page=page, membership=membership, do=operations.end_membership)


def extend(request: SignedRequest, membership: Membership) -> HttpResponse:
    _check(request, grant=grant_of(membership))
    form = forms.Extended(**sent(request), initial=forms.seen_end(membership))
    page = _asking(membership, title=_("Prolonger l’accès"), lead=_subject(membership))
    return _dated(request, form, page=page, membership=membership, do=operations.extend_membership)


def organisation_list(request: SignedRequest) -> HttpResponse:
    asked = listing.bodies_asked(request.GET)
    found = list(listing.bodies(asked, on=request.today))
    if asked.form:
        return listing.bodies_csv(found)
    context = {
        "asked": asked,
        "kinds": dict(OrganisationKind.choices),
        "page": paged(found, size=PAGE_SIZE, number=asked.page),
        "total": len(found),
        "may_add": _may_add(request),
        "crumbs": _trail(),
    }
    return render(request, "people/organisations.html", context, status=400 if asked.refused else 200)


def add_organisation(request: SignedRequest) -> HttpResponse:
    form = forms.OrganisationAdded(**sent(request), scope=request.scope)
    back = reverse("people:organisations")
    page = FormPage(
        title=_("Ajouter une organisation"),
        submit=_("Ajouter l’organisation"),
        back=back,
        crumbs=[*_trail(), (_("Organisations"), back)],
    )

    def do() -> None:
        said = form.cleaned_data | {"kind": OrganisationKind(form.cleaned_data["kind"])}
        operations.add_organisation(**said, by=request.user, at=request.at)

    return answer(request, form, page=page, do=do, done=_("L’organisation est ajoutée."))


def _page(request: SignedRequest, one: Membership | Invitation, *, kind: str, name: str, email: str) -> HttpResponse:
    stands = standing(one, at=request.at)
    grant = grant_of(one) if isinstance(one, Membership) else offered(one)
    context = {
        "one": one,
        "kind": kind,
        "name": name or email,
        "email": email,
        "over": over(one),
        "standing": stands,
        "badge": BADGES.get(stands, ""),
        "may_change": can_give(request.scope, grant=grant),
        "is_waiting": stands in {Standing.INVITED, Standing.EXPIRED},
        "is_held": stands in {Standing.HELD, Standing.TO_COME},
        "changes": changes.history(kind, one.pk),
        "crumbs": _trail(),
    }
    return render(request, "people/access.html", context)


def _dated(
    request: SignedRequest, form: forms.Dated, *, page: FormPage, membership: Membership, do: Any
) -> HttpResponse:
    """Set another end, unless somebody else did meanwhile: the second is told which, and may send again."""

    def done() -> None:
        told = form.cleaned_data
        try:
            do(membership, ends_date=told["ends_date"], seen=told["seen"], by=request.user, at=request.at)
        except operations.AccessRefused:
            kept = Membership.objects.get(pk=membership.pk).ends_date
            show_again(form, seen=kept.isoformat() if kept else "")
            raise

    return answer(request, form, page=page, do=done, done=_("La fin de l’accès est enregistrée."))


def _asking(one: Membership | Invitation, *, title: str, lead: str, warning: str = "") -> FormPage:
    route = "people:access" if isinstance(one, Membership) else "people:invitation"
    back = reverse(route, args=[one.pk])
    name = one.user.name if isinstance(one, Membership) else (one.name or one.email)
    return FormPage(title=title, lead=lead, submit=title, back=back, crumbs=[*_trail(), (name, back)], warning=warning)


def _subject(membership: Membership) -> str:
    ends = membership.ends_date
    until = _("jusqu’au %(day)s") % {"day": day_said(ends)} if ends else _("sans date de fin")
    return f"{membership}, {over(membership)} ; {until}."


def _check(request: SignedRequest, *, grant: Grant) -> None:
    """Whoever reads an access without being able to give it finds no page to change it."""
    if not can_give(request.scope, grant=grant):
        raise Http404


def _may_add(request: SignedRequest) -> bool:
    return any(can_add_organisation(request.scope, kind=kind) for kind in OrganisationKind)


def _link(request: HttpRequest, language: str) -> Any:
    """The address of a link, in the language of the letter."""

    def link_to(token: str) -> str:
        with override(language):
            return request.build_absolute_uri(reverse("account_invitation", args=[token]))

    return link_to


def _trail() -> list[tuple[str, str]]:
    return [(_("Mon bureau"), reverse("desk:home")), (_("Personnes"), reverse("people:list"))]
