"""What an Android device says of itself and of an app, and what it shows, with the real adb."""

import io
import json
import socket
import struct
import subprocess
import tarfile
import zlib
from hashlib import sha256

import pytest

from appsec.model.noted import USB_DEBUGGING, VERIFIED_BOOT
from appsec.model.run_files import Look, Root
from appsec.model.trace import DeviceKind
from appsec.runtime.collect import CollectError
from appsec.runtime.phones import adb as adb_module
from appsec.runtime.phones.adb import Adb, attached
from appsec.runtime.phones.android import AndroidPhone
from appsec.runtime.phones.sockets import Listening
from tests.runtime.adbd import PACKAGE, UID
from tests.runtime.phone import adb, phone, reached, run, server  # noqa: F401

DATA = f"/data/user/0/{PACKAGE}"
LOCAL = "com.android.localtransport/.LocalTransport"
PNG = b"\x89PNG\r\n\x1a\n" + b"\r\n\0" * 50_000 + b"IEND\xaeB`\x82"


def archive(members):
    """A tar file as a full backup is."""
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w", format=tarfile.PAX_FORMAT) as tar:
        for name, data in members.items():
            one = tarfile.TarInfo(name)
            one.size, one.mode = len(data), 0o600
            tar.addfile(one, io.BytesIO(data))
    return made.getvalue()


def backed_up(made):
    lines = (made.folder / "snapshot/b/manifest.jsonl").read_text().splitlines()[1:]
    return {one["path"]: (one["root"], one["sha256"]) for one in map(json.loads, lines)}


def test_the_only_device_is_taken_and_described(phone):  # noqa: F811
    simulated = phone(su="magisk")
    simulated.props({"ro.product.model": "Fake\x1b[31m 9"})
    about = AndroidPhone.open().about
    assert about.kind is DeviceKind.REMOTE
    assert (about.os, about.rooted) == ("Android 14", True)
    assert about.model == "Fake\\u001b[31m 9"
    assert simulated.serial not in repr(about)
    assert about.id == sha256(simulated.serial.encode()).hexdigest()[:16]


def test_an_emulator_is_told(phone):  # noqa: F811
    simulated = phone()
    simulated.props({"ro.hardware": "ranchu"})
    about = reached(simulated).about
    assert (about.kind, about.rooted) == (DeviceKind.EMULATOR, False)


@pytest.mark.parametrize(
    ("said", "properties", "expected"),
    [
        ("1\n", {}, (True, True)),
        ("0\n", {}, (False, True)),
        ("null\n", {}, (None, True)),
        (None, {}, (None, True)),
        ("1\n", {"ro.boot.verifiedbootstate": "orange"}, (True, False)),
        ("1\n", {"ro.build.tags": "test-keys"}, (True, False)),
        ("1\n", {"ro.debuggable": ""}, (True, False)),
    ],
)
def test_what_is_on_of_the_device_is_told(phone, said, properties, expected):  # noqa: F811
    simulated = phone()
    intact = {"ro.boot.verifiedbootstate": "green", "ro.build.tags": "release-keys"}
    simulated.props({**intact, "ro.debuggable": "0", **properties})
    if said is not None:
        (simulated.root / "sim/settings").mkdir()
        (simulated.root / "sim/settings/adb_enabled").write_text(said)
    told = reached(simulated).settings()
    assert (told[USB_DEBUGGING], told[VERIFIED_BOOT]) == expected


def test_which_device_is_meant_must_be_clear(phone):  # noqa: F811
    with pytest.raises(CollectError, match="USB debugging"):
        AndroidPhone.open()
    first, second = phone(), phone()
    with pytest.raises(CollectError, match="usb:SERIAL"):
        AndroidPhone.open()
    assert AndroidPhone.open(second.serial).adb.serial == second.serial
    with pytest.raises(CollectError, match="plug it in"):
        AndroidPhone.open("127.0.0.1:1")
    assert {one.serial for one in attached()} == {first.serial, second.serial}


