"""One of several writers: `python -m tests.programme.writer NAME OPERATIONS`. One operation in ten fails half-way.

It says when it is half-way through each.
"""

import sys

import django
from django.db import transaction


class HalfWayError(Exception):
    """What a crash in the middle of an operation looks like to the database."""


def main(name: str, operations: int) -> None:
    django.setup()
    from beffroi.foundations.clock import now
    from beffroi.programme.people.operations import add_organisation
    from beffroi.programme.people.roles import OrganisationKind

    for number in range(operations):
        try:
            with transaction.atomic():
                label = f"{name}-{number}"
                add_organisation(label, kind=OrganisationKind.OTHER, code=label, by=None, at=now())
                print("half-way", flush=True)
                if number % 10 == 9:
                    raise HalfWayError
        except HalfWayError:
            continue


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
