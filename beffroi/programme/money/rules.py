"""Who may read and write the money."""

from beffroi.programme.actions import rules as action_rules
from beffroi.programme.actions.states import WRITERS
from beffroi.programme.money.models import Envelope, FundingLine
from beffroi.programme.money.states import GRANTED_STATES
from beffroi.programme.people.roles import STATE_ROLES, Circle, Role
from beffroi.programme.people.scope import Scope

# The roles in which a person speaks for the organisation that pays.
SPOKESPERSONS = WRITERS | STATE_ROLES | {Role.PARTNER, Role.ELECTED, Role.CEREMA_PILOT}


def can_read(scope: Scope, line: FundingLine) -> bool:
    """Whether someone may read a funding line.

    - whoever acts on the territory and reads the action: every line of it;
    - whoever acts there for the funder: its own lines;
    - anyone: what was granted to a public action.
    """
    if scope.roles_in(line.action.territory_id) - {Role.EVALUATOR} and action_rules.can_read(scope, line.action):
        return True
    is_granted_in_public = line.action.circle == Circle.PUBLIC and line.life_state in GRANTED_STATES
    return is_granted_in_public or _acts_for(scope, line)


def speaks_for_funder(scope: Scope, line: FundingLine) -> bool:
    """Whether what someone says of a line is the funder's own word: a person of the funder, on that territory."""
    return any(
        grant.organisation == line.funder_id and grant.role in SPOKESPERSONS
        for grant in scope.by_territory.get(line.action.territory_id, ())
    )


def can_write(scope: Scope, line: FundingLine) -> bool:
    """Whether someone may write a line.

    - whoever may write the action: the territory's team, the national team;
    - the funder, on the actions that it reads: its own lines.
    """
    if action_rules.can_change(scope, line.action):
        return True
    return speaks_for_funder(scope, line) and action_rules.can_read(scope, line.action)


def can_open(scope: Scope, envelope: Envelope) -> bool:
    """Whether someone may open or change an envelope: who speaks for the partner, or the national team."""
    held = any(grant.organisation == envelope.partner_id and grant.role in SPOKESPERSONS for grant in scope.grants)
    return held or Role.NATIONAL_TEAM in scope.roles


def can_see(scope: Scope, envelope: Envelope) -> bool:
    """Whether someone may read an envelope: its partner, the one above, the State, the national team."""
    organisations = {envelope.partner_id, envelope.delegated_from and envelope.delegated_from.partner_id}
    return bool(scope.organisations & organisations) or bool(scope.roles & (STATE_ROLES | {Role.NATIONAL_TEAM}))


def _acts_for(scope: Scope, line: FundingLine) -> bool:
    grants = scope.by_territory.get(line.action.territory_id, ())
    return any(grant.organisation == line.funder_id and grant.role is not Role.EVALUATOR for grant in grants)
