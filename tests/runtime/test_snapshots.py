"""Snapshots of an app's folders with the real adb, from a simulated phone."""

import hashlib
import json
import os
import resource
import socket
import stat
import threading
import time
from pathlib import Path
from types import SimpleNamespace

import pytest

from appsec.engine.canaries.forms import What
from appsec.model.run_files import Root
from appsec.model.trace import Phase
from appsec.readers.trace.covered import PRIVATE, covered
from appsec.readers.trace.leaks import read_leaks
from appsec.readers.trace.runs import read_runs
from appsec.runtime.canaries import Kept
from appsec.runtime.collect import CollectError
from appsec.runtime.phones.access import Means
from appsec.runtime.run_folder import RunFolder
from tests.runtime.adbd import PACKAGE
from tests.runtime.phone import BUILD, META, phone, reached, run, server  # noqa: F401

DATA = f"/data/user/0/{PACKAGE}"
CARD = "/storage/emulated/0"
CANARY = Kept("phone", What.PHONE, "0912345678")


def manifest(made, name="a"):
    """The entries of a snapshot by path, and their contents."""
    lines = (made.folder / f"snapshot/{name}/manifest.jsonl").read_text().splitlines()
    entries = {one["path"]: SimpleNamespace(**one) for one in map(json.loads, lines[1:])}
    for one in entries.values():
        if one.sha256:
            one.data = (made.folder / "snapshot/contents" / one.sha256).read_bytes()
    return entries


def resident():
    """Bytes of this process in memory."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()


def asked(simulated, word):
    return [one for one in simulated.asked if word in one]


@pytest.mark.parametrize(
    ("given", "means"),
    [
        ({"root": True}, Means.ADBD),
        ({"su": "magisk"}, Means.SU),
        ({"su": "aosp"}, Means.SU_0),
        ({"debuggable": True}, Means.RUN_AS),
    ],
)
def test_files_come_as_they_are_by_each_way(phone, run, given, means):  # noqa: F811
    simulated = phone(**given)
    names = ["a.xml", "two words", "new\nline", '\'; echo $HOME `id` "x" \\', "-rf", "字典", " "]
    wanted = {}
    for number, name in enumerate(names):
        wanted[f"{DATA}/files/{name}"] = os.urandom(1000 * number)
        simulated.file(f"{DATA}/files/{name}", wanted[f"{DATA}/files/{name}"])
    early = f"/data/user_de/0/{PACKAGE}/shared_prefs/boot.xml"
    wanted[early] = b"<map/>"
    simulated.file(early, wanted[early])
    raw = os.fsencode(simulated.root) + DATA.encode() + b"/files/\xa4\xa4\xff"
    with open(raw, "wb") as file:
        file.write(b"odd")
    wanted[f"{DATA}/files/\udca4\udca4\udcff"] = b"odd"
    wanted[f"{DATA}/databases/large.db"] = os.urandom(700_001)
    simulated.file(f"{DATA}/databases/large.db", wanted[f"{DATA}/databases/large.db"]).chmod(0o664)
    reach = reached(simulated)
    told = reach.snapshot(run, "a", PACKAGE)
    assert (told.complete, told.why) == (True, "")
    seen = manifest(run)
    assert {path: one.data for path, one in seen.items()} == wanted
    assert stat.S_IMODE(seen[f"{DATA}/databases/large.db"].mode) == 0o664
    assert seen[f"{DATA}/databases/large.db"].root == Root.DATABASES
    assert seen[f"{DATA}/files/a.xml"].root == Root.FILES
    assert covered(told.roots) >= {*PRIVATE, Root.SHARED, Root.EXTERNAL}
    assert asked(simulated, "find /data/user/0")[0].count(str(means)) == (means != Means.ADBD)


def test_links_are_not_followed_and_sockets_are_told(phone, run):  # noqa: F811
    simulated = phone(root=True)
    place = simulated.root / DATA.lstrip("/")
    (place / "link").symlink_to("/data/data/other\nline")
    (place / "folder").symlink_to("/")
    with socket.socket(socket.AF_UNIX) as one:
        os.chdir(place)
        one.bind("wait")
    told = reached(simulated).snapshot(run, "a", PACKAGE)
    assert told.complete
    assert f"{DATA}/wait" in told.why
    seen = manifest(run)
    assert {path: (one.kind, one.why) for path, one in seen.items()} == {
        f"{DATA}/link": ("link", "/data/data/other\nline"),
        f"{DATA}/folder": ("link", "/"),
    }


def test_what_cannot_be_read_makes_it_incomplete(phone, run):  # noqa: F811
    simulated = phone(root=True)
    simulated.file(f"{DATA}/files/a", b"a")
    place = simulated.file(f"{DATA}/files/refused", b"b")
    for name in ("cat", "base64"):
        program = simulated.root / "sim/bin" / name
        text = program.read_text().replace("for a;", "case $1 in *refused) exit 1;; esac\nfor a;")
        program.write_text(text)
    told = reached(simulated).snapshot(run, "a", PACKAGE)
    assert not told.complete
    seen = manifest(run)
    assert (seen[f"{DATA}/files/a"].kind, seen[f"{DATA}/files/refused"].kind) == ("file", "unread")
    place.unlink()
    program = simulated.root / "sim/bin/find"
    program.write_text(program.read_text() + "")
    text = program.read_text().replace("exec ", 'echo "find: x: Permission denied" >&2; ')
    program.write_text(text.replace(' "$@"\n', ' "$@"; exit 1\n'))
    told = reached(simulated).snapshot(run, "b", PACKAGE)
    assert not told.complete
    assert "Permission denied" in told.why


def test_what_changes_meanwhile_is_fetched_again(phone, run):  # noqa: F811
    """A file that takes another's place while it is copied is in the snapshot."""
    simulated = phone(root=True)
    old = simulated.file(f"{DATA}/shared_prefs/a.xml.bak", b"old")
    program = simulated.root / "sim/bin/base64"
    once = f'[ -e "{old}" ] && {{ rm "{old}"; printf new > "{old.with_suffix("")}"; }}\n'
    program.write_text(program.read_text().replace("exec ", once + "exec "))
    told = reached(simulated).snapshot(run, "a", PACKAGE)
    assert told.complete, told.why
    assert manifest(run)[f"{DATA}/shared_prefs/a.xml"].data == b"new"


