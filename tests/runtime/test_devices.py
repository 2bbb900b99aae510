"""`appsec dynamic devices` and `selftest`: commands of their own, with the real adb and real frida."""

import json
import os
import socket
import subprocess
import sys
import threading

import pytest

from appsec.runtime.collect import CollectError
from appsec.runtime.devices import DeviceError, bounded
from appsec.runtime.phones.adb import Adb
from appsec.runtime.phones.frida_help import explained
from tests.command import appsec
from tests.runtime.adbd import PACKAGE
from tests.runtime.phone import gone, phone, reached, run, server  # noqa: F401
from tests.runtime.targets import Process, frida
from tests.runtime.test_remote import TRIES, free_port, quietly

ADB = ("ANDROID_ADB_SERVER_PORT", "HOME", "TMPDIR")


def dynamic(*arguments):
    """The command with this test's adb server."""
    return appsec("dynamic", *arguments, **{name: os.environ[name] for name in ADB})


def portal(ports=free_port):
    """A portal that has begun, and its ports. A free port may be another's by the time that it is
    listened on: then others are taken."""
    for left in reversed(range(TRIES)):
        cluster, control = ports(), ports()
        service = frida.PortalService(
            frida.EndpointParameters(address="127.0.0.1", port=cluster),
            frida.EndpointParameters(address="127.0.0.1", port=control),
        )
        try:
            bounded("portal", 60, service.start)
        except DeviceError:
            if not left:
                raise
        else:
            return service, cluster, control
    raise AssertionError("unreachable")


@pytest.fixture
def rooted(phone, java):  # noqa: F811
    """A phone with a frida-server (a portal stands for it), and the app's process on it."""
    service, cluster, control = portal()
    process = java("weak")
    session = bounded("attach", 60, lambda: frida.get_local_device().attach(process.popen.pid))
    bounded("join", 60, lambda: session.join_portal(f"127.0.0.1:{cluster}"))
    simulated = phone(su="magisk", ports={27042: control})
    yield simulated, process
    threading.Thread(target=quietly(service.stop), daemon=True).start()


def test_a_port_that_another_took_meanwhile_is_left_to_it():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = other.getsockname()[1]
        ports = iter([free_port(), taken])
        service, *found = portal(lambda: next(ports, None) or free_port())
        assert taken not in found
        bounded("stop", 60, service.stop)


def test_a_phone_is_listed_with_what_it_can_decide(phone):  # noqa: F811
    simulated = phone(su="magisk")
    server_ = simulated.file("/data/local/tmp/frida-server", b"#!/bin/sh\necho 16.1.4\n")
    server_.chmod(0o755)
    done = dynamic("devices", "--format", "json")
    assert done.code == 0, done.err
    found = {one["device"]: one for one in json.loads(done.out)["devices"]}
    one = found[f"usb:{simulated.serial}"]
    assert (one["model"], one["os"], one["root"], one["server"]) == (
        "Fake 9", "Android 14", "su", "16.1.4",
    )  # fmt: skip
    assert one["answers"] is False
    assert one["decides"][0].startswith("all steps")
    done = dynamic("devices")
    assert "Fake 9" in done.out
    assert "所有步驟" in done.out.replace("\n", "").replace(" ", "")


def test_a_plain_phone_and_an_emulator_decide_less(phone):  # noqa: F811
    plain, emulator, locked = phone(), phone(root=True), phone()
    locked.props({"ro.kernel.qemu": "1"})
    plain.props({"ro.product.model": "\x1b[2Jplain [red]x"})
    emulator.props({"ro.kernel.qemu": "1"})
    done = dynamic("devices", "--format", "json")
    found = {one["device"]: one for one in json.loads(done.out)["devices"]}
    assert found[f"usb:{plain.serial}"]["root"] == ""
    assert "debuggable variant" in found[f"usb:{plain.serial}"]["decides"][0]
    assert found[f"usb:{emulator.serial}"]["kind"] == "emulator"
    assert "none of 49" in found[f"usb:{emulator.serial}"]["decides"][0]
    assert found[f"usb:{locked.serial}"]["decides"][0].startswith("step 2 for 4.1.5.5.7")
    done = dynamic("devices", "--lang", "en")
    assert "\x1b[2J" not in done.out


