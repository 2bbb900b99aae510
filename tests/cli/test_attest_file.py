"""The confirmations file on disk: changed as a whole or not at all; evidence beside it."""

import os
import stat

import click
import pytest

from appsec.cli.attest_file import bring, change, create, next_id, undone
from appsec.cli.attest_redact import _covered
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


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_box_covers_what_people_see_there(tmp_path, orientation):
    image = pytest.importorskip("PIL.Image", reason="Pillow is in the extra [docs]")
    ops = pytest.importorskip("PIL.ImageOps")
    stored = image.new("RGB", (200, 100), (255, 255, 255))
    exif = stored.getexif()
    exif[0x0112] = orientation
    stored.putpixel((0, 0), (255, 255, 255))
    stored.save(tmp_path / "a.png", exif=exif)
    with image.open(tmp_path / "a.png") as opened:
        seen = ops.exif_transpose(opened).copy()
    # The secret stands at the upper left of the picture as people see it; stored it may be anywhere.
    seen.paste((200, 0, 0), (0, 0, 40, 40))
    back = {5: 5, 6: 8, 7: 7, 8: 6, 3: 3, 2: 2, 4: 4, 1: 1}[orientation]
    turned = image.new("RGB", seen.size)
    turned.paste(seen)
    exif_back = turned.getexif()
    exif_back[0x0112] = back
    turned = ops.exif_transpose(turned)
    exif = turned.getexif()
    exif[0x0112] = orientation
    turned.save(tmp_path / "b.png", exif=exif)
    covered = tmp_path / "c.png"
    covered.write_bytes(_covered(tmp_path / "b.png", ((0, 0, 40, 40),)))
    with image.open(covered) as opened:
        assert opened.size == seen.size
        assert not opened.getexif()
        assert (200, 0, 0) not in {colour for _, colour in opened.getcolors()}
        assert dict((c, n) for n, c in opened.getcolors())[(0, 0, 0)] == 1600


def test_what_lay_below_transparent_pixels_stays_unseen(tmp_path):
    image = pytest.importorskip("PIL.Image", reason="Pillow is in the extra [docs]")
    image.new("RGBA", (8, 8), (200, 0, 0, 0)).save(tmp_path / "a.png")
    covered = tmp_path / "c.png"
    covered.write_bytes(_covered(tmp_path / "a.png", ((0, 0, 1, 1),)))
    with image.open(covered) as opened:
        assert {colour for _, colour in opened.getcolors()} == {(0, 0, 0), (255, 255, 255)}


def test_what_was_made_is_gone_where_a_later_step_fails(tmp_path):
    with pytest.raises(click.UsageError), undone() as made:
        made.append(tmp_path / "a")
        made[0].write_bytes(b"x")
        raise click.UsageError("no")
    assert os.listdir(tmp_path) == []
