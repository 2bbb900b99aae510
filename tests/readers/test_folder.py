"""A folder is read as a zip file of it would be, and never beyond its own walls."""

import hashlib
import os
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

from appsec.readers.archive import ArchiveError, ArchiveFault, EntryError, MissingEntry
from appsec.readers.folder import Folder
from appsec.readers.zip_model import Limits, Refusal

FILES = {"Info.plist": b"<plist/>", "a/b c.txt": b"two", "a.txt": b"one", "空.txt": b""}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "X.app"
    for name, data in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


def refusal(folder: Folder, name: str) -> Refusal:
    with pytest.raises(EntryError) as caught:
        folder.read(name)
    return caught.value.refusal


def test_names_sizes_and_contents(root: Path) -> None:
    folder = Folder(root, "X.app")
    assert set(folder.names) == {f"X.app/{name}" for name in FILES}
    assert {n: folder.read(f"X.app/{n}") for n in FILES} == FILES
    assert (folder.entry("X.app/a.txt").size, folder.head("X.app/a.txt", 2)) == (3, b"on")
    assert (folder.size, dict(folder.refused)) == (14, {})
    assert set(Folder(root, "").names) == set(FILES)
    with pytest.raises(MissingEntry):
        folder.read("X.app/none")


def test_the_hash_is_what_standard_tools_give(root: Path) -> None:
    command = "find . -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum -z | sha256sum"
    told = subprocess.run(command, shell=True, cwd=root, capture_output=True, check=True)
    assert Folder(root, "X.app").sha256() == told.stdout.decode().split()[0]


def test_the_hash_knows_content_and_names_and_nothing_else(root: Path, tmp_path: Path) -> None:
    before = Folder(root, "X.app").sha256()
    other = tmp_path / "Y.app"
    shutil.copytree(root, other)
    (other / "empty").mkdir()
    os.utime(other / "a.txt", (0, 0))
    assert Folder(other, "Y.app").sha256() == before
    (other / "a.txt").write_bytes(b"One")
    assert Folder(other, "Y.app").sha256() != before
    (other / "a.txt").write_bytes(b"one")
    (other / "link").symlink_to("a.txt")
    assert Folder(other, "Y.app").sha256() != before


def test_no_link_is_followed(root: Path, tmp_path: Path) -> None:
    outside = tmp_path / "secret"
    outside.mkdir()
    (outside / "key").write_bytes(b"secret")
    (root / "file").symlink_to(outside / "key")
    (root / "folder").symlink_to(outside)
    (root / "self").symlink_to(root)
    folder = Folder(root, "X.app")
    for name, target in (("file", outside / "key"), ("folder", outside), ("self", root)):
        assert folder.entry(f"X.app/{name}").is_symlink
        assert folder.read(f"X.app/{name}") == os.fsencode(target)
    assert len(folder.names) == len(FILES) + 3


def test_what_cannot_be_read_is_refused(root: Path) -> None:
    os.mkfifo(root / "pipe")
    (root / "back\\slash").write_bytes(b"")
    (root / "wide\u3000and\u202fnarrow").write_bytes(b"")
    with open(os.fsencode(root) + b"/\xff", "wb"):
        pass
    folder = Folder(root, "X.app")
    assert dict(folder.refused) == {
        "X.app/pipe": Refusal.SPECIAL_FILE,
        "X.app/back\\slash": Refusal.BAD_NAME,
        "X.app/?": Refusal.BAD_NAME,
    }
    assert refusal(folder, "X.app/pipe") is Refusal.SPECIAL_FILE


def test_a_file_that_changed_since_it_was_hashed(root: Path) -> None:
    folder = Folder(root, "X.app")
    (root / "a.txt").write_bytes(b"eno")
    assert refusal(folder, "X.app/a.txt") is Refusal.CHANGED
    (root / "a.txt").unlink()
    (root / "a.txt").symlink_to("Info.plist")
    assert refusal(folder, "X.app/a.txt") is Refusal.CHANGED


def test_limits(root: Path) -> None:
    assert refusal(Folder(root, "X", Limits(max_entry_bytes=2)), "X/a.txt") is Refusal.TOO_LARGE
    assert refusal(Folder(root, "X", Limits(max_total_bytes=2)), "X/a.txt") is Refusal.OVER_BUDGET
    with pytest.raises(EntryError):
        Folder(root, "X").read("X/a.txt", 2)
    with pytest.raises(ArchiveError) as caught:
        Folder(root, "X", Limits(max_entries=2))
    assert caught.value.key is ArchiveFault.TOO_MANY_ENTRIES


def test_an_empty_folder(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError) as caught:
        Folder(tmp_path, "X.app")
    assert caught.value.key is ArchiveFault.NO_ENTRIES


def test_the_entries_are_those_of_a_zip_file(root: Path, tmp_path: Path) -> None:
    from appsec.readers.archive import Archive

    target = tmp_path / "x.zip"
    with zipfile.ZipFile(target, "w") as archive:
        for name in FILES:
            archive.write(root / name, f"X.app/{name}")
    with Archive.open(target) as zipped:
        folder = Folder(root, "X.app")
        assert set(zipped.names) == set(folder.names)
        for name in folder.names:
            assert zipped.read(name) == folder.read(name)
            assert zipped.entry(name).size == folder.entry(name).size
            assert hashlib.sha256(zipped.read(name)).digest()
