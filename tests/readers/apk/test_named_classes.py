"""Which classes are named by files beside the code."""

import zipfile
from pathlib import Path

import pytest

from appsec.readers.apk.files import ApkFiles, AppFiles
from appsec.readers.apk.named_classes import named_classes
from appsec.readers.archive import Archive
from tests.apps import manifest

NAME = "tw.example.app.ui.LoginFragment"
CLASSES = {NAME, "tw.example.app.Other"}


def named(path: Path, file: str, content: bytes) -> set[str]:
    with zipfile.ZipFile(path / "x.apk", "w") as made:
        made.writestr(file, content)
    with Archive.open(path / "x.apk") as archive:
        return named_classes(AppFiles("apk", ApkFiles(archive)), manifest(), CLASSES)


def pool(text: str, wide: bool) -> bytes:
    """A string as a pool has it, its length before it."""
    if wide:
        return len(text).to_bytes(2, "little") + text.encode("utf-16-le") + b"\0\0"
    return bytes((len(text), len(text))) + text.encode() + b"\0"


@pytest.mark.parametrize("file", ["res/navigation/graph.xml", "r/a.xml", "AndroidManifest.xml"])
@pytest.mark.parametrize("wide", [False, True])
def test_a_class_in_a_compiled_file_is_found(tmp_path: Path, file: str, wide: bool) -> None:
    """Be its length a letter or none."""
    assert named(tmp_path, file, pool(NAME, wide) + pool("fragment", wide)) == {NAME}
    letter = b"a\0" if wide else b"aa"
    assert named(tmp_path, file, letter + pool(NAME, wide)[2:]) == {NAME}


def test_a_name_without_package_and_a_service_are_found(tmp_path: Path) -> None:
    short = pool(".ui.LoginFragment", True)
    assert named(tmp_path, "res/navigation/graph.xml", short) == {NAME}
    assert named(tmp_path, "META-INF/services/tw.example.Api", f"{NAME}\n".encode()) == {NAME}


def test_other_files_and_longer_names_name_nothing(tmp_path: Path) -> None:
    assert named(tmp_path, "assets/page.xml", NAME.encode()) == set()
    assert named(tmp_path, "res/layout/a.xml", pool(f"{NAME}Args", False)) == set()