def test_no_phone_says_what_is_missing(server):  # noqa: F811
    done = dynamic("devices")
    assert done.code == 3
    done = appsec("dynamic", "devices", PATH="/nowhere", HOME=os.environ["HOME"])
    assert done.code == 3
    assert "platform-tools" in done.err


def test_hooks_are_tried_on_a_phone(rooted):
    simulated, process = rooted
    done = dynamic(
        "selftest", "--package", PACKAGE, "--device", f"usb:{simulated.serial}", "--pid", process.popen.pid,
        "--topic", "crypto", "--topic", "tls", "--format", "json",
    )  # fmt: skip
    assert done.code in (0, 3), done.err
    told = json.loads(done.out)
    states = {one["id"]: one["state"] for one in told["hooks"]}
    assert states["javax.crypto.Cipher.getInstance"] == "installed"
    assert set(states.values()) <= {"installed", "missing", "failed"}
    assert (done.code == 0) == (set(states.values()) == {"installed"})
    assert {one["topic"] for one in told["hooks"]} == {"crypto", "tls"}
    assert told["device"]["kind"] == "usb"
    assert simulated.serial not in done.out
    done = dynamic(
        "selftest", "--package", PACKAGE, "--device", f"usb:{simulated.serial}", "--pid", process.popen.pid,
        "--topic", "crypto", "--lang", "en",
    )  # fmt: skip
    assert "installed" in done.out
    assert "javax.crypto.Cipher.getInstance" in done.out


def test_a_phone_without_a_server_says_what_to_push(phone):  # noqa: F811
    simulated = phone(su="magisk")
    done = dynamic(
        "selftest", "--package", PACKAGE, "--device", f"usb:{simulated.serial}", "--pid", "1"
    )
    assert done.code == 4
    assert f"frida-server-{frida.__version__}-android-arm64.xz" in done.err
    assert f"adb -s {simulated.serial} push" in done.err
    assert "su -c '/data/local/tmp/frida-server -D'" in done.err
    simulated.props({"ro.product.cpu.abi": "x86_64"})
    there = simulated.file("/data/local/tmp/frida-server", b"#!/bin/sh\necho 16.1.4\n")
    there.chmod(0o755)
    done = dynamic(
        "selftest", "--package", PACKAGE, "--device", f"usb:{simulated.serial}", "--pid", "1"
    )
    assert f"is 16.1.4, and this computer has frida {frida.__version__}" in done.err
    assert "android-x86_64.xz" in done.err


def test_a_phone_that_is_not_rooted_is_told(phone):  # noqa: F811
    done = dynamic("selftest", "--package", PACKAGE, "--device", f"usb:{phone().serial}")
    assert done.code == 4
    assert "not rooted" in done.err
    assert "--how gadget" in done.err


@pytest.mark.parametrize(
    ("error", "cause", "text"),
    [
        ("attach: unable to communicate with remote frida-server; please ensure that major versions match",
         frida.ProtocolError("x"), "must be of one version"),
        ("spawn: unable to find application with identifier 'My App'", None, f"similar: {PACKAGE}"),
        ("x: unable to find process with name 'x'", frida.ProcessNotFoundError("x"), "not the name on the screen"),
        ("attach: x", frida.PermissionDeniedError("x"), "as root"),
        ("attach: connection closed", frida.TransportError("x"), "49-52"),
        ("load script: no answer in 8 s", None, "49-52"),
        ("device usb: device not found", None, "dynamic devices"),
        ("hooks: \x1b[2J", None, "frida: hooks: \\u001b[2J"),
    ],
)  # fmt: skip
def test_the_usual_troubles_are_put_plainly(phone, error, cause, text):  # noqa: F811
    made = DeviceError(error)
    made.__cause__ = cause
    simulated = phone()
    said = explained(made, "17.0.0", "example", reached(simulated).adb)
    assert text in said
    assert any("\u4e00" <= letter <= "\u9fff" for letter in said)
    gone(simulated)
    assert "plug it in again" in explained(made, "17.0.0", "example", Adb(simulated.serial))


