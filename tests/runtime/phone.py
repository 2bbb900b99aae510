"""An adb server of a test's own, and a simulated phone behind it."""

import shutil
import socket
import subprocess
import time

import pytest

from appsec.model.trace import Meta
from appsec.runtime.phones.adb import Adb
from appsec.runtime.phones.android import AndroidPhone
from appsec.runtime.run_folder import RunFolder
from tests.runtime.adbd import PACKAGE, Phone

BUILD = "ab" * 32
META = Meta("r", "2026-11-21T08:00:00Z", "android", PACKAGE, BUILD, instrumented=False)
SECONDS = 60
TRIES = 5


def adb(*arguments):
    """Runs the real adb. A server that another test's port kept from starting is tried again."""
    done = subprocess.run(
        ["adb", *arguments], stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=SECONDS, check=False,
    )  # fmt: skip
    return done


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


@pytest.fixture
def server(tmp_path, monkeypatch):
    """An adb server on a port of its own, whose keys lie with the test."""
    if shutil.which("adb") is None:
        pytest.skip("adb is not installed")
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("TMPDIR", str(home))
    for name in ("ANDROID_SERIAL", "ADB_VENDOR_KEYS", "ANDROID_SDK_HOME", "ADB_SERVER_SOCKET"):
        monkeypatch.delenv(name, raising=False)
    for _ in range(TRIES):
        # The port may be taken between being found and being used.
        monkeypatch.setenv("ANDROID_ADB_SERVER_PORT", str(free_port()))
        started = adb("start-server")
        if started.returncode == 0:
            break
    assert started.returncode == 0, started.stderr
    yield
    adb("kill-server")


@pytest.fixture
def phone(server, tmp_path):
    """Makes phones that are connected; none outlives its test."""
    made = []

    def make(**given):
        folder = tmp_path / f"phone{len(made)}"
        folder.mkdir()
        made.append(Phone(folder, **given))
        told = adb("connect", made[-1].serial)
        assert "connected" in told.stdout, told
        return made[-1]

    yield make
    for one in made:
        one.unplug()


@pytest.fixture
def run(tmp_path):
    """A run directory that is being made."""
    with RunFolder.create(tmp_path / "run", META) as made:
        yield made


def gone(simulated):
    """Pulls the cable, and waits until the adb server knows."""
    simulated.unplug()
    end = time.monotonic() + SECONDS
    while Adb(simulated.serial).state() == "device":
        assert time.monotonic() < end


def reached(simulated, **given):
    """The phone as the tool reaches it."""
    return AndroidPhone(Adb(simulated.serial), **{"patience": 30.0} | given)
