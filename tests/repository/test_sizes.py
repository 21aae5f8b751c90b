"""Small rooms: one god file is how every admired codebase went wrong."""

from tests.repository.tree import functions, named, tracked


def lines_of(path):
    return len(path.read_text(encoding="utf-8").splitlines())


def test_no_module_is_longer_than_500_lines():
    assert [named(p) for p in tracked("beffroi/**.py", "config/**.py", "bench/**.py") if lines_of(p) > 500] == []


def test_no_test_file_is_longer_than_800_lines():
    assert [named(p) for p in tracked("tests/**.py") if lines_of(p) > 800] == []


def test_no_template_style_sheet_or_script_is_longer_than_500_lines():
    pages = tracked("beffroi/**.html", "beffroi/**.css", "beffroi/**.js", "beffroi/**.typ")
    assert [named(p) for p in pages if lines_of(p) > 500] == []


def test_no_function_is_longer_than_60_lines():
    long = [
        f"{named(path)}:{function.lineno} {function.name}"
        for path in tracked("beffroi/**.py", "config/**.py", "bench/**.py")
        for function in functions(path)
        if (function.end_lineno or 0) - function.lineno + 1 > 60
    ]
    assert long == []


def test_no_drawer_has_a_name_that_says_nothing():
    drawers = {"utils", "helpers", "managers", "common", "misc", "signals"}
    assert [named(p) for p in tracked("*.py") if drawers & {p.stem, *p.parts}] == []