def test_files_are_read_from_within_a_process(tmp_path, run):  # noqa: F811
    """As on a phone without root whose app has the gadget."""
    from appsec.runtime.phones.agent_files import AgentFiles
    from appsec.runtime.phones.places import Place
    from appsec.runtime.phones.snapshot import Snapshots, Source

    place = tmp_path / "data"
    (place / "files/字典").mkdir(parents=True)
    wanted = {f"{place}/files/字典/new\nline": os.urandom(700_001), f"{place}/files/a": b""}
    for path, data in wanted.items():
        with open(path, "wb") as file:
            file.write(data)
    with open(os.fsencode(place) + b"/\xa4\xa4", "wb") as file:
        file.write(b"odd")
    wanted[f"{place}/\udca4\udca4"] = b"odd"
    (place / "link").symlink_to("/etc")
    os.mkfifo(place / "pipe")
    code = "print('READY', flush=True); input()"
    process = Process(sys.executable, "-c", code)
    try:
        files = AgentFiles(frida.get_local_device(), process.popen.pid)
        assert not files.exists(f"{place}/none")
        source = Source(files, (Place(str(place)),))
        told = Snapshots(run, [source], lambda: False).take("a")
        files.close()
        lost = AgentFiles(frida.get_local_device(), process.popen.pid)
        process.kill()
        with pytest.raises(CollectError):
            Snapshots(run, [Source(lost, (Place(str(place)),))], lambda: False).take("b")
    finally:
        process.kill()
    assert told.complete, told.why
    assert "pipe" in told.why
    lines = (run.folder / "snapshot/a/manifest.jsonl").read_text().splitlines()[1:]
    entries = {one["path"]: one for one in map(json.loads, lines)}
    contents = run.folder / "snapshot/contents"
    found = {p: (contents / o["sha256"]).read_bytes() for p, o in entries.items() if o["sha256"]}
    assert found == wanted
    assert entries[f"{place}/link"]["why"] == "/etc"
    for path in wanted:
        told_ = os.lstat(os.fsencode(path))
        assert entries[path]["mode"] == told_.st_mode
        assert entries[path]["modified"] == int(told_.st_mtime)


@pytest.mark.parametrize("said", [7, [3], [{}], [{"name": "zz"}], [{"name": "61", "mode": 0x8000}]])
def test_a_process_that_answers_nonsense_is_no_crash(run, said):  # noqa: F811
    """The app may change whatever is in its own process."""
    from appsec.runtime.phones.agent_files import AgentFiles
    from appsec.runtime.phones.places import Place
    from appsec.runtime.phones.snapshot import Snapshots, Source

    class Answers(AgentFiles):
        def __init__(self):
            pass

        def _ask(self, name, *given):
            return said if name == "entries" else True

    told = Snapshots(run, [Source(Answers(), (Place("/x"),))], lambda: False).take("a")
    assert not told.complete


def test_the_command_works_without_frida(server, tmp_path):  # noqa: F811
    """Phones are listed; what needs frida says what to install."""
    (tmp_path / "hidden").mkdir()
    code = (
        "import sys, importlib.util as u; f = u.find_spec\n"
        "u.find_spec = lambda n, *a: None if n == 'frida' else f(n, *a)\n"
        "import importlib; sys.modules['frida'] = None\n"
        "from appsec.cli import main; sys.exit(main())"
    )
    for arguments, exit_ in ((["devices"], 3), (["selftest", "--package", PACKAGE], 2)):
        done = subprocess.run(
            [sys.executable, "-c", code, "dynamic", *arguments], capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip
        assert done.returncode == exit_, done.stderr
        assert "appsec[dynamic]" in done.stderr
