import pytest

from beffroi.foundations.files import sha256, whole_file, whole_folder


def test_a_file_appears_only_when_it_is_whole(tmp_path):
    target = tmp_path / "release" / "values.csv"
    with whole_file(target) as draft:
        draft.write_text("commune,value\n13004,16.9\n")
        assert not target.exists()
    assert target.read_text() == "commune,value\n13004,16.9\n"


def test_a_failed_write_leaves_the_former_file_and_no_draft(tmp_path):
    target = tmp_path / "values.csv"
    target.write_text("former")
    with pytest.raises(RuntimeError, match="line cut"), whole_file(target) as draft:
        draft.write_text("half")
        raise RuntimeError("line cut")
    assert target.read_text() == "former"
    assert [p.name for p in tmp_path.iterdir()] == ["values.csv"]


def test_a_folder_takes_the_place_of_the_former_only_when_whole(tmp_path):
    target = tmp_path / "release"
    with whole_folder(target) as draft:
        (draft / "a").write_text("1")
    with pytest.raises(RuntimeError), whole_folder(target) as draft:
        (draft / "b").write_text("2")
        raise RuntimeError
    assert [p.name for p in target.iterdir()] == ["a"]
    with whole_folder(target) as draft:
        (draft / "c").write_text("3")
    assert [p.name for p in target.iterdir()] == ["c"]
    assert [p.name for p in tmp_path.iterdir()] == ["release"]


def test_the_checksum_is_the_one_that_sha256sum_prints(tmp_path):
    (tmp_path / "empty").write_bytes(b"")
    assert sha256(tmp_path / "empty") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
