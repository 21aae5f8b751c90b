"""Versions written before they had a mark of demonstration receive it when the database is brought to this version."""

from importlib import import_module

import pytest
from django.apps import apps

from beffroi.programme.conventions import seed
from beffroi.programme.conventions.models import Convention, Version
from beffroi.territory import finding
from tests.programme import making
from tests.programme import making_conventions as conv
from tests.programme.making import AT

mark = import_module("beffroi.programme.conventions.migrations.0003_version_is_demonstration").mark


@pytest.fixture
def versions(db):
    """One that the registers date, one that was written here."""
    imported, written = making.territory("acv-012"), making.territory("acv-017")
    seed.import_territory(finding.territory(imported.pk), territory=imported, at=AT)
    conv.draft(written, by=making.project_director(written.pk))


def marked() -> set[bool]:
    return set(Version.objects.filter(is_demonstration=True).values_list("is_imported", flat=True))


def test_what_was_written_in_a_demonstration_is_marked_and_what_the_registers_date_is_not(versions, settings):
    settings.BEFFROI_DEMO = True

    mark(apps, None)

    assert marked() == {False}


def test_where_people_write_for_real_only_versions_of_a_made_up_convention_are_marked(versions):
    mark(apps, None)
    assert marked() == set()

    Convention.objects.filter(is_imported=False).update(is_demonstration=True)
    mark(apps, None)
    assert marked() == {False}