def test_what_never_rests_makes_it_incomplete(phone, run):  # noqa: F811
    simulated = phone(root=True)
    place = simulated.file(f"{DATA}/files/log", b"")
    program = simulated.root / "sim/bin/base64"
    more = f'printf x >> "{place}"\n'
    program.write_text(program.read_text().replace("exec ", more + "exec "))
    told = reached(simulated).snapshot(run, "a", PACKAGE)
    assert not told.complete
    lines = (run.folder / "snapshot/a/manifest.jsonl").read_text().splitlines()[1:]
    kinds = [json.loads(line)["kind"] for line in lines]
    assert (kinds[0], kinds[-1]) == ("file", "unread")


def test_shared_storage_is_fetched_but_not_other_apps_or_what_was_there_before(phone, run):  # noqa: F811
    simulated = phone(root=True)
    mine = simulated.file(f"{CARD}/Download/mine.txt", b"mine")
    simulated.file(f"{CARD}/Android/data/{PACKAGE}/files/own", b"own")
    simulated.file(f"{CARD}/Android/data/tw.other/files/foreign", b"foreign")
    reached(simulated).snapshot(run, "a", PACKAGE)
    seen = {path: one.root for path, one in manifest(run).items()}
    assert seen == {
        f"{CARD}/Download/mine.txt": Root.SHARED,
        f"{CARD}/Android/data/{PACKAGE}/files/own": Root.EXTERNAL,
    }
    os.utime(mine, (1, 1))
    later = time.time() + 3600
    simulated.file(f"{CARD}/Android/data/{PACKAGE}/files/own", b"own")
    simulated.install(first=time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(later)))
    simulated.env["SIM_AHEAD"] = "7200"
    told = reached(simulated).snapshot(run, "b", PACKAGE)
    assert list(manifest(run, "b")) == [f"{CARD}/Android/data/{PACKAGE}/files/own"]
    assert told.complete
    assert "1" in told.why


def test_a_device_whose_clock_was_set_back_has_no_file_left_out(phone, run):  # noqa: F811
    """By such a clock what the app wrote now is older than its installation."""
    simulated = phone(root=True, ahead=-3600)
    simulated.install(first="2099-01-01 00:00:00")
    simulated.file(f"{CARD}/Download/mine.txt", b"mine")
    told = reached(simulated).snapshot(run, "a", PACKAGE)
    assert list(manifest(run)) == [f"{CARD}/Download/mine.txt"]
    assert told.complete, told.why


