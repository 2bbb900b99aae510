"""The whole session against a phone behind the real adb, an app on HotSpot under frida, and a scan."""

import shutil

import pytest

pytest.importorskip("frida", reason="the extra `dynamic` is not installed")

from appsec.model.trace import DeviceKind, Phase
from appsec.readers.trace.index import index
from tests.command import FIXED_APK
from tests.guided.test_instrumented import under_frida
from tests.runtime.conftest import java, java_classes  # noqa: F401
from tests.runtime.phone import phone, server  # noqa: F401

PACKAGE = "tw.example.sample.parcel"
PNG_FILE = b"\x89PNG\r\n\x1a\n" + b"\0" * 64 + b"IEND\xaeB`\x82"
DATA = f"/data/user/0/{PACKAGE}"


class PhoneApp:
    """The app as it is used on the simulated phone. The weak one keeps and logs what is typed."""

    def __init__(self, simulated, weak):
        self.phone, self.weak = simulated, weak
        simulated.install(package=PACKAGE)
        shutil.copy(FIXED_APK, simulated.root / f"data/app/{PACKAGE}/base.apk")
        self._typed = ""
        simulated.file(f"{DATA}/shared_prefs/settings.xml", b"<map/>")
        simulated.file(f"/data/user_de/0/{PACKAGE}/files/boot", b"-")

    def typed(self, what, value):
        if self.weak:
            self._typed += f'<string name="{what}">{value}</string>\n'
            self.phone.file(f"{DATA}/shared_prefs/user.xml", self._typed.encode())
            self.phone.file(f"{DATA}/cache/http/1", self._typed.encode())
            self.phone.file("/storage/emulated/0/Download/card.txt", self._typed.encode())
            self.says(f"{what} is {value}")

    def says(self, text):
        self.phone.says(text)


@pytest.fixture
def session(played, phone, java):  # noqa: F811
    """Goes through a session of one twin with everything that this machine can stand in for."""

    def go(weak, *options, act=None):
        simulated = phone(su="magisk")
        simulated.file("/sim/screen.png", PNG_FILE)
        app = java("weak" if weak else "fixed")
        one = played(
            weak, "--device", simulated.serial, "--frida-device", "local", "--pid", app.popen.pid,
            "--own", "app", *options, app=PhoneApp(simulated, weak), act=under_frida(app, act),
        )  # fmt: skip
        assert one.go() == 3, one.tester.said[-3000:]
        return one

    return go


def pictures(kind, names, tester):
    """A picture of the screen for each answer."""
    return "" if kind == "picture" else None


def test_the_weak_twin_fails_the_right_items(session):
    one = session(True, "--class", "L3", act=pictures)
    told = one.results()
    wanted = {"19", "20", "21", "4.1.2.3.16"}
    assert {item for item in wanted if told[item] == "fail"} == wanted
    plain = index(one.out / "runs/plain/trace.jsonl")
    assert (plain.meta.device.kind, plain.meta.device.rooted) == (DeviceKind.REMOTE, True)
    assert (one.out / "runs/plain/screenshots/001.png").exists()


def test_the_fixed_twin_fails_nothing_and_is_open_where_nobody_could_look(session):
    one = session(False, "--class", "L2", act=pictures)
    told = one.results()
    assert "fail" not in told.values()
    # No probe, so that nothing about connections is known, nor which token was to be looked for.
    items = ("9", "18", "20", "21", "29", "41", "42", "4.1.2.3.16")
    assert {told[item] for item in items} & {"pass"} == set()
    assert "no token or cookie" in one.tester.said
    run = index(one.out / "runs/instrumented/trace.jsonl")
    assert Phase.USE in run.phases and run.hooks


def test_another_app_than_the_one_that_is_judged_shows_nothing_of_it(session):
    def act(kind, names, tester):
        if kind == "start" and tester.step.startswith("First start"):
            (base,) = tester.app.phone.root.glob(f"data/app/{PACKAGE}/base.apk")
            base.write_bytes(b"another build")

    one = session(False, "--class", "L1", "--no-frida", act=act)
    assert "not the file that this session is of" in one.tester.said
    assert {state for state, _ in one.steps().values()} == {"broken", "skipped"}
    assert "pass" not in {one.results()[item] for item in ("18", "21", "4.1.2.3.16")}
