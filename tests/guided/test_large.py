"""A large data directory in the snapshot step of a session, through the real adb."""

import hashlib
import json
import os
import re
from pathlib import Path

import pytest

from tests.guided.test_phone import DATA, PhoneApp
from tests.runtime.phone import phone, server  # noqa: F401

SIZE = 256 << 20
MOST = 64 << 20
"""Bytes by which a session may grow: a small part of what it copies."""


class Taken(Exception):
    """The step is over."""


def most(pid):
    """The most memory that a process has had so far, in bytes."""
    return int(re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())[1]) << 10


def test_a_large_data_directory_needs_no_memory(played, phone):  # noqa: F811
    """The phone has a file with nothing on the disk behind it, whose bytes it makes as they go."""
    simulated = phone(su="magisk")
    sizes = []

    def act(kind, names, tester):
        if kind == "start":
            os.truncate(simulated.file(f"{DATA}/files/large", b""), SIZE)
            sizes.append(most(tester.process.pid))
        if kind == "after":
            sizes.append(most(tester.process.pid))
            raise Taken

    one = played(
        False, "--class", "L1", "--no-frida", "--device", simulated.serial,
        app=PhoneApp(simulated, False), act=act,
    )  # fmt: skip
    with pytest.raises(Taken):
        one.go()
    before, after = sizes
    assert after - before < MOST
    (manifest,) = one.out.glob("runs/plain/snapshot/first-start-1/manifest.jsonl")
    head, *entries = map(json.loads, manifest.read_text().splitlines())
    assert head["complete"], head["why"]
    (large,) = [entry for entry in entries if entry["path"] == f"{DATA}/files/large"]
    digest = hashlib.sha256()
    for _ in range(SIZE >> 20):
        digest.update(bytes(1 << 20))
    assert (large["size"], large["sha256"]) == (SIZE, digest.hexdigest())
    assert "Not collected whole" not in one.tester.said
