"""Who may open what: every route of the site and of the API, by its name. A route that is not here fails the suite.

To add a page to the rooms of those who sign in:

1. write its route under /bureau/, in the `urls.py` of its room, and place its name below in the list of that room;
2. call what its address names as `things.THINGS` does (`<int:version>`, `<slug:territory>`): before the view runs,
   `gate.Gate` replaces the identifier by the thing itself, when the person reads it and holds there one of the roles
   of the rule; else the page does not exist for that person. An address that names nothing asks for one of the roles
   anywhere: the view then shows what `request.scope` reaches;
3. the walk of tests/web/test_access.py opens it in every role, in and out of scope. A new word in an address is added
   to `things.THINGS`, with a sample in tests/web/samples.py.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from django.urls import ResolverMatch, URLPattern, URLResolver, get_resolver

from beffroi.programme.money import rules as money
from beffroi.programme.people.roles import CEREMA_ROLES, STATE_ROLES, TOWN_ROLES, Role
from beffroi.programme.people.rules import MAY_GIVE


class Who(StrEnum):
    ANYONE = "anyone"
    # Anyone too, but the page is made for one visitor (a form, an attempt): it is never kept for the next.
    AT_THE_DOOR = "at the door"
    SIGNED_IN = "signed in"


@dataclass(frozen=True, slots=True)
class Members:
    """Those who hold one of these roles: where the thing is that the address names, else anywhere."""

    roles: frozenset[Role]


Rule: TypeAlias = Who | Members

EVERY_ROLE = Members(frozenset(Role))
# Whoever acts in the programme; an evaluator reads what is published.
ACTING = Members(frozenset(Role) - {Role.EVALUATOR})
TOWN = Members(TOWN_ROLES)
STATE = Members(STATE_ROLES)
PARTNER = Members(frozenset({Role.PARTNER}))
CEREMA = Members(CEREMA_ROLES)
NATION = Members(frozenset({Role.NATIONAL_TEAM}))
WRITERS = Members(frozenset({Role.PROJECT_DIRECTOR, Role.TOWN_AGENT, Role.EPCI_AGENT}))
WRITERS_AND_STATE = Members(WRITERS.roles | {Role.STATE_LOCAL})
LEADS = Members(frozenset({Role.PROJECT_DIRECTOR, Role.STATE_LOCAL}))
REGION = Members(frozenset({Role.STATE_REGION}))
SHEET_WRITERS = Members(WRITERS.roles | NATION.roles)
SPOKESPERSONS = Members(money.SPOKESPERSONS | NATION.roles)
INVITING = Members(frozenset(MAY_GIVE))
SECRETARIES = Members(LEADS.roles | REGION.roles | NATION.roles)


PUBLIC = dict.fromkeys(
    (
        # the public rooms
        "public:home",
        "public:territories",
        "public:data",
        "public:method",
        "public:accessibility",
        "public:legal",
        "public:site-map",
        # portraits, indicators, comparisons
        "portrait:territory",
        "portrait:territory-pdf",
        "portrait:territory-csv",
        "portrait:money",
        "portrait:money-csv",
        "portrait:perimeters-geojson",
        "portrait:indicators",
        "portrait:indicator",
        "portrait:indicator-csv",
        "portrait:compare",
        # the API, in both languages at one address
        "api-v1:openapi",
        "api-v1:entry",
        "api-v1:release",
        "api-v1:territories",
        "api-v1:territory",
        "api-v1:indicators",
        "api-v1:indicator",
        "api-v1:values",
        "api-v1:peers",
        "api-v1:conventions",
        "api-v1:actions",
        "api-v1:funding-lines",
        "api-v1:funding-totals",
        "api-v1:decisions",
        "api-v1:orts",
        "api-v1:api-root",
        "api/v1/docs",
        "en/api/v1/docs",
        "en/api/v1/",
        "en/api/v1/<path:rest>",
        # machines
        "healthz",
        "robots",
        "sitemap",
        "departments_geojson",
        "release-file",
        "facts-file",
    ),
    Who.ANYONE,
)
# The door: what a person without a session needs to come in, then what only a person who is in may open.
DOOR = dict.fromkeys(
    (
        "account_login",
        "account_logout",
        "account_inactive",
        "account_signup",
        "socialaccount_signup",
        "socialaccount_login_error",
        "socialaccount_login_cancelled",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key",
        "account_reset_password_from_key_done",
        "proconnect_login",
        "proconnect_callback",
        "mfa_authenticate",
        "mfa_login_webauthn",
        "account_invitation",
        # the link of a letter, whoever follows it
        "account_stop_reminders",
        "demonstration_login",
    ),
    Who.AT_THE_DOOR,
)
OWN_ACCOUNT = dict.fromkeys(
    (
        "account_overview",
        "account_reminders",
        "account_language",
        "usersessions_list",
        "account_reauthenticate",
        "account_change_password",
        "account_set_password",
        "mfa_index",
        "mfa_reauthenticate",
        "mfa_activate_totp",
        "mfa_deactivate_totp",
        "mfa_view_recovery_codes",
        "mfa_generate_recovery_codes",
        "mfa_download_recovery_codes",
        "mfa_list_webauthn",
        "mfa_add_webauthn",
        "mfa_reauthenticate_webauthn",
        "mfa_edit_webauthn",
        "mfa_remove_webauthn",
    ),
    Who.SIGNED_IN,
)
DESK: Mapping[str, Rule] = {
    "desk:home": Who.SIGNED_IN,
    **dict.fromkeys(("desk:territories", "desk:territory"), EVERY_ROLE),
    **dict.fromkeys(("desk:changes", "desk:history", "desk:tasks"), ACTING),
}
# beffroi/web/convention, /bureau/conventions/…
CONVENTIONS: Mapping[str, Rule] = {
    **dict.fromkeys(
        (
            "convention:list",
            "convention:agreements",
            "convention:territory",
            "convention:version",
            "convention:compare",
            "convention:perimeter",
            "convention:contour",
            "convention:ground",
            "convention:document",
        ),
        EVERY_ROLE,
    ),
    **dict.fromkeys(
        (
            "convention:write",
            "convention:add-party",
            "convention:remove-party",
            "convention:axes",
            "convention:set-perimeters",
            "convention:set-plan",
            "convention:add-annex",
            "convention:remove-annex",
        ),
        WRITERS,
    ),
    **dict.fromkeys(
        (
            "convention:open",
            "convention:amend",
            "convention:send",
            "convention:start-deliberations",
            "convention:make-ready",
            "convention:sign",
            "convention:reopen",
            "convention:bring-into-force",
            "convention:end-perimeter",
        ),
        LEADS,
    ),
    **dict.fromkeys(
        (
            "convention:add-deliberation",
            "convention:draw",
            "convention:import",
            "convention:redraw",
            "convention:withdraw",
        ),
        WRITERS_AND_STATE,
    ),
    **dict.fromkeys(
        ("convention:expire", "convention:terminate", "convention:add-ort", "convention:homologate"), STATE
    ),
    "convention:note-opinion": REGION,
    **dict.fromkeys(("convention:add-document", "convention:add-version", "convention:change-circle"), ACTING),
}
# beffroi/web/committee, /bureau/comites/…
COMMITTEES: Mapping[str, Rule] = {
    **dict.fromkeys(
        (
            "committee:list",
            "committee:committee",
            "committee:session",
            "committee:minutes",
            "committee:decision",
        ),
        ACTING,
    ),
    **dict.fromkeys(
        (
            "committee:add",
            "committee:plan",
            "committee:move-date",
            "committee:add-agenda",
            "committee:remove-agenda",
            "committee:note-discussion",
            "committee:note-attendance",
            "committee:convene",
            "committee:hold",
            "committee:cancel",
            "committee:decide",
            "committee:propose-minutes",
            "committee:revise-minutes",
            "committee:adopt-minutes",
            "committee:correct",
            "committee:entrust",
            "committee:finish",
            "committee:lapse",
            "committee:resume",
        ),
        SECRETARIES,
    ),
    "committee:add-action": SHEET_WRITERS,
}
# beffroi/web/action, /bureau/actions/…
ACTIONS: Mapping[str, Rule] = {
    **dict.fromkeys(
        ("action:list", "action:board", "action:calendar", "action:map", "action:sheet", "action:pdf", "action:docx"),
        EVERY_ROLE,
    ),
    **dict.fromkeys(
        (
            "action:choose",
            "action:create",
            "action:bulk",
            "action:change",
            "action:duplicate",
            "action:milestone",
            "action:risk",
            "action:dependency",
            "action:aim",
        ),
        SHEET_WRITERS,
    ),
    "action:move": ACTING,
}
# beffroi/web/money, /bureau/financements/…
MONEY: Mapping[str, Rule] = {
    **dict.fromkeys(("money:list", "money:lines", "money:line"), EVERY_ROLE),
    **dict.fromkeys(
        ("money:envelopes", "money:envelope", "money:create", "money:change", "money:correct", "money:move"),
        ACTING,
    ),
    # Whose envelope it is, the form says: among those who read it, some speak for its partner.
    **dict.fromkeys(
        (
            "money:open-envelope",
            "money:delegate",
            "money:change-envelope",
            "money:withdraw-envelope",
            "money:restore-envelope",
        ),
        SPOKESPERSONS,
    ),
}
# beffroi/web/exchange, /bureau/imports/…, /bureau/classeurs/: a file is read by whoever sent it, or asked for it, alone
EXCHANGE: Mapping[str, Rule] = {
    **dict.fromkeys(("exchange:imports", "exchange:template"), SHEET_WRITERS),
    "exchange:exports": EVERY_ROLE,
}
# beffroi/web/people, /bureau/personnes/…
PEOPLE: Mapping[str, Rule] = dict.fromkeys(
    (
        "people:list",
        "people:invite",
        "people:access",
        "people:end",
        "people:extend",
        "people:invitation",
        "people:resend",
        "people:withdraw",
        "people:organisations",
        "people:add-organisation",
    ),
    INVITING,
)
ACCESS: Mapping[str, Rule] = {
    **PUBLIC,
    **DOOR,
    **OWN_ACCOUNT,
    **DESK,
    **CONVENTIONS,
    **COMMITTEES,
    **ACTIONS,
    **MONEY,
    **EXCHANGE,
    **PEOPLE,
}


def who_may_open(match: ResolverMatch) -> Rule | None:
    """Who may open the route that an address led to; nothing when nobody placed it."""
    return ACCESS.get(name_of(match))


def opens(route: str, *, roles: frozenset[Role]) -> bool:
    """Whether a page may lead these roles to a route; where it names a thing, they are those held there."""
    rule = ACCESS.get(route)
    return bool(rule.roles & roles) if isinstance(rule, Members) else rule is not None


def name_of(match: ResolverMatch) -> str:
    return ":".join([*match.namespaces, match.url_name]) if match.url_name else match.route


def routes() -> Iterator[str]:
    """The name of every route, with its namespaces; the pattern of one that has no name."""
    yield from _below(get_resolver(), spaces=(), prefix="")


def _below(resolver: URLResolver, *, spaces: tuple[str, ...], prefix: str) -> Iterator[str]:
    for entry in resolver.url_patterns:
        path = prefix + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield ":".join([*spaces, entry.name]) if entry.name else path
        else:
            yield from _below(entry, spaces=(*spaces, *filter(None, [entry.namespace])), prefix=path)
