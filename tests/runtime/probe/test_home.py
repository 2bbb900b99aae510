"""The probe's CA and its environment."""

import os
import shutil
import stat
import subprocess
from datetime import timedelta
from pathlib import Path

import pytest

from appsec.runtime.collect import CollectError
from appsec.runtime.probe import authority as module
from appsec.runtime.probe.authority import NAME, authority
from appsec.runtime.probe.home import REQUIREMENTS, VARIABLE, Home


def test_the_ca_is_of_one_installation_and_its_key_of_its_owner(tmp_path):
    one, other = Home(tmp_path / "a").authority(), Home(tmp_path / "b").authority()
    assert one.sha256 != other.sha256 and one.certificate.subject != other.certificate.subject
    assert Home(tmp_path / "a").authority() == one
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o700
    assert stat.S_IMODE(one.file.stat().st_mode) == 0o600
    lasts = one.certificate.not_valid_after_utc - one.certificate.not_valid_before_utc
    assert lasts <= timedelta(days=31)
    assert b"PRIVATE" in one.file.read_bytes() and b"PRIVATE" not in one.pem


def test_a_ca_that_ends_soon_is_replaced(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "VALID", timedelta(days=2))
    old = authority(tmp_path)
    monkeypatch.undo()
    new = authority(tmp_path)
    assert new.sha256 != old.sha256 and authority(tmp_path) == new


def test_its_name_in_the_store_of_android_is_what_openssl_makes_of_it(tmp_path):
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed")
    made = authority(tmp_path)
    told = subprocess.run(
        ["openssl", "x509", "-noout", "-subject_hash_old"],
        input=made.pem, capture_output=True, check=True,
    )  # fmt: skip
    assert made.android_name == f"{told.stdout.decode().strip()}.0"


def test_a_file_that_is_no_ca_is_told(tmp_path):
    (tmp_path / NAME).write_bytes(b"none")
    with pytest.raises(CollectError, match="cannot be used"):
        Home(tmp_path).authority()


def test_what_is_installed_is_pinned_by_hashes():
    lines = REQUIREMENTS.read_text().splitlines()
    named = [line for line in lines if line and not line.startswith((" ", "#"))]
    assert any(line.startswith("mitmproxy==") for line in named)
    assert all("==" in line and line.endswith("\\") for line in named)


def test_without_mitmproxy_the_command_that_installs_it_is_told(tmp_path, monkeypatch):
    monkeypatch.delenv(VARIABLE, raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert Path(tmp_path) in Home.default().folder.parents or os.name != "posix"
    with pytest.raises(CollectError, match="appsec dynamic probe --setup"):
        _ = Home(tmp_path / "probe").python


def test_a_setup_that_fails_leaves_nothing_that_looks_usable(tmp_path, monkeypatch):
    monkeypatch.delenv(VARIABLE, raising=False)

    def create(builder, place):
        (place / "bin").mkdir(parents=True)
        (place / "bin/python").symlink_to("/bin/false")

    monkeypatch.setattr("venv.EnvBuilder.create", create)
    home = Home(tmp_path / "home")
    with pytest.raises(CollectError, match="could not be installed"):
        home.setup()
    with pytest.raises(CollectError, match="not installed"):
        assert home.python
