"""A file comes from its producer as the producer gives it, which is not always as an archive keeps it."""

from beffroi.observatory.intake.loading import load_sources
from beffroi.observatory.intake.wanted import wanted_files
from tests.observatory.intake import samples

CODES = "sources/cog/v_commune_2026.csv"


def test_a_file_given_plain_is_fetched_plain(archive):
    (wanted,) = wanted_files(load_sources()["commune_codes"], archive=archive.root)
    assert wanted.path == CODES
    assert wanted.url.endswith("/v_commune_2026.csv")


def test_a_zipped_file_that_is_already_there_is_used(archive):
    samples.put_country(archive)
    (wanted,) = wanted_files(load_sources()["commune_codes"], archive=archive.root)
    assert wanted.path == f"{CODES}.gz"


def test_a_file_without_address_is_wanted_as_it_is_declared(archive):
    (wanted,) = wanted_files(load_sources()["ort"], archive=archive.root)
    assert (wanted.path, wanted.url) == ("territory/ort_communes.csv", None)


def test_a_plain_file_gives_the_same_table_as_a_zipped_one(archive, made):
    header = "TYPECOM,COM,REG,DEP,CTCD,ARR,TNCC,NCC,NCCENR,LIBELLE,CAN,COMPARENT"
    line = "COM,01004,84,01,01D,011,5,AMBERIEU,Ambérieu,Ambérieu-en-Bugey,0101,"
    archive.lines(CODES, header, line)
    plain = made("commune_codes")
    (archive.root / CODES).unlink()
    archive.lines(f"{CODES}.gz", header, line)
    assert made("commune_codes") == plain


def test_addresses_are_public_and_say_whether_they_were_seen_to_answer():
    files = [file for source in load_sources().values() for file in source.files if file.url]
    assert all(file.url.startswith("https://") for file in files)
    assert not any(file.address_checked for file in files), "say where and when, once one was"
