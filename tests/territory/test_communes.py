"""Codes of communes are repaired only where that is certain."""

import pytest

from beffroi.territory.communes import BadCommuneCode, commune_code, department_of, departments, regions


@pytest.mark.parametrize(("typed", "code"), [("1004", "01004"), ("01004", "01004"), (" 2a004 ", "2A004")])
def test_a_lost_zero_and_a_small_letter_are_restored(typed: str, code: str):
    assert commune_code(typed) == code


@pytest.mark.parametrize("typed", ["", "75", "1004.0", "2C004", "00123", "99123", "ABCDE", "123456"])
def test_what_cannot_be_a_commune_is_refused(typed: str):
    with pytest.raises(BadCommuneCode, match="is not a commune's code"):
        commune_code(typed)


def test_the_department_is_read_from_the_code():
    assert [department_of(code) for code in ("80001", "2B033", "97411")] == ["80", "2B", "974"]


def test_there_are_101_departments_in_18_regions():
    assert len(departments()) == 101
    assert len(regions()) == 18
    assert departments()["976"].region_name == regions()["06"] == "Mayotte"
    assert list(departments())[18:22] == ["19", "21", "22", "23"]
