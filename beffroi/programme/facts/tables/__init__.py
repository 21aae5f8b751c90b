"""The published tables, one file each."""

from beffroi.programme.facts.tables.actions import ACTIONS
from beffroi.programme.facts.tables.committees import COMMITTEES
from beffroi.programme.facts.tables.conventions import CONVENTIONS
from beffroi.programme.facts.tables.decisions import DECISIONS
from beffroi.programme.facts.tables.envelopes import ENVELOPES
from beffroi.programme.facts.tables.funding_lines import FUNDING_LINES
from beffroi.programme.facts.tables.milestones import MILESTONES
from beffroi.programme.facts.tables.perimeters import PERIMETERS
from beffroi.programme.facts.tables.signatures import SIGNATURES
from beffroi.programme.facts.tables.territories import TERRITORIES
from beffroi.programme.facts.tables.versions import VERSIONS

TABLES = (
    TERRITORIES,
    CONVENTIONS,
    VERSIONS,
    SIGNATURES,
    ACTIONS,
    MILESTONES,
    FUNDING_LINES,
    ENVELOPES,
    COMMITTEES,
    DECISIONS,
    PERIMETERS,
)
