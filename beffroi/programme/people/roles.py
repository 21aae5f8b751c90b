"""The closed lists of people: roles, reaches of a role, kinds of organisation, circles of text."""

from django.utils.translation import gettext_lazy as _

from beffroi.foundations.choices import TextChoices


class Role(TextChoices):
    """What a person does in the programme; « public » is nobody's role: it is what anyone may see."""

    TOWN_AGENT = "town_agent", _("Agent de la ville")
    PROJECT_DIRECTOR = "project_director", _("Directeur ou directrice de projet")
    ELECTED = "elected", _("Élu ou élue")
    EPCI_AGENT = "epci_agent", _("Agent de l’intercommunalité")
    STATE_LOCAL = "state_local", _("Référent départemental de l’État")
    STATE_REGION = "state_region", _("Préfecture de région")
    PARTNER = "partner", _("Partenaire financeur")
    CEREMA_PILOT = "cerema_pilot", _("Pilote au Cerema")
    CEREMA_EXPERT = "cerema_expert", _("Expert du Cerema")
    NATIONAL_TEAM = "national_team", _("Équipe nationale")
    EVALUATOR = "evaluator", _("Évaluateur")


class ScopeKind(TextChoices):
    """Over what a role reaches; the codes that come with it are of this kind."""

    TERRITORIES = "territories", _("Territoires")
    DEPARTMENT = "department", _("Départements")
    REGION = "region", _("Régions")
    PARTNER = "partner", _("Régions d’un partenaire (aucune : toutes)")
    NATION = "nation", _("France entière")


class OrganisationKind(TextChoices):
    COMMUNE = "commune", _("Commune")
    EPCI = "epci", _("Intercommunalité")
    PREFECTURE_DEPARTMENT = "prefecture_department", _("Préfecture de département")
    PREFECTURE_REGION = "prefecture_region", _("Préfecture de région")
    CEREMA = "cerema", _("Cerema")
    ANCT = "anct", _("Agence nationale de la cohésion des territoires")
    MINISTRY = "ministry", _("Ministère")
    BANQUE_DES_TERRITOIRES = "banque_des_territoires", _("Banque des Territoires")
    ACTION_LOGEMENT = "action_logement", _("Action Logement")
    ANAH = "anah", _("Anah")
    REGION = "region", _("Conseil régional")
    DEPARTMENT = "department", _("Conseil départemental")
    OTHER = "other", _("Autre organisme")


class Circle(TextChoices):
    """Who may read a text: anyone, those who act on the territory, or one organisation alone."""

    PUBLIC = "public", _("Public")
    AGENTS = "agents", _("Entre agents")
    ORGANISATION = "organisation", _("Interne à l’organisation")


TOWN_ROLES = frozenset({Role.TOWN_AGENT, Role.PROJECT_DIRECTOR, Role.ELECTED, Role.EPCI_AGENT})
STATE_ROLES = frozenset({Role.STATE_LOCAL, Role.STATE_REGION})
CEREMA_ROLES = frozenset({Role.CEREMA_PILOT, Role.CEREMA_EXPERT})
# The kinds of scope that a role may have: a town's agent never reaches a department.
REACHES = {
    **dict.fromkeys(TOWN_ROLES, frozenset({ScopeKind.TERRITORIES})),
    Role.STATE_LOCAL: frozenset({ScopeKind.TERRITORIES, ScopeKind.DEPARTMENT}),
    Role.STATE_REGION: frozenset({ScopeKind.REGION}),
    Role.PARTNER: frozenset({ScopeKind.PARTNER, ScopeKind.DEPARTMENT, ScopeKind.TERRITORIES}),
    **dict.fromkeys(CEREMA_ROLES, frozenset({ScopeKind.TERRITORIES, ScopeKind.REGION, ScopeKind.NATION})),
    Role.NATIONAL_TEAM: frozenset({ScopeKind.NATION}),
    Role.EVALUATOR: frozenset({ScopeKind.TERRITORIES, ScopeKind.REGION, ScopeKind.NATION}),
}
# For which kinds of organisation a role is held: what is internal to one is never opened by a role of another kind.
Kind = OrganisationKind
OF_TOWNS = frozenset({Kind.COMMUNE, Kind.EPCI, Kind.OTHER})
FUNDERS = frozenset({Kind.BANQUE_DES_TERRITOIRES, Kind.ACTION_LOGEMENT, Kind.ANAH, Kind.REGION, Kind.DEPARTMENT})
EMPLOYERS = {
    **dict.fromkeys(TOWN_ROLES, OF_TOWNS),
    Role.STATE_LOCAL: frozenset({Kind.PREFECTURE_DEPARTMENT}),
    Role.STATE_REGION: frozenset({Kind.PREFECTURE_REGION}),
    Role.PARTNER: FUNDERS | {Kind.OTHER},
    **dict.fromkeys(CEREMA_ROLES, frozenset({Kind.CEREMA})),
    Role.NATIONAL_TEAM: frozenset({Kind.ANCT, Kind.MINISTRY, Kind.CEREMA}),
    Role.EVALUATOR: frozenset({Kind.MINISTRY, Kind.ANCT, Kind.OTHER}),
}
