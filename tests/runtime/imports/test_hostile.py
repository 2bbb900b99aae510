"""Files that were cut or changed anywhere: what is read of them is never an error of another kind."""

import random
from pathlib import Path

import pytest

from appsec.model.trace import Meta, Phase
from appsec.runtime.imports.capture import read_capture
from appsec.runtime.imports.copies import copied
from appsec.runtime.imports.flows import read_flows
from appsec.runtime.imports.gathered import Unusable
from appsec.runtime.imports.har import read_har
from appsec.runtime.imports.log_lines import Clock
from appsec.runtime.imports.logs import Whose, read_log
from appsec.runtime.imports.plan import Kind, Plan, Source
from appsec.runtime.imports.timeline import zone_of
from appsec.runtime.run_folder import RunFolder
from tests.runtime.imports import packets
from tests.runtime.imports.evidence import (
    PACKAGE,
    android_backup,
    evidence,
    ios_backup,
    transport_backup,
)

DATA = Path(__file__).parent / "data"
META = Meta("r", "2026-11-21T08:00:00Z", "android", PACKAGE, "ab" * 32, instrumented=False)
CLOCK = Clock(zone_of("+08:00"), 1_795_248_000_000_000)
TIMES = 150


def mutations(data, seed):
    """Cuts, changed bytes, numbers that are too large, pieces doubled or left out."""
    chance = random.Random(repr(seed))
    for _ in range(TIMES):
        changed = bytearray(data)
        for _ in range(chance.randint(1, 4)):
            at = chance.randrange(len(changed) or 1)
            match chance.randrange(5):
                case 0:
                    del changed[at:]
                case 1:
                    changed[at : at + 1] = bytes([chance.randrange(256)])
                case 2:
                    changed[at : at + 4] = b"\xff\xff\xff\xff"
                case 3:
                    del changed[at : at + chance.randint(1, 40)]
                case _:
                    changed[at:at] = changed[at : at + chance.randint(1, 200)]
        yield bytes(changed)


def log(path):
    return read_log(path, Whose(PACKAGE), CLOCK)


def logcat():
    return "\n".join(evidence("android", "weak-log")._logcat()).encode()


FILES = {
    "pcap": (read_capture, (DATA / "loop.pcap").read_bytes),
    "pcapng": (read_capture, (DATA / "any.pcapng").read_bytes),
    "dns": (
        read_capture,
        lambda: packets.pcap([
            packets.udp(("10.0.0.1", 53), ("10.0.0.2", 99), packets.answer("a.tw", "192.0.2.1")),
            packets.tcp(("10.0.0.2", 99), ("192.0.2.1", 80), 1, b"GET / HTTP/1.1\r\n\r\n"),
        ]),
    ),
    "flows": (read_flows, (DATA / "app.flows").read_bytes),
    "har": (read_har, (DATA / "mitm.har").read_bytes),
    "log": (log, logcat),
}  # fmt: skip


@pytest.mark.parametrize("kind", FILES)
def test_changed_files_are_read_or_refused(kind, tmp_path):
    reader, data = FILES[kind]
    path = tmp_path / "a"
    for changed in mutations(data(), kind):
        path.write_bytes(changed)
        try:
            told = reader(path)
        except Unusable:
            continue
        assert all(one.exchange.at >= 0 for one in told.moved)


def copies(tmp_path):
    files = {"sp/a.xml": b"0912345678" * 50, "f/b": b"x"}
    transport = transport_backup(tmp_path / "a.tar", PACKAGE, files)
    yield Kind.FOLDER, transport
    yield Kind.BACKUP, transport
    yield Kind.BACKUP, android_backup(tmp_path / "b.ab", PACKAGE, files)
    index = ios_backup(tmp_path / "backup", PACKAGE, files)
    yield Kind.BACKUP, index / "Manifest.db"
    yield Kind.BACKUP, index / "Manifest.plist"
    yield Kind.SCREENSHOT, DATA / "loop.pcap"


@pytest.mark.parametrize("which", range(6))
def test_changed_copies_are_read_or_refused(which, tmp_path):
    kind, path = list(copies(tmp_path))[which]
    whole = path.read_bytes()
    changed_path = path if path.parent.name == "backup" else tmp_path / "changed"
    given = path.parent if path.parent.name == "backup" else changed_path
    source = Source(kind, str(given), 1, "use", f"/data/data/{PACKAGE}", True)
    with RunFolder.create(tmp_path / "run", META) as run:
        run.mark(Phase.USE)
        for number, changed in enumerate(mutations(whole, which)):
            changed_path.write_bytes(changed)
            given = Plan("", META, (source,), target=30)
            told = copied(run, [(number, source)], given, lambda _: None)[number]
            assert told.count or told.losses
        run.end()


@pytest.mark.parametrize("kind", FILES)
def test_what_is_cut_off_never_shows_more_than_the_whole(kind, tmp_path):
    reader, data = FILES[kind]
    path, whole = tmp_path / "a", data()
    path.write_bytes(whole)
    most = len(reader(path).moved) + len(reader(path).log)
    for size in range(0, len(whole), max(1, len(whole) // 40)):
        path.write_bytes(whole[:size])
        try:
            told = reader(path)
        except Unusable:
            continue
        assert len(told.moved) + len(told.log) <= most + 1
