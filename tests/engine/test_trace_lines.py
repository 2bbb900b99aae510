"""A trace's lines: there and back, chained, and strict about what they hold."""

import json

import pytest

from appsec.engine.trace_lines import (
    MAX_DEPTH,
    MAX_LINE,
    START,
    BadLine,
    chained,
    decoded,
    encoded,
    parsed,
    split_chain,
)
from appsec.model.trace import (
    Attachment,
    Bytes,
    Call,
    Canary,
    Device,
    DeviceKind,
    Drop,
    End,
    EndReason,
    Hit,
    Hook,
    HookState,
    Life,
    LifeEvent,
    Mark,
    Meta,
    Phase,
    Stack,
    State,
    Text,
    Thing,
)

LINES = (
    Meta(
        run="r1",
        created="2026-11-21T08:00:00Z",
        platform="android",
        package="tw.example.app",
        app_sha256="00" * 32,
        device=Device(DeviceKind.USB, model="Pixel", rooted=True),
        variant=("debuggable",),
        canaries=(Canary("c1", "password", "ff" * 32), Canary("c2", "cookie", "ee" * 32, True)),
    ),
    Hook("android.util.Log.d", "log", HookState.INSTALLED, 2),
    Hook("x.Y.z", "log", HookState.MISSING, why="no such class"),
    Mark("login", 10, "account A"),
    Stack("s1", ("tw.example.app.Main.go(Main.java:3)", "android.app.Activity.onCreate")),
    Call(
        "android.util.Log.d",
        at=12,
        pid=7,
        tid=8,
        phase=Phase.LOGIN,
        target=Thing("x.Y", "文字"),
        arguments=("a\ud800", 0, -1.5, True, None, ("in", ("side",)), Bytes("00ff", 2000)),
        result=Text("abc", 9000),
        stack="s1",
        own=False,
    ),
    Hit("c1", 5, -1, "base64", 3, at=12, phase=Phase.LOGIN),
    Drop("android.util.Log.d", 400, 13, Phase.LOGIN),
    Life(LifeEvent.CRASHED, 14, 7, "SIGSEGV"),
    State("secure", False, 15, "LoginActivity"),
    Canary("c3", "token", "cc" * 32, learned=True),
    Attachment("log.jsonl", "dd" * 32, 90, 15),
    End(EndReason.CRASHED, 16, 1, 400, 1),
)


def written(lines):
    chain, texts = START, []
    for number, line in enumerate(lines):
        text, chain = encoded(line, number, chain)
        texts.append(text)
    return texts


def raw(text):
    return text.encode("utf-8", "surrogatepass")


@pytest.mark.parametrize("line", LINES, ids=lambda line: type(line).__name__)
def test_what_is_written_is_read_again(line):
    text, _ = encoded(line, 3, START)
    plain = parsed(raw(text))
    assert (plain["n"], decoded(plain)) == (3, line)


def test_a_field_that_has_its_default_is_not_written():
    text, _ = encoded(Mark("login", 10), 0, START)
    assert json.loads(text).keys() == {"t", "n", "name", "at", "h"}


def test_false_is_written_where_the_default_is_unknown():
    text, _ = encoded(Call("h", 0, 0, 0, Phase.USE, own=False), 0, START)
    assert json.loads(text)["own"] is False


def test_each_chain_follows_from_the_line_before():
    chain = START
    for text in written(LINES):
        body, stated = split_chain(raw(text))
        assert stated == chained(body, chain)
        chain = stated


@pytest.mark.parametrize("number", range(len(LINES)))
def test_a_changed_line_breaks_the_chain(number):
    texts = written(LINES)
    before = START if number == 0 else split_chain(raw(texts[number - 1]))[1]
    body, stated = split_chain(raw(texts[number]).replace(b'"t":', b'"t" :', 1))
    assert stated != chained(body, before)


@pytest.mark.parametrize("tail", [b"", b'{"t":"mark"}', b'{"t":"mark","h":"12"}', b'x,"h":"0"}'])
def test_a_line_without_a_chain_is_refused(tail):
    with pytest.raises(BadLine, match="no checksum at its end"):
        split_chain(tail)


def test_a_line_that_is_too_long_is_refused():
    with pytest.raises(BadLine, match="longer"):
        parsed(b'{"t":"' + b"x" * MAX_LINE + b'"}')


@pytest.mark.parametrize("text", [b"", b"{", b"[1]", b"[" * 5000, b'{"a":"\xff"}'])
def test_what_is_no_object_is_refused(text):
    with pytest.raises(BadLine, match=r"no (JSON|object)"):
        parsed(text)


def deep(levels):
    return [deep(levels - 1)] if levels else []


@pytest.mark.parametrize(
    ("plain", "why"),
    [
        ({"t": "device", "kind": "usb"}, "kind 'device'"),
        ({"n": 1}, "kind 'None'"),
        ({"t": "mark", "name": "login"}, "Mark"),
        ({"t": "mark", "name": "login", "at": 1, "by": "x"}, "unknown 'by'"),
        ({"t": "mark", "name": 1, "at": 1}, "no text"),
        ({"t": "mark", "name": "login", "at": True}, "no whole number"),
        ({"t": "mark", "name": "login", "at": 1.5}, "no whole number"),
        ({"t": "hook", "id": "x", "topic": "y", "state": "on"}, "no HookState"),
        ({"t": "stack", "id": "s", "frames": "abc"}, "no list"),
        ({"t": "stack", "id": "s", "frames": [1]}, "no text"),
        ({"t": "state", "name": "s", "value": {"bytes": ["00"]}, "at": 0}, "no value"),
        ({"t": "state", "name": "s", "value": {"bytes": ["00", "1"]}, "at": 0}, "no whole"),
        ({"t": "state", "name": "s", "value": {"other": ["a", 1]}, "at": 0}, "no value"),
        ({"t": "state", "name": "s", "value": deep(MAX_DEPTH + 1), "at": 0}, "too deep"),
        ({"t": "call", "own": "yes"}, "neither true nor false"),
        ({"t": "meta", "device": []}, "no device"),
        ({"t": "meta", "canaries": [1]}, "no list of canaries"),
    ],
)
def test_what_is_no_line_is_refused(plain, why):
    with pytest.raises(BadLine, match=why):
        decoded(plain)


@pytest.mark.parametrize(
    "plain",
    [
        {"t": []},
        {"t": {}},
        {"t": "call", "hook": "h", "at": 1, "pid": 1, "tid": 1, "phase": "use",
         "arguments": [{"bytes": ["xyz", 2]}]},
    ],
)  # fmt: skip
def test_a_hostile_line_is_a_bad_line(plain):
    with pytest.raises(BadLine):
        decoded(plain)