@pytest.mark.parametrize(
    ("state", "text"),
    [
        ("unauthorized usb:1-1", "accept the question"),
        ("offline usb:1-1", "plug it in again"),
        ("no permissions (user in plugdev group); see [http://x]", "udev"),
    ],
)
def test_a_device_that_is_not_ready_says_why(tmp_path, state, text):
    program = tmp_path / "adb"
    program.write_text(f"#!/bin/sh\necho 'List of devices attached\nS1 {state} transport_id:1'\n")
    program.chmod(0o755)
    assert text in str(Adb("S1", str(program)).lost())


def test_a_serial_may_have_spaces(tmp_path):
    """As adb names a second connection by mDNS."""
    serial = "adb-S1-aBcD (2)._adb-tls-connect._tcp"
    program = tmp_path / "adb"
    lines = f"{serial}    device product:x model:Fake_9 transport_id:1\nS2 unauthorized usb:1-1"
    program.write_text(f"#!/bin/sh\necho 'List of devices attached\n{lines}'\n")
    program.chmod(0o755)
    found = [(one.serial, one.state, one.model) for one in attached(str(program))]
    assert found == [(serial, "device", "Fake 9"), ("S2", "unauthorized", "")]


def test_no_adb_says_what_to_install(monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")
    for name in ("ANDROID_HOME", "ANDROID_SDK_ROOT"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(CollectError, match="platform-tools"):
        AndroidPhone.open()


def test_a_program_that_hangs_or_floods_is_ended(tmp_path):
    with pytest.raises(CollectError, match="no end within"):
        adb_module.call(["/bin/sleep", "60"], 0.2)
    with pytest.raises(CollectError, match="more than"):
        adb_module.call(["/usr/bin/yes"], 60, 1 << 20)


def test_an_installed_app_is_described(phone):  # noqa: F811
    simulated = phone()
    app = reached(simulated).app(PACKAGE)
    assert (app.uid, app.target_sdk, app.installer) == (UID, 34, "com.android.vending")
    assert (app.debuggable, app.variant) == (False, ())
    assert app.parts == (sha256(b"apk of " + PACKAGE.encode()).hexdigest(),)
    assert app.first > 1_700_000_000


def test_a_version_that_pretends_hides_no_variant(phone):  # noqa: F811
    simulated = phone()
    forged = "1\n    flags=[ HAS_CODE ]\n    installerPackageName=com.android.vending"
    simulated.install(version=forged, flags="DEBUGGABLE ", installer="null", target=30)
    app = reached(simulated).app(PACKAGE)
    assert app.variant == ("debuggable",)
    assert "\n" not in app.version


def test_the_screen_comes_as_it_is(phone):  # noqa: F811
    simulated = phone()
    (simulated.root / "sim/screen.png").write_bytes(PNG)
    (simulated.root / "sim/ui.xml").write_text("<hierarchy><node text='登入'/></hierarchy>")
    reach = reached(simulated)
    assert reach.screenshot() == PNG
    assert "登入".encode() in reach.look(Look.SCREEN, PACKAGE)
    assert list((simulated.root / "data/local/tmp").iterdir()) == []
    (simulated.root / "sim/screen.png").write_bytes(PNG[:-20])
    (simulated.root / "sim/ui.xml").unlink()
    with pytest.raises(CollectError, match="No picture"):
        reach.screenshot()
    with pytest.raises(CollectError, match="never rests"):
        reach.look(Look.SCREEN, PACKAGE)


def test_an_app_is_started_as_its_icon_does(phone):  # noqa: F811
    simulated = phone()
    reach = reached(simulated)
    reach.start_app(PACKAGE)
    reach.stop_app(PACKAGE)
    said = (simulated.root / "sim/am").read_text().splitlines()
    assert said[0].endswith(f"-n {PACKAGE}/.Main")
    assert said[1] == f"force-stop {PACKAGE}"
    with pytest.raises(CollectError, match="no icon"):
        reach.start_app("tw.none.app")
    with pytest.raises(CollectError, match="identifier"):
        reach.start_app("a; reboot")


def test_sockets_that_wait_are_the_apps(phone):  # noqa: F811
    simulated = phone()
    head = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n"
    row = "   0: {} 00000000:0000 {} 00000000:00000000 00:00000000 00000000 {} 0 1\n"
    listed = {
        "tcp": row.format("0100007F:1F90", "0A", UID)
        + row.format("00000000:1F91", "0A", UID)
        + row.format("00000000:0016", "0A", 0)
        + row.format("0A00000A:9999", "01", UID),
        "tcp6": row.format("00000000000000000000000001000000:1F92", "0A", UID),
        "udp": row.format("00000000:14E9", "07", UID),
    }
    reach = reached(simulated)
    with pytest.raises(CollectError, match="sockets"):
        reach.listening(PACKAGE)
    for name, rows in listed.items():
        simulated.file(f"/proc/net/{name}", (head + rows).encode())
    found = reach.listening(PACKAGE)
    assert found == (
        Listening("tcp", "127.0.0.1", 0x1F90), Listening("tcp", "0.0.0.0", 0x1F91),
        Listening("tcp6", "::1", 0x1F92), Listening("udp", "0.0.0.0", 0x14E9),
    )  # fmt: skip
    assert [one.reachable for one in found] == [False, True, False, True]
    kept = [json.loads(line) for line in reach.look(Look.SOCKETS, PACKAGE).splitlines()]
    assert kept[1] == {"protocol": "tcp", "address": "0.0.0.0", "port": 0x1F91, "reachable": True}


def test_a_list_of_sockets_that_makes_no_sense_is_none(phone):  # noqa: F811
    simulated = phone()
    head = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n"
    for address in ("0100007:1F90", "xyz:1F90", "0100007F:", "0100007F"):
        row = f"   0: {address} 00000000:0000 0A 00000000:00000000 00:00000000 00000000 {UID} 0 1\n"
        simulated.file("/proc/net/tcp", (head + row).encode())
        with pytest.raises(CollectError, match="sockets"):
            reached(simulated).listening(PACKAGE)


def test_the_kernels_way_of_writing_addresses_is_read(phone):  # noqa: F811
    """With a socket of this machine's own kernel."""
    simulated = phone()
    with socket.create_server(("127.0.0.1", 0)) as one:
        for name in ("tcp", "udp"):
            with open(f"/proc/net/{name}", "rb") as file:
                simulated.file(f"/proc/net/{name}", file.read())
        uid = int(subprocess.run(["id", "-u"], capture_output=True, check=True).stdout)
        simulated.install(uid=uid)
        assert Listening("tcp", *one.getsockname()) in reached(simulated).listening(PACKAGE)


def test_the_clipboard_tells_what_it_holds(phone):  # noqa: F811
    simulated = phone()
    text = "text/plain 密碼 Canary-Pw-7319".encode("utf-16-le")
    raw = bytes(4) + struct.pack("<I", len(text)) + text + b"\0\0"
    raw += bytes(-len(raw) % 4)
    words = [raw[at : at + 4][::-1].hex() for at in range(0, len(raw), 4)]
    rows = [
        f"  0x{at * 4:08x}: {' '.join(words[at : at + 4])} '................'\n"
        for at in range(0, len(words), 4)
    ]
    (simulated.root / "sim/clipboard").write_text("Result: Parcel(\n" + "".join(rows) + ")\n")
    assert "密碼 Canary-Pw-7319" in reached(simulated).look(Look.CLIPBOARD, PACKAGE).decode()
    (simulated.root / "sim/clipboard").write_text("Result: Parcel(ffffffff 00000001 '....')\n")
    with pytest.raises(CollectError, match="paste"):
        reached(simulated).look(Look.CLIPBOARD, PACKAGE)


def test_a_backup_by_the_local_transport_is_unpacked(phone, run):  # noqa: F811
    simulated = phone(su="magisk")
    made = archive(
        {f"apps/{PACKAGE}/sp/a.xml": b"secret", "../../x": b"out", "../../" + "y" * 200: b"z"}
    )
    (simulated.root / "sim/backup.tar").write_bytes(made)
    told = reached(simulated).backup(run, "b", PACKAGE)
    assert (told.complete, told.roots) == (True, (f"backup:{PACKAGE}",))
    seen = backed_up(run)
    assert seen[f"backup:apps/{PACKAGE}/sp/a.xml"] == (Root.BACKUP, sha256(b"secret").hexdigest())
    assert len(seen) == 3
    assert (simulated.root / "sim/bmgr").read_text().strip() == "com.google.gms/.Transport"


def test_a_backup_that_the_system_refuses_is_none(phone, run):  # noqa: F811
    simulated = phone(su="magisk")
    with pytest.raises(CollectError, match="not allowed"):
        reached(simulated).backup(run, "b", PACKAGE)
    assert (simulated.root / "sim/bmgr").read_text().strip() == "com.google.gms/.Transport"
    (simulated.root / "sim/backup.tar").write_bytes(archive({"a": b"x" * 3000})[:1500])
    assert not reached(simulated).backup(run, "b", PACKAGE).complete


def test_adb_backup_is_no_evidence_for_new_apps(phone, run):  # noqa: F811
    with pytest.raises(CollectError, match=r"API 31.*bmgr"):
        reached(phone(target=31)).backup(run, "b", PACKAGE)


def test_adb_backup_of_an_old_app_is_unpacked(phone, run):  # noqa: F811
    simulated = phone(target=30)
    packed = zlib.compress(archive({f"apps/{PACKAGE}/f/a": b"secret"}))
    (simulated.root / "sim/backup.ab").write_bytes(b"ANDROID BACKUP\n5\n1\nnone\n" + packed)
    told = reached(simulated).backup(run, "b", PACKAGE)
    assert told.complete, told.why
    assert list(backed_up(run)) == [f"backup:apps/{PACKAGE}/f/a"]
    (simulated.root / "sim/backup.ab").write_bytes(b"ANDROID BACKUP\n5\n1\nAES-256\n")
    with pytest.raises(CollectError, match="password empty"):
        reached(simulated).backup(run, "b", PACKAGE)
    (simulated.root / "sim/backup.ab").write_bytes(b"")
    with pytest.raises(CollectError, match="did not back"):
        reached(simulated).backup(run, "b", PACKAGE)
    (simulated.root / "sim/backup.ab").write_bytes(b"ANDROID BACKUP\n5\n1\nnone\n" + packed[:-20])
    assert not reached(simulated).backup(run, "b", PACKAGE).complete


def test_an_adb_backup_that_ends_between_two_files_is_not_whole(phone, run):  # noqa: F811
    """Its archive cannot tell: what is packed has an end of its own."""
    simulated = phone(target=30)
    whole = archive({"a": b"x", "b": b"y"})
    packing = zlib.compressobj()
    packed = packing.compress(whole[: whole.index(b"b\0")]) + packing.flush(zlib.Z_SYNC_FLUSH)
    (simulated.root / "sim/backup.ab").write_bytes(b"ANDROID BACKUP\n5\n1\nnone\n" + packed)
    assert not reached(simulated).backup(run, "b", PACKAGE).complete


def test_adb_backup_of_a_debuggable_app_holds_its_data(phone, run):  # noqa: F811
    simulated = phone(target=34, debuggable=True)
    packed = zlib.compress(archive({f"apps/{PACKAGE}/f/a": b"secret"}))
    (simulated.root / "sim/backup.ab").write_bytes(b"ANDROID BACKUP\n5\n1\nnone\n" + packed)
    assert reached(simulated).backup(run, "b", PACKAGE).complete


def test_files_go_there_and_back_by_the_real_adb(phone, tmp_path):  # noqa: F811
    """What a tester is told to do with a frida-server works."""
    simulated = phone()
    (tmp_path / "sent").write_bytes(bytes(range(256)) * 1000)
    place = "/data/local/tmp/frida-server"
    assert adb("-s", simulated.serial, "push", str(tmp_path / "sent"), place).returncode == 0
    assert (simulated.root / place.lstrip("/")).read_bytes() == (tmp_path / "sent").read_bytes()
