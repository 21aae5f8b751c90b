"""One word per thing: every class of the domain stands in the glossary."""

import re
from importlib import import_module

from django.db.models import QuerySet
from django.db.models.manager import BaseManager

from tests.repository.tree import ROOT, named, tracked

GLOSSARY = (ROOT / "GLOSSARY.md").read_text(encoding="utf-8")


def domain_classes(path):
    """The public classes of a module which are neither errors nor the mechanics of a declaration."""
    module = import_module(named(path).removesuffix(".py").replace("/", "."))
    for name, thing in vars(module).items():
        here = isinstance(thing, type) and thing.__module__ == module.__name__ and not name.startswith("_")
        if here and not issubclass(thing, Exception | dict | BaseManager | QuerySet):
            yield name


DOMAIN = ("beffroi/territory/**.py", "beffroi/observatory/release/*.py", "beffroi/programme/**/models.py")


def test_every_class_of_the_domain_stands_in_the_glossary():
    words = set(re.findall(r"`(\w+)`", GLOSSARY))
    missing = {
        f"{name} ({named(path)})" for path in tracked(*DOMAIN) for name in domain_classes(path) if name not in words
    }
    assert missing == set()


def test_every_glossary_line_has_a_french_term_a_name_a_definition_and_a_source():
    rows = [
        line for line in GLOSSARY.splitlines() if line.startswith("| ") and not line.startswith(("| French", "| ---"))
    ]
    assert len(rows) > 30
    assert [row for row in rows if len([cell for cell in row.strip("|").split("|") if cell.strip()]) != 4] == []


def test_no_file_names_a_registry_or_a_folder_of_one_machine():
    registries = r"https?://[^\s\"']*(?:pypi\.|npmjs\.|/simple/)|files\.pythonhosted|deb\.debian"
    folders = r"(?<![\w.~-])/(?:work|farm|root|home)/[a-z]"
    texts = [
        p
        for p in tracked()
        if p.suffix not in {".parquet", ".gz", ".png", ".pdf", ".woff2"} and p.name != "test_words.py"
    ]
    found = [
        f"{named(path)}:{number}"
        for path in texts
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), start=1)
        if re.search(f"{registries}|{folders}", line)
    ]
    assert found == []
