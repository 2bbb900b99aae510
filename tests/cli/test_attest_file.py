"""The confirmations file on disk: changed as a whole or not at all; evidence beside it."""

import os
import stat

import click
import pytest

from appsec.cli.attest_file import bring, change, create, next_id
from appsec.engine.files import FileProblem

EMPTY = "people: []\nconfirmations: []\n"


@pytest.fixture
def path(tmp_path):
    made = tmp_path / "c.yaml"
    made.write_text(EMPTY, encoding="utf-8")
    return made


def test_a_change_is_whole_and_keeps_the_mode(path):
    path.chmod(0o640)
    change(path, lambda text, file: text + "# kept\n")
    assert path.read_text(encoding="utf-8") == EMPTY + "# kept\n"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert os.listdir(path.parent) == ["c.yaml"]


def test_a_link_still_leads_to_what_was_changed(path):
    link = path.parent / "link.yaml"
    link.symlink_to(path)
    change(link, lambda text, file: text + "# kept\n")
    assert link.is_symlink()
    assert path.read_text(encoding="utf-8").endswith("# kept\n")


@pytest.mark.parametrize("new", ["", "people: []\n", "people: [\n", EMPTY + "more: 1\n"])
def test_what_would_not_load_is_never_written(path, new):
    with pytest.raises(FileProblem, match=r"/c\.yaml: "):
        change(path, lambda text, file: new)
    assert path.read_text(encoding="utf-8") == EMPTY
    assert os.listdir(path.parent) == ["c.yaml"]


def test_a_disk_that_fails_leaves_the_old_file(path, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("appsec.cli.attest_file.os.replace", full)
    with pytest.raises(FileProblem, match=r"c\.yaml: No space"):
        change(path, lambda text, file: text + "# lost\n")
    assert path.read_text(encoding="utf-8") == EMPTY
    assert os.listdir(path.parent) == ["c.yaml"]


def test_a_new_file_takes_no_others_place(path):
    with pytest.raises(click.UsageError, match="exists already"):
        create(path, b"x")
    assert path.read_text(encoding="utf-8") == EMPTY


def test_evidence_from_elsewhere_is_copied_once(path, tmp_path_factory):
    outside = tmp_path_factory.mktemp("outside") / "a.png"
    outside.write_bytes(b"png")
    assert bring(outside, path.parent, "E-0001", []) == "evidence/E-0001-a.png"
    with pytest.raises(click.UsageError, match="exists already"):
        bring(outside, path.parent, "E-0001", [])
    inside = path.parent / "evidence/E-0001-a.png"
    assert bring(inside, path.parent, "E-0002", []) == "evidence/E-0001-a.png"
    for strange in (path.parent, path.parent / "gone"):
        with pytest.raises(click.UsageError, match="no such file"):
            bring(strange, path.parent, "E-0003", [])


@pytest.mark.parametrize(
    ("taken", "wanted"),
    [([], "C-0001"), (["C-0001", "C-0009"], "C-0010"), (["C-x", "mine", "E-0005"], "C-0001")],
)
def test_numbers_go_on_from_the_highest(taken, wanted):
    assert next_id("C", iter(taken)) == wanted
