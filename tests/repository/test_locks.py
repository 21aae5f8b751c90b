"""What is installed is pinned and hashed; the lists carry no address."""

import json
import re

import pytest

from tests.repository.tree import ROOT


@pytest.mark.parametrize("name", ["dev.txt", "run.txt"])
def test_every_python_package_is_pinned_and_hashed(name):
    text = (ROOT / "requirements" / name).read_text(encoding="utf-8")
    blocks = re.split(r"\n(?=[a-z])", text.strip())
    assert len(blocks) > 15
    assert [b.split()[0] for b in blocks if not re.match(r"[\w.\[\],-]+==\S+ \\\n\s+--hash=sha256:", b)] == []
    assert "://" not in text


def test_what_is_served_is_among_what_is_tested_at_the_same_version():
    pins = [
        dict(re.findall(r"^([a-z][\w.-]*)==(\S+)", (ROOT / "requirements" / name).read_text(), flags=re.MULTILINE))
        for name in ("run.txt", "dev.txt")
    ]
    assert pins[0].items() <= pins[1].items()


def test_every_browser_package_is_pinned_and_hashed_without_an_address():
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    fetched = {name: package for name, package in packages.items() if name}
    assert len(fetched) > 2
    assert [name for name, package in fetched.items() if "resolved" in package or not package.get("integrity")] == []


def test_ci_ends_with_the_test_command_of_the_readme():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    ci = (ROOT / ".ci" / "run").read_text(encoding="utf-8").strip().splitlines()
    assert "make test" in readme
    assert ci[-1] == "make test"
