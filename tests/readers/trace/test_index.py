"""A trace is believed as far as it is the one that was written, and not a line further."""

import pytest

from appsec.engine.trace_lines import START, encoded
from appsec.model.trace import (
    Call,
    End,
    EndReason,
    Hook,
    HookState,
    Mark,
    Meta,
    Phase,
    Stack,
)
from appsec.readers.trace.index import BadTrace, Trouble, index

HOOK = Hook("android.util.Log.d", "log", HookState.INSTALLED, 1)
META = Meta("r1", "2026-11-21T08:00:00Z", "ios", "tw.example.app", "00" * 32)


def call(at, phase=Phase.LOGIN):
    return Call(HOOK.id, at, 1, 2, phase)


LINES = (
    META,
    HOOK,
    Mark("login", 1),
    Stack("s", ("a", "b")),
    call(2),
    Mark("went to the second screen", 3),
    call(4, Phase.USE),
    call(5),
    End(EndReason.FINISHED, 6, calls=3),
)


def texts(lines=LINES):
    chain, done = START, []
    for number, line in enumerate(lines):
        text, chain = encoded(line, number, chain)
        done.append(text.encode() + b"\n")
    return done


def indexed(tmp_path, raw):
    path = tmp_path / "trace.jsonl"
    path.write_bytes(b"".join(raw))
    return index(path)


def test_a_whole_trace(tmp_path):
    told = indexed(tmp_path, texts())
    assert told.trouble is None
    assert told.exercised == {(HOOK.id, "login"): 2, (HOOK.id, "use"): 1}
    assert told.phases == {Phase.LOGIN}
    assert told.stacks == {"s": LINES[3]}
    assert [number for number, _ in told.calls(HOOK.id)] == [4, 6, 7]
    assert list(told.calls("other")) == []


def test_its_hash_is_that_of_the_file(tmp_path):
    from hashlib import sha256

    raw = texts()
    raw[5] = raw[5].replace(b"second", b"third ")
    told = indexed(tmp_path, raw)
    assert told.sha256 == sha256(b"".join(raw)).hexdigest()


@pytest.mark.parametrize("cut", [1, 40, 60])
def test_a_line_cut_short_broke_off(tmp_path, cut):
    raw = texts()[:-1]
    raw[-1] = raw[-1][:-cut]
    told = indexed(tmp_path, raw)
    assert (told.trouble[0], told.trouble[1]) == (Trouble.BROKE_OFF, 7)
    assert [number for number, _ in told.calls(HOOK.id)] == [4, 6]


def test_a_trace_without_an_end_broke_off(tmp_path):
    assert indexed(tmp_path, texts()[:-1]).trouble == (Trouble.BROKE_OFF, 8, "no end")


CHANGES = [
    (number, how)
    for number in range(1, len(LINES))
    for how in ("left out", "doubled", "changed", "swapped")
    if (number, how) != (len(LINES) - 1, "left out")  # breaks off, which has its own test
]


@pytest.mark.parametrize(("number", "how"), CHANGES)
def test_what_was_changed_is_not_believed_from_there_on(tmp_path, number, how):
    raw = texts()
    if how == "left out":
        del raw[number]
    elif how == "doubled":
        raw.insert(number, raw[number])
        number += 1
    elif how == "changed":
        raw[number] = raw[number].replace(b'"t":"', b'"t": "', 1)
    else:
        number -= number == len(raw) - 1
        raw[number], raw[number + 1] = raw[number + 1], raw[number]
    told = indexed(tmp_path, raw)
    assert told.trouble[:2] == (Trouble.CHANGED, number)


def test_an_end_that_counts_otherwise_is_told(tmp_path):
    told = indexed(tmp_path, texts((META, HOOK, call(1), End(EndReason.FINISHED, 2, calls=9))))
    assert told.trouble[0] is Trouble.MISCOUNTED


def test_a_call_of_a_hook_that_was_not_announced_is_refused(tmp_path):
    told = indexed(tmp_path, texts((META, call(1), End(EndReason.FINISHED, 2, calls=1))))
    assert told.trouble[:2] == (Trouble.CHANGED, 1)


@pytest.mark.parametrize(
    ("raw", "trouble"),
    [
        ([], Trouble.NO_META),
        ([b"\x00\xff"], Trouble.NO_META),
        (texts((HOOK,)), Trouble.NO_META),
        (texts()[1:], Trouble.NO_META),
        (texts((Meta("r", "t", "ios", "p", "00", schema="appsec-trace/9"),)), Trouble.OTHER_SCHEMA),
    ],
)
def test_a_trace_of_which_nothing_can_be_used(tmp_path, raw, trouble):
    with pytest.raises(BadTrace) as caught:
        indexed(tmp_path, raw)
    assert caught.value.trouble is trouble


def test_a_link_is_not_followed(tmp_path):
    (tmp_path / "real").write_bytes(b"".join(texts()))
    (tmp_path / "trace.jsonl").symlink_to(tmp_path / "real")
    with pytest.raises(BadTrace) as caught:
        index(tmp_path / "trace.jsonl")
    assert caught.value.trouble is Trouble.UNREADABLE
