"""What a tester saw counts as it was tried: alone, on the device that it takes, beside a control."""

from dataclasses import replace

import pytest

from appsec.engine.run_noted import (
    alone_and_rooted,
    alone_on_emulator,
    alone_with_usb_debugging,
    changed,
    noted_of,
    reactions,
    watched_with_control,
)
from appsec.facts.run import Attempt
from appsec.model.noted import OUTCOMES, USB_DEBUGGING, VERIFIED_BOOT, Noted, Tried, noted
from appsec.model.outcome import Location
from appsec.model.trace import Device, DeviceKind, Meta, Phase

PICTURE = "screenshots/001.png"
AT = Location("r/trace.jsonl", at="line 3")
ROOTED = Device(DeviceKind.USB, rooted=True)
ALONE = Meta("r", "", "android", "tw.example", "ab", device=ROOTED, instrumented=False)
WATCHED = replace(ALONE, instrumented=True)


def attempt(outcome, meta=ALONE, tried=Tried.ROOT, words="at start"):
    return Attempt(Noted(tried, outcome, words), Phase.ENVIRONMENT, AT, 1, 2, PICTURE, meta, True)


def told(seen):
    return [(type(one).__name__, one.key) for one in seen]


REACTED = [("Evidence", "reacted")]


@pytest.mark.parametrize(
    ("attempts", "expected"),
    [
        ([attempt("warned")], REACTED),
        ([attempt("ended")], REACTED),
        ([attempt("silent")], [("Finding", "noted")]),
        ([attempt("silent"), attempt("warned")], REACTED),
        ([attempt("silent", WATCHED)], [("Question", "watched")]),
        ([attempt("warned", WATCHED)], [("Question", "watched")]),
        ([attempt("warned", WATCHED), attempt("warned")], REACTED),
        ([attempt("warned", replace(ALONE, device=Device(DeviceKind.USB)))],
         [("Question", "device")]),
        ([attempt("warned", WATCHED), attempt("silent")],
         [("Question", "watched"), ("Finding", "noted")]),
    ],
)  # fmt: skip
def test_one_reaction_will_do_if_nothing_else_can_have_caused_it(attempts, expected):
    assert told(reactions(attempts, alone_and_rooted)) == expected


def test_a_reaction_is_told_with_its_picture():
    (one,) = reactions([attempt("warned")], alone_and_rooted)
    run = attempt("warned").at.file.partition("/")[0]
    assert [place.file for place in one.at] == [f"{run}/trace.jsonl", f"{run}/{PICTURE}"]


def test_an_emulator_and_a_changed_build_must_be_such():
    emulator = replace(ALONE, device=Device(DeviceKind.EMULATOR, rooted=False))
    assert told(reactions([attempt("warned", emulator)], alone_on_emulator)) == REACTED
    assert told(reactions([attempt("warned")], alone_on_emulator)) == [("Question", "device")]
    variant = replace(WATCHED, variant=("re-signed",))
    assert told(reactions([attempt("silent", variant)], changed)) == [("Finding", "noted")]
    assert told(reactions([attempt("silent")], changed)) == [("Question", "device")]


@pytest.mark.parametrize("rooted", [True, None])
def test_what_reacts_on_a_rooted_emulator_may_do_so_to_either(rooted):
    meta = replace(ALONE, device=Device(DeviceKind.EMULATOR, rooted=rooted))
    assert told(reactions([attempt("warned", meta)], alone_on_emulator)) == [("Question", "device")]
    assert told(reactions([attempt("silent", meta)], alone_on_emulator)) == [("Finding", "noted")]
    assert told(reactions([attempt("warned", meta)], alone_and_rooted)) == [("Question", "device")]


INTACT = frozenset((USB_DEBUGGING, VERIFIED_BOOT))
PLAIN = replace(ALONE, device=Device(DeviceKind.USB, rooted=False))


@pytest.mark.parametrize(
    ("outcome", "meta", "held", "expected"),
    [
        ("warned", PLAIN, INTACT, REACTED),
        ("ended", PLAIN, INTACT, REACTED),
        ("silent", PLAIN, INTACT, [("Finding", "noted")]),
        # Silence is that wherever debugging was on, a reaction only where nothing else was.
        ("silent", ALONE, {USB_DEBUGGING}, [("Finding", "noted")]),
        ("warned", PLAIN, {USB_DEBUGGING}, [("Question", "device")]),
        ("warned", PLAIN, {VERIFIED_BOOT}, [("Question", "device")]),
        ("silent", PLAIN, {VERIFIED_BOOT}, [("Question", "device")]),
        ("silent", PLAIN, (), [("Question", "device")]),
        ("warned", ALONE, INTACT, [("Question", "device")]),
        ("warned", replace(PLAIN, device=Device(DeviceKind.USB)), INTACT, [("Question", "device")]),
        ("warned", replace(PLAIN, device=Device(DeviceKind.REMOTE, rooted=False)), INTACT,
         [("Question", "device")]),
        ("warned", replace(PLAIN, device=Device(DeviceKind.EMULATOR, rooted=False)), INTACT,
         [("Question", "device")]),
        ("warned", replace(PLAIN, instrumented=True), INTACT, [("Question", "watched")]),
    ],
)  # fmt: skip
def test_debugging_must_be_shown_to_be_on_where_nothing_else_is(outcome, meta, held, expected):
    one = replace(attempt(outcome, meta, Tried.USB_DEBUGGING), held=frozenset(held))
    assert told(reactions([one], alone_with_usb_debugging)) == expected


def test_a_reaction_to_an_agent_takes_a_control_and_silence_none():
    without, beside = watched_with_control((WATCHED,)), watched_with_control((WATCHED, ALONE))
    assert told(reactions([attempt("warned", WATCHED)], without)) == [("Question", "control")]
    assert told(reactions([attempt("warned", WATCHED)], beside)) == REACTED
    assert told(reactions([attempt("silent", WATCHED)], without)) == [("Finding", "noted")]
    assert told(reactions([attempt("silent")], beside)) == [("Question", "device")]


def test_the_words_of_a_tester_are_made_visible():
    (seen,) = noted_of([attempt("silent", words="\x1b[2J\u202eok")], "noted")
    assert "\x1b" not in seen.values["words"]
    assert "\u202e" not in seen.values["words"]


@pytest.mark.parametrize("tried", list(Tried))
def test_each_thing_that_is_tried_has_outcomes(tried):
    every = OUTCOMES[tried].every
    assert [noted(f" {tried}  {one} a b").is_bad for one in every] == [True] + [False] * (
        len(every) - 1
    )
    assert noted(f"{tried} {every[-1]} a b").words == "a b"
    assert noted(str(tried)) is None


def test_a_reaction_of_a_variant_or_a_broken_run_does_not_excuse_the_release():
    silent = attempt("silent")
    variant = attempt("warned", replace(ALONE, variant=("debuggable",)))
    broken = replace(attempt("warned"), whole=False)
    for one in (variant, broken):
        assert told(reactions([one, silent], alone_and_rooted)) == [("Finding", "noted")]
    made = replace(ALONE, variant=("tampered",))
    tried = [attempt(how, made, Tried.CHANGED_FILE) for how in ("warned", "silent")]
    assert told(reactions(tried, changed)) == REACTED
