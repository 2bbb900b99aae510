"""The committed bundles are what the sources give, and say whose code is in them."""

import json
import shutil
import subprocess

import pytest

pytest.importorskip("frida", reason="the extra `dynamic` is not installed")

from scripts.agents import BUNDLES, PLATFORMS, SOURCES, built


@pytest.fixture(scope="module")
def sources(tmp_path_factory):
    """The sources with what they import; from the npm registry if it is not there."""
    if (SOURCES / "node_modules/frida-java-bridge").is_dir():
        return SOURCES
    if shutil.which("npm") is None:
        pytest.skip("npm is not installed")
    place = tmp_path_factory.mktemp("agents") / "agents"
    shutil.copytree(SOURCES, place)
    done = subprocess.run(
        ["npm", "ci", "--no-audit", "--no-fund"], cwd=place, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    if done.returncode != 0:
        pytest.skip(f"the npm registry cannot be reached: {done.stderr[-100:]}")
    return place


@pytest.mark.npm
@pytest.mark.parametrize("platform", PLATFORMS)
def test_a_rebuilt_bundle_is_the_committed_one(sources, platform):
    assert built(platform, sources) == (BUNDLES / f"{platform}.js").read_text(encoding="utf-8")


def test_the_notices_name_the_versions_that_are_built_in():
    notices = (BUNDLES / "THIRD_PARTY_NOTICES.txt").read_text(encoding="utf-8")
    wanted = json.loads((SOURCES / "package.json").read_text())["dependencies"]
    assert set(wanted) == {"frida-java-bridge", "frida-objc-bridge"}
    for name, version in wanted.items():
        assert f"{name} {version}" in notices


def test_the_lock_file_names_no_registry():
    lock = (SOURCES / "package-lock.json").read_text()
    assert "http" not in lock
    assert '"integrity"' in lock
