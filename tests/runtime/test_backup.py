"""The backup transport of a device is set back whatever happens, or the tester is told how."""

import io

import pytest

from appsec.runtime.collect import CollectError
from appsec.runtime.phones import backup as backups
from appsec.runtime.phones.access import Means, Way
from appsec.runtime.phones.adb import Said
from appsec.runtime.phones.android_app import InstalledApp
from appsec.runtime.phones.device_files import Content, Fact, Listing
from appsec.runtime.run_folder import RunFolder
from tests.runtime.test_run_folder import META

GOOGLE = "com.google.gms/.Transport"


class Device:
    """Answers as `bmgr` does; the commands in `fails` fail so often."""

    def __init__(self, **fails):
        self.fails = {name.replace("_", " "): count for name, count in fails.items()}
        self.said = []

    def shell(self, command, seconds=0.0):
        self.said.append(command)
        for name, count in self.fails.items():
            if name in command and count:
                self.fails[name] -= 1
                raise CollectError("unplugged")
        answers = {
            "bmgr list transports": f"  android/.LocalTransport\n* {GOOGLE}",
            "bmgr enabled": "Backup Manager currently disabled",
            "date +%s": "100",
            "bmgr backupnow tw.example": "Package tw.example with result: Success",
        }
        return Said(0, answers.get(command, "").encode(), "")

    def back(self, seconds):
        return bool(seconds)


def take(device, run=None):
    app = InstalledApp("tw.example", 10123, "1", 34, False, "", 0, ())
    return backups._Bmgr(device, Way(Means.ADBD), app).take(run, "b")


def test_a_cable_that_comes_back_has_both_set_back():
    device = Device(backupnow=1, transport_com=1, enable_false=1)
    with pytest.raises(CollectError, match="unplugged"):
        take(device)
    assert device.said[-4:] == [f"bmgr transport {GOOGLE}", "bmgr enable false"] * 2


def test_what_cannot_be_set_back_is_told():
    device = Device(transport_com=9)
    with pytest.raises(CollectError, match=f"bmgr transport {GOOGLE}"):
        take(device)
    assert "bmgr enable false" in device.said


def test_a_backup_that_was_listed_in_part_is_not_complete(tmp_path, monkeypatch):
    fact = Fact(b"/cache/backup/tw.example/a", 1, 0o600, 100, 100, "")

    class Files:
        def __init__(self, *given):
            pass

        def exists(self, folder):
            return folder == "/cache/backup"

        def listing(self, place, links):
            return Listing((fact,), why="cut off")

        def contents(self, facts):
            return [Content(fact, io.BytesIO(b"x"))]

    monkeypatch.setattr(backups, "ShellFiles", Files)
    with RunFolder.create(tmp_path / "run", META) as run:
        told = take(Device(), run)
    assert (told.complete, told.why) == (False, "cut off")