def test_what_a_device_says_of_trouble_has_no_escapes(phone, run):  # noqa: F811
    simulated = phone(root=True)
    simulated.file(f"{DATA}/files/a", bytes(300_000))
    program = simulated.root / "sim/bin/cat"
    program.write_text(
        "#!/bin/sh\nhead -c 70000 /dev/zero; printf '\\033[2J\\033]0;x\\007' >&2; exit 1\n"
    )
    (simulated.root / "sim/bin/head").symlink_to("/usr/bin/head")
    told = reached(simulated).snapshot(run, "a", PACKAGE)
    assert not told.complete
    assert "[2J" in told.why
    assert not set(told.why) & set(map(chr, range(32)))


def test_a_memory_card_is_told(phone, run):  # noqa: F811
    simulated = phone(root=True)
    (simulated.root / "storage/1234-ABCD").mkdir()
    told = reached(simulated).snapshot(run, "a", PACKAGE)
    assert not told.complete
    assert "1234-ABCD" in told.why


def test_no_access_says_what_to_do(phone, run):  # noqa: F811
    simulated = phone()
    with pytest.raises(CollectError, match=r"no root.*debuggable.*dynamic import.*root"):
        reached(simulated).snapshot(run, "a", PACKAGE)
    with pytest.raises(CollectError, match="identifier"):
        reached(simulated).snapshot(run, "a", "My App")
    with pytest.raises(CollectError, match=f"Similar: {PACKAGE}"):
        reached(simulated).snapshot(run, "a", "tw.example.apq")
    assert not (run.folder / "snapshot").exists()


def test_a_pulled_cable_is_waited_for_and_only_the_rest_comes(phone, run):  # noqa: F811
    simulated = phone(root=True, ahead=3600)
    for name in ("a", "b", "c", "d"):
        simulated.file(f"{DATA}/files/{name}", os.urandom(3 << 20))
    reach = reached(simulated)
    assert reach.root
    back = reach.adb.back

    def plugged_in(seconds):
        simulated.plug()
        return back(seconds)

    reach.adb.back = plugged_in
    simulated.unplug_after(5 << 20)
    told = reach.snapshot(run, "a", PACKAGE)
    assert (told.complete, told.why) == (True, "")
    for path, one in manifest(run).items():
        assert one.data == (simulated.root / path.lstrip("/")).read_bytes()
    assert [len(asked(simulated, f"cat {DATA}/files/{name}")) for name in "abcd"].count(1) == 3


def test_a_cable_that_stays_pulled_leaves_what_came_for_the_next_snapshot(phone, run):  # noqa: F811
    simulated = phone(root=True, ahead=3600)
    for name in ("a", "b", "c", "d"):
        simulated.file(f"{DATA}/files/{name}", os.urandom(3 << 20))
    reach = reached(simulated, patience=0.0)
    assert reach.root
    simulated.unplug_after(7 << 20)
    told = reach.snapshot(run, "a", PACKAGE)
    assert not told.complete
    assert "cable" in told.why or "connection" in told.why or "device" in told.why
    simulated.plug()
    simulated.asked.clear()
    assert reach.adb.back(60)
    told = reach.snapshot(run, "b", PACKAGE)
    assert told.complete, told.why
    assert len(asked(simulated, f"cat {DATA}/files/")) == 2
    for path, one in manifest(run, "b").items():
        assert one.data == (simulated.root / path.lstrip("/")).read_bytes()


def test_a_file_that_changed_is_not_taken_from_before(phone, run):  # noqa: F811
    simulated = phone(root=True, ahead=3600)
    place = simulated.file(f"{DATA}/files/a", b"one")
    reached(simulated).snapshot(run, "a", PACKAGE)
    times = place.stat()
    place.write_bytes(b"two")
    os.utime(place, ns=(times.st_atime_ns, times.st_mtime_ns))
    reached(simulated).snapshot(run, "b", PACKAGE)
    assert manifest(run, "b")[f"{DATA}/files/a"].data == b"two"


def test_a_file_that_was_just_written_is_fetched_each_time(phone, run):  # noqa: F811
    """What is mapped changes without a sign for a while. The clock of the device is behind, so that
    this machine may take its time."""
    simulated = phone(root=True, ahead=-3600)
    simulated.file(f"{DATA}/files/a", b"one")
    reached(simulated).snapshot(run, "a", PACKAGE)
    simulated.asked.clear()
    reached(simulated).snapshot(run, "b", PACKAGE)
    assert len(asked(simulated, "base64")) == 1


