"""What is hidden cannot be found again: neither in its cell, nor by subtracting what is published."""

from fractions import Fraction

import numpy as np
from hypothesis import given as for_any
from hypothesis import settings
from hypothesis import strategies as st

from beffroi.observatory.engine.declaration import load
from tests.observatory.engine.small import (
    COUNTRY,
    GROUPS,
    WHOLE,
    census,
    computed,
    figures,
    given,
    ready,
    vacancy,
    write,
)

IRIS = [f"{code}{number}" for code, (_, iris, *_) in COUNTRY.items() for number in range(1, iris + 1)]
HIDDEN = ("value", "numerator", "denominator", "n", "low", "high")
# Some IRIS are absent, some are empty, many are under the floor of 11 dwellings.
CELLS = st.dictionaries(st.sampled_from(IRIS), st.integers(0, 40).map(lambda n: (n // 3, n)), min_size=1)


def test_below_the_floor_nothing_of_the_cell_is_left(tmp_path):
    seen = figures(vacancy(tmp_path), census(WHOLE | {"B1": (3, 10)}))

    centre = seen["centre", "B", "iris-mairie"]
    assert [centre[name] for name in HIDDEN] == [None] * 6
    assert (centre["obs_status"], centre["conf_status"]) == ("Q", "A")


def test_at_the_floor_the_figure_is_published(tmp_path):
    seen = figures(vacancy(tmp_path), census(WHOLE | {"B1": (3, 11)}))

    assert seen["centre", "B", "iris-mairie"]["n"] == 11


def test_a_cell_with_nobody_in_it_keeps_its_zero(tmp_path):
    rows = given({"commune": "A", "numerator": 0, "n": 0})
    indicator = ready(tmp_path, "count", disclosure={"floor": 11, "unit": "sales"})

    assert figures(indicator, rows)["commune", "A", ""]["value"] == 0.0


def test_the_rest_is_hidden_with_the_centre_because_the_commune_would_give_it_back(tmp_path):
    seen = figures(vacancy(tmp_path), census(WHOLE | {"B1": (3, 10)}))

    assert seen["rest", "B", "iris-mairie"]["conf_status"] == "D"
    assert seen["commune", "B", ""]["denominator"] == 110


def test_the_centre_is_hidden_with_the_rest(tmp_path):
    seen = figures(vacancy(tmp_path), census(WHOLE | {"B2": (3, 10)}))

    assert seen["rest", "B", "iris-mairie"]["conf_status"] == "A"
    assert seen["centre", "B", "iris-mairie"]["conf_status"] == "D"


def test_a_commune_secret_at_the_source_is_not_given_back_by_its_two_parts(tmp_path):
    part = {"commune": "A", "numerator": 5, "denominator": 50, "n": 50}
    rows = given(part | {"place_kind": "centre"}, part | {"place_kind": "rest"}, {"commune": "A", "conf_status": "C"})

    seen = figures(ready(tmp_path, "ratio"), rows)

    assert seen["commune", "A", ""]["conf_status"] == "C"
    assert seen["centre", "A", "iris-mairie"]["conf_status"] == "F"
    assert seen["rest", "A", "iris-mairie"]["conf_status"] == "D"


def test_a_pair_does_not_give_back_its_hidden_town(tmp_path):
    seen = figures(vacancy(tmp_path), census(WHOLE | {"C1": (1, 4), "C2": (1, 4)}))

    pair, other = seen["territory", "acv-002", ""], seen["commune", "B", ""]
    assert seen["commune", "C", ""]["conf_status"] == "A"
    assert pair["denominator"] == other["denominator"]
    assert pair["obs_status"] == "U"


def test_a_figure_that_does_not_add_up_hides_only_what_its_source_hides(tmp_path):
    rows = given(
        {"commune": "A", "value": 20_000},
        {"commune": "A", "place_kind": "centre", "conf_status": "C"},
        {"commune": "A", "place_kind": "rest", "value": 21_000},
    )

    seen = figures(ready(tmp_path, "published"), rows)

    assert seen["centre", "A", "iris-mairie"]["conf_status"] == "C"
    assert seen["rest", "A", "iris-mairie"]["value"] == 21_000


@settings(deadline=None, max_examples=40)
@for_any(CELLS)
def test_no_hidden_cell_can_be_computed_from_the_published_ones(tmp_path_factory, cells):
    """Each published count is a sum of IRIS; a hidden one that were a combination of them would be given back."""
    seen = figures(_indicator(tmp_path_factory), census(cells))
    atoms = _atoms(cells, seen)

    published = [atoms[key] for key, row in seen.items() if row["value"] is not None]
    # A larger place is withheld only for what it lacks: the secrets are those of its communes.
    secret = [key for key, row in seen.items() if row["conf_status"] != "F" and key[0] in ("centre", "rest", "commune")]
    hidden = [atoms[key] for key in secret if atoms[key].any()]

    rank = np.linalg.matrix_rank(np.array(published)) if published else 0
    for cell in hidden:
        assert np.linalg.matrix_rank(np.array([*published, cell])) == rank + 1


@settings(deadline=None, max_examples=30)
@for_any(CELLS)
def test_a_total_is_the_sum_of_its_published_parts(tmp_path_factory, cells):
    seen = figures(_indicator(tmp_path_factory), census(cells))

    for (kind, place, perimeter), communes in GROUPS.items():
        whole = seen[kind, place, perimeter]
        parts = [seen["commune", c, ""] for c in communes if ("commune", c, "") in seen]
        if whole["value"] is not None:
            for name in ("numerator", "denominator", "n"):
                assert whole[name] == sum(part[name] for part in parts if part["value"] is not None)
            assert Fraction(whole["value"]).limit_denominator(10**6) == Fraction(
                int(100 * whole["numerator"]), int(whole["denominator"])
            ).limit_denominator(10**6)


@settings(deadline=None, max_examples=20)
@for_any(st.permutations(sorted(WHOLE)), st.integers(1, 10**6))
def test_the_order_of_the_rows_does_not_matter(tmp_path_factory, order, share):
    cells = {iris: (number / 7 * share, number * 100 / 3 * share) for number, iris in enumerate(sorted(WHOLE), start=1)}

    first = figures(_indicator(tmp_path_factory), census(cells))
    second = figures(_indicator(tmp_path_factory), census({iris: cells[iris] for iris in order}))

    assert first == second


@settings(deadline=None, max_examples=30)
@for_any(CELLS)
def test_whatever_the_counts_every_gate_lets_the_figures_through(tmp_path_factory, cells):
    done = computed(_indicator(tmp_path_factory), census(cells))

    assert [gate for gate in done.gates if not gate.passed] == []


def _indicator(tmp_path_factory):
    """The same declaration for every case: written once, then read from the same file."""
    folder = tmp_path_factory.getbasetemp() / "secrecy" / "housing"
    path = folder / "census_vacancy.yml"
    return load(path if path.exists() else write(folder))


def _atoms(cells, seen):
    """For each place, which IRIS its count would hold: those that were counted, of the parts that it was made from."""
    told = {iris: np.array([iris == other for other in IRIS], dtype=float) for iris in cells}
    zero = np.zeros(len(IRIS))
    atoms = dict.fromkeys(seen, zero)
    for code, (_, iris, has_outline, territory) in COUNTRY.items():
        numbered = [told.get(f"{code}{number}", zero) for number in range(1, iris + 1)]
        atoms["commune", code, ""] = sum(numbered)
        if territory and has_outline and iris > 1:
            atoms["centre", code, "iris-mairie"] = numbered[0]
            atoms["rest", code, "iris-mairie"] = sum(numbered[1:])
    for (kind, place, perimeter), communes in GROUPS.items():
        shown = [c for c in communes if seen.get(("commune", c, ""), {"value": None})["value"] is not None]
        atoms[kind, place, perimeter] = sum((atoms["commune", c, ""] for c in shown), start=zero)
    return atoms
