"""The published tables, one file each."""

import hashlib

from beffroi.programme.facts.tables.actions import ACTIONS
from beffroi.programme.facts.tables.committees import COMMITTEES
from beffroi.programme.facts.tables.conventions import CONVENTIONS
from beffroi.programme.facts.tables.decisions import DECISIONS
from beffroi.programme.facts.tables.envelopes import ENVELOPES
from beffroi.programme.facts.tables.funding_lines import FUNDING_LINES
from beffroi.programme.facts.tables.milestones import MILESTONES
from beffroi.programme.facts.tables.orts import ORTS
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
    ORTS,
)


def form() -> str:
    """A checksum of the tables and of what their columns say: another one after an update that changed them."""
    told = [
        (table.name, table.meaning, [(one.name, one.kind, one.meaning) for one in table.columns]) for table in TABLES
    ]
    return hashlib.sha256(repr(told).encode()).hexdigest()
