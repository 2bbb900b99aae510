"""Scheme v4: the file beside the APK, sound and otherwise."""

from pathlib import Path

import pytest

from appsec.facts.signing import Scheme
from tests.apk_signer import read

SIGNING = Path(__file__).parents[4] / "samples/android/signing"
APK = (SIGNING / "fixed.apk").read_bytes()
IDSIG = (SIGNING / "fixed.apk.idsig").read_bytes()


def v4(folder: Path, idsig: bytes, apk: bytes = APK) -> tuple[str, str]:
    path = folder / "x.apk"
    path.write_bytes(apk)
    path.with_name("x.apk.idsig").write_bytes(idsig)
    return read(apk, path=path).of(Scheme.V4)


def test_it_is_absent_without_its_file(tmp_path: Path) -> None:
    assert read(APK).of(Scheme.V4) == ("absent", "")
    assert read(APK, path=tmp_path / "x.apk").of(Scheme.V4) == ("absent", "")


def test_a_sound_one_with_and_without_its_tree(tmp_path: Path) -> None:
    assert v4(tmp_path, IDSIG) == ("verified", "")
    assert v4(tmp_path, IDSIG[: -4096 - 4]) == ("verified", "")


def flip(at: int) -> bytes:
    return IDSIG[:at] + bytes([IDSIG[at] ^ 1]) + IDSIG[at + 1 :]


@pytest.mark.parametrize(
    ("at", "wanted"),
    [
        (0, ("unknown", "unsupported")),  # the version
        (8, ("unknown", "unsupported")),  # the hash
        (12, ("unknown", "unsupported")),  # the size of a page
        (21, ("invalid", "signature")),  # the root
        (len(IDSIG) - 4096 - 10, ("invalid", "signature")),
        (len(IDSIG) - 4096 + 5, ("invalid", "digest")),  # the tree
    ],
)
def test_damage(at: int, wanted: tuple[str, str], tmp_path: Path) -> None:
    assert v4(tmp_path, flip(at)) == wanted


def test_that_of_another_file(tmp_path: Path) -> None:
    other = (SIGNING / "rotated.apk").read_bytes()
    assert v4(tmp_path, IDSIG, other) == ("invalid", "signature")  # the size is signed
    same_size = (SIGNING / "tampered.apk").read_bytes()
    assert v4(tmp_path, IDSIG, same_size) == ("invalid", "digest")


@pytest.mark.parametrize("keep", [0, 1, 4, 100, 600])
def test_a_cut_one(keep: int, tmp_path: Path) -> None:
    assert v4(tmp_path, IDSIG[:keep]) == ("invalid", "malformed")
