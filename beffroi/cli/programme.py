"""What the commands about the programme need: Django, and its database ready."""

import os

import click

from beffroi.foundations.home import home
from beffroi.foundations.secret_key import keep_key


def open_programme() -> None:
    """Start Django on a database that is ready; else say how to make it so."""
    start_django()
    from django.db import DatabaseError, connection

    try:
        is_ready = "journal_entry" in connection.introspection.table_names()
    except DatabaseError as error:
        raise click.ClickException(
            f"The database does not open: {error}. Folder of this installation: {home()}."
        ) from error
    if not is_ready:
        raise click.ClickException("The database is empty. Make it ready first: beffroi demo --prepare")


def prepare_programme() -> None:
    """Make the database if it is absent, bring it to this version, write the registry into it; quick when done."""
    home().mkdir(parents=True, exist_ok=True)
    keep_key(home())
    start_django()
    from django.core.management import call_command

    from beffroi.foundations.clock import now
    from beffroi.programme.committees.seed import seed as seed_committees
    from beffroi.programme.conventions.seed import seed as seed_conventions
    from beffroi.programme.towns.seed import seed as seed_towns

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("clearsessions")
    for seed in (seed_towns, seed_committees, seed_conventions):
        seed(at=now())


def add_demonstration(size: str) -> None:
    """Role accounts, made-up actions and money, a committee that decides, an amendment being written; each once."""
    from beffroi.foundations.clock import now
    from beffroi.programme.demonstration import committees, conventions
    from beffroi.programme.demonstration.operations import SIZES, generate
    from beffroi.programme.people.demonstration import CHARACTERS, account_of

    for key in CHARACTERS:
        account_of(key, at=now())

    if size in SIZES:
        generate(at=now(), **SIZES[size])
        committees.write(at=now())
        conventions.write(at=now())


def publish_facts() -> None:
    """What is public of the programme, for the pages of the site; quick when nothing was written since."""
    from beffroi.programme.facts.following import refresh

    refresh()


def start_django() -> None:
    """A setting that cannot be right is refused with its sentence."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django
    from django.core.exceptions import ImproperlyConfigured

    try:
        django.setup()
    except ImproperlyConfigured as refusal:
        raise click.ClickException(str(refusal)) from refusal
