"""A child that crashes, hangs, floods or eats memory never takes its parent along."""

import json
import socket
import sys
import time
from pathlib import Path

import pytest

from appsec.engine.isolate import MIB, ChildFailure, Limits, child_environment, run_child
from appsec.model.shortage import tells_out_of_memory

CHILDREN = "tests.engine.children"


@pytest.fixture(autouse=True)
def children_on_path(monkeypatch, request):
    monkeypatch.setenv("PYTHONPATH", str(request.config.rootpath))


def ask(entry, request=None, payload=b"", **limits):
    lines = []
    run_child(f"{CHILDREN}:{entry}", request or {}, lines.append, Limits(**limits), payload)
    return [json.loads(line) for line in lines]


def failure(entry, **limits):
    with pytest.raises(ChildFailure) as caught:
        ask(entry, **limits)
    return caught.value.key


def test_request_and_payload_arrive_and_what_it_prints_stays_out():
    payload = bytes(3 * MIB)
    assert ask("echo", {"a": 1}, payload) == [{"request": {"a": 1}, "payload": len(payload)}]


@pytest.mark.parametrize(
    ("entry", "limits", "key"),
    [
        ("segfault", {}, "child-crashed"),
        ("complain", {}, "child-crashed"),
        ("die_quietly", {}, "child-crashed"),
        ("die_mid_line", {}, "child-crashed"),
        ("stop_mid_line", {}, "child-crashed"),
        ("hang", {"wall": 1}, "child-timeout"),
        ("spin", {"cpu": 1}, "child-timeout"),
        ("swallow_memory", {"memory": 512 * MIB}, "child-out-of-memory"),
        ("flood", {"output": MIB}, "child-output"),
    ],
)
def test_a_child_that_misbehaves_is_told_apart(entry, limits, key):
    assert failure(entry, **limits) == key


def test_the_cause_names_the_exception():
    with pytest.raises(ChildFailure) as caught:
        ask("complain")
    assert caught.value.values == {"how": "ValueError: what a parser says"}


@pytest.mark.parametrize(
    "last",
    [
        "MemoryError",
        "OSError: [Errno 12] Cannot allocate memory",
        "SystemError: error return without exception set",
        "SystemError: <function load> returned NULL without setting an exception",
    ],
)
def test_every_way_in_which_python_ends_for_want_of_memory_is_known(last):
    assert tells_out_of_memory(last)
    assert not tells_out_of_memory(f"ValueError: {last}")


@pytest.mark.parametrize("name", ["PYTHONDONTWRITEBYTECODE", "PYTHONPYCACHEPREFIX"])
def test_the_child_keeps_bytecode_where_its_parent_does(name, monkeypatch):
    monkeypatch.setenv(name, "/elsewhere")
    assert child_environment()[name] == "/elsewhere"


def test_the_child_has_no_network():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        assert ask("connect", {"port": port}) == ["PermissionError"]


def test_an_error_in_the_parent_ends_the_child():
    def refuse(_):
        raise RuntimeError("parent")

    with pytest.raises(RuntimeError, match="parent"):
        run_child(f"{CHILDREN}:flood", {}, refuse, Limits())


@pytest.mark.skipif(sys.platform != "linux", reason="fork with threads is not safe elsewhere")
def test_a_grandchild_that_holds_the_pipe_is_ended_by_the_watch():
    assert failure("orphan", wall=2) == "child-timeout"


@pytest.mark.skipif(sys.platform != "linux", reason="a parent-death signal exists only on Linux")
def test_a_killed_child_takes_its_own_child_along():
    lines = []
    with pytest.raises(ChildFailure):
        run_child(f"{CHILDREN}:parent_of_hanging_child", {}, lines.append, Limits(wall=2))
    grandchild = int(json.loads(lines[0]))
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline and _lives(grandchild):
        time.sleep(0.05)
    assert not _lives(grandchild)


def _lives(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False
