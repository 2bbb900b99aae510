"""Manifests and the files that they name, as Debian's aapt reads them."""

from pathlib import Path

import pytest

from tests.aapt_manifest import MISSING, agrees, has_aapt
from tests.command import SAMPLES

pytestmark = pytest.mark.skipif(not has_aapt(), reason=MISSING)

APKS = sorted(
    path
    for folder in ("package", "offline", "network", "sharing", "content", "native", "signing")
    for path in (SAMPLES / "android" / folder).glob("*.apk")
    if path.stem in ("weak", "fixed", "offline")
)


@pytest.mark.parametrize("apk", APKS, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_aapt_agrees(apk: Path) -> None:
    assert agrees(apk) >= 1


def test_every_kind_of_file_is_among_them() -> None:
    counts = {f"{path.parent.name}/{path.name}": agrees(path) for path in APKS}
    # Manifest, two kinds of backup, two of paths, shortcuts, and what is no layout or preferences.
    assert counts["sharing/weak.apk"] == 8
    assert counts["network/weak.apk"] == 6
