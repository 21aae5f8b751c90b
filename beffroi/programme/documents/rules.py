"""Who may read a document, and who may bring one."""

from beffroi.programme.documents.models import Document
from beffroi.programme.people.roles import Circle, Role
from beffroi.programme.people.scope import Scope


def can_read(document: Document, *, scope: Scope) -> bool:
    """Whether someone with this scope may open a document, in any of its versions.

    - public: anyone, signed in or not;
    - between agents: whoever acts where the document belongs, so not an evaluator;
    - internal: whoever acts there for the organisation of the document.
    """
    circle = Circle(document.circle)
    if circle is Circle.PUBLIC:
        return True
    if document.territory_id:
        return circle in scope.circles(document.territory_id, organisation=document.organisation_id)
    return acts_there(document, scope=scope) and (
        circle is Circle.AGENTS or document.organisation_id in scope.organisations
    )


def can_add(document: Document, *, scope: Scope) -> bool:
    """Whether someone may bring a document, a new version of it, or change who reads it.

    - whoever acts where it belongs;
    - an internal document: within one's own organisation only.
    """
    internal = Circle(document.circle) is Circle.ORGANISATION
    return acts_there(document, scope=scope) and (not internal or document.organisation_id in scope.organisations)


def acts_there(document: Document, *, scope: Scope) -> bool:
    """On the territory of the document; else over the whole of its region or department; else over the nation."""
    if document.territory_id:
        roles = scope.roles_in(document.territory_id)
    elif document.region:
        roles = scope.roles_in_region(document.region)
    elif document.department:
        roles = scope.roles_in_department(document.department)
    else:
        roles = scope.national_roles
    return bool(roles - {Role.EVALUATOR})