def test_a_full_disk_keeps_what_came(phone, run):  # noqa: F811
    simulated = phone(root=True, ahead=3600)
    simulated.file(f"{DATA}/files/a", b"small")
    simulated.file(f"{DATA}/files/b", bytes(4 << 20))
    reach = reached(simulated)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    assert reach.root
    resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, hard))
    try:
        with pytest.raises(CollectError, match="make room"):
            reach.snapshot(run, "a", PACKAGE)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    kept = list((run.folder / "snapshot/contents").iterdir())
    assert [one.read_bytes() for one in kept] == [b"small"]
    simulated.asked.clear()
    assert reach.snapshot(run, "b", PACKAGE).complete
    assert asked(simulated, "base64") == []


def test_a_large_file_needs_no_memory(phone, tmp_path):  # noqa: F811
    """Within the limit of this process: what it holds grows by less than the file by far."""
    simulated = phone(root=True)
    place = simulated.file(f"{DATA}/files/large", b"")
    os.truncate(place, 160 << 20)
    stop, most = threading.Event(), []

    def watch():
        while not stop.wait(0.05):
            most.append(resident())

    with RunFolder.create(tmp_path / "run", META) as made:
        watcher = threading.Thread(target=watch)
        before = resident()
        watcher.start()
        try:
            told = reached(simulated).snapshot(made, "a", PACKAGE)
        finally:
            stop.set()
            watcher.join()
        assert told.complete
        one = json.loads((made.folder / "snapshot/a/manifest.jsonl").read_text().splitlines()[1])
        digest = hashlib.sha256()
        for _ in range(160):
            digest.update(bytes(1 << 20))
        assert (one["size"], one["sha256"]) == (160 << 20, digest.hexdigest())
    assert max(most) - before < 64 << 20


def test_a_canary_in_what_came_is_found(phone, tmp_path):  # noqa: F811
    simulated = phone(su="magisk")
    simulated.file(f"{DATA}/shared_prefs/a.xml", b"<string>0912345678</string>")
    folder = tmp_path / "made"
    with RunFolder.create(folder, META, [CANARY]) as made:
        made.mark(Phase.LOGIN)
        made.typed("phone")
        reached(simulated).snapshot(made, "a", PACKAGE)
        made.end()
    found = read_leaks(read_runs([folder], BUILD).value)
    assert found.gaps == ()
    at = found.value.in_files([Phase.LOGIN], [Root.PREFERENCES])
    assert [one.path for one in at] == [f"{DATA}/shared_prefs/a.xml"]


def test_a_small_file_that_has_become_large_is_fetched_whole(phone, run):  # noqa: F811
    simulated = phone(root=True)
    place = simulated.file(f"{DATA}/files/a", b"a")
    program = simulated.root / "sim/bin/base64"
    once = f'[ -s "{place}.grown" ] || {{ head -c 12000000 /dev/zero > "{place}"; echo > "{place}.grown"; }}\n'
    program.write_text(program.read_text().replace("exec ", once + "exec "))
    (simulated.root / "sim/bin/head").symlink_to("/usr/bin/head")
    told = reached(simulated).snapshot(run, "a", PACKAGE)
    assert told.complete, told.why
    assert manifest(run)[f"{DATA}/files/a"].data == bytes(12_000_000)


def test_another_user_of_the_phone_makes_a_snapshot_incomplete(phone, run):  # noqa: F811
    """What the app keeps there is in folders that nobody fetches."""
    simulated = phone(root=True)
    simulated.file(f"{DATA}/files/a", b"one")
    place = simulated.root / "sim/dumpsys" / PACKAGE
    alone = place.read_text()
    place.write_text(alone + "    User 10: ceDataInode=2 installed=false\n")
    assert reached(simulated).snapshot(run, "a", PACKAGE).complete
    place.write_text(alone + "    User 10: ceDataInode=2 installed=true hidden=false\n")
    told = reached(simulated).snapshot(run, "b", PACKAGE)
    assert not told.complete and "10" in told.why
    place.write_text(alone)
    (simulated.root / "sim/user").write_text("11\n")
    told = reached(simulated).snapshot(run, "c", PACKAGE)
    assert not told.complete and "11" in told.why
