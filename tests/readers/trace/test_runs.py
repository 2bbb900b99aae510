"""What runs show, and what each asker lacked: silence counts only where somebody watched."""

import pytest

from appsec.engine.trace_lines import START, encoded
from appsec.model.outcome import Cause
from appsec.model.trace import (
    Call,
    Drop,
    End,
    EndReason,
    Hook,
    HookState,
    Life,
    LifeEvent,
    Mark,
    Meta,
    Phase,
    Stack,
    State,
)
from appsec.readers.trace.runs import read_runs

BUILD = "ab" * 32
LOG, CIPHER = "android.util.Log.d", "javax.crypto.Cipher.getInstance"


def run(tmp_path, *lines, name="run1", end=True, reason=EndReason.FINISHED, **meta):
    meta = Meta(
        name, "2026-11-21T08:00:00Z", "android", "tw.example", **{"app_sha256": BUILD} | meta
    )
    calls = [line for line in lines if isinstance(line, Call)]
    dropped = sum(line.count for line in lines if isinstance(line, Drop))
    last = [End(reason, 99, len(calls), dropped)] if end else []
    folder = tmp_path / name
    folder.mkdir()
    chain, texts = START, []
    for number, line in enumerate([meta, *lines, *last]):
        text, chain = encoded(line, number, chain)
        texts.append(text)
    (folder / "trace.jsonl").write_text("\n".join([*texts, ""]))
    return folder


def hook(name, state=HookState.INSTALLED):
    return Hook(name, "topic", state, 1)


def call(name, phase=Phase.LOGIN, **more):
    return Call(name, 5, 1, 2, phase, **more)


def asked(runs, *args, **kwargs):
    """Whom a question gives, and what lacked: (line of each call, key and values of each gap)."""
    seen = [(one.call.phase, one.at.at) for one in runs.calls(*args, **kwargs)]
    return seen, [(gap.key, *gap.values.values()) for gap in runs.taken()]


def test_calls_of_a_hook_that_watched(tmp_path):
    folder = run(
        tmp_path,
        hook(LOG),
        Mark("login", 1),
        Stack("s", ("a.b", "c.d")),
        call(LOG, stack="s"),
        Mark("use", 2),
        call(LOG, Phase.USE),
    )
    known = read_runs([folder], BUILD)
    assert known.gaps == ()
    (first, second) = known.value.calls([LOG])
    assert (first.at.file, first.at.at, first.frames) == (
        "run1/trace.jsonl",
        "line 5",
        ("a.b", "c.d"),
    )
    assert (second.call.phase, second.frames, second.variant) == (Phase.USE, (), False)
    assert known.value.taken() == []
    assert asked(known.value, [LOG], [Phase.USE]) == ([(Phase.USE, "line 7")], [])


@pytest.mark.parametrize(
    ("lines", "phases", "lacks"),
    [
        ([Mark("login", 1)], [Phase.LOGIN], [("hook-not-installed", LOG, "login"), ("hook-not-exercised", LOG, "login")]),
        (
            [hook(LOG, HookState.FAILED), Mark("login", 1)],
            [Phase.LOGIN],
            [("hook-not-installed", LOG, "login"), ("hook-not-exercised", LOG, "login")],
        ),
        ([hook(LOG), Mark("login", 1)], [Phase.LOGIN], [("hook-not-exercised", LOG, "login")]),
        ([hook(LOG), call(LOG)], [Phase.USE], [("phase-not-run", "use"), ("hook-not-exercised", LOG, "use")]),
        ([hook(LOG), Mark("use", 1)], [], [("hook-not-exercised", LOG, "whole-run")]),
        ([hook(LOG), call(LOG)], [], [("phase-not-run", "use")]),
        (
            [hook(LOG), call(LOG, Phase.FIRST_START), Mark("use", 1)],
            [],
            [("hook-not-exercised", LOG, "whole-run")],
        ),
        (
            [Mark("first-start", 1), hook(LOG), Mark("use", 1), call(LOG, Phase.USE)],
            [],
            [("hook-installed-late", LOG, "whole-run")],
        ),
        # Nobody uses the app in the phase of that name: an agent is only put in.
        (
            [Mark("use", 1), hook(LOG), Mark("instrumented", 2), call(LOG, Phase.INSTRUMENTED)],
            [],
            [("hook-installed-late", LOG, "whole-run")],
        ),
        (
            [hook(LOG), Mark("instrumented", 2), call(LOG, Phase.INSTRUMENTED)],
            [],
            [("phase-not-run", "use")],
        ),
        (
            [hook(LOG), Mark("instrumented", 1), call(LOG, Phase.INSTRUMENTED), Mark("use", 2),
             Drop(LOG, 7, 3, Phase.USE)],
            [],
            [("calls-dropped", LOG, "whole-run", "7")],
        ),
        *(
            ([hook(LOG), Mark("use", 1, step), call(LOG, Phase.USE)], phases, [("phase-not-run", "use")])
            for step in ("dump-running", "files")
            for phases in ([], [Phase.USE])
        ),
        *(
            ([hook(LOG), Mark("use", 1, step), call(LOG, Phase.USE)], [], [])
            for step in ("use", "instrumented-use", "")
        ),
        (
            [
                *(hook(LOG), Mark("use", 1), call(LOG, Phase.USE)),
                *(Mark("paused", 2), Mark("before", 2), Life(LifeEvent.EXITED, 3)),
            ],
            [],
            [],
        ),
        (
            [hook(LOG), Mark("login", 1), call(LOG), Drop(LOG, 7, 3, Phase.LOGIN)],
            [Phase.LOGIN],
            [("calls-dropped", LOG, "login", "7")],
        ),
        (
            [hook(LOG), Mark("login", 1), call(LOG), Drop(LOG, 7, 3, Phase.USE)],
            [Phase.LOGIN],
            [],
        ),
    ],
)  # fmt: skip
def test_what_nobody_watched_is_lacking(tmp_path, lines, phases, lacks):
    runs = read_runs([run(tmp_path, *lines)], BUILD).value
    assert asked(runs, [LOG], phases)[1] == lacks


@pytest.mark.parametrize(
    ("lines", "lack"),
    [
        ([hook(LOG), Mark("login", 1)], None),
        ([Mark("login", 1), hook(LOG)], "hook-installed-late"),
        ([hook(LOG, HookState.FAILED), Mark("login", 1), hook(LOG)], "hook-installed-late"),
        ([hook(LOG), Mark("login", 1), Life(LifeEvent.DETACHED, 2)], "agent-lost"),
        ([hook(LOG), Mark("login", 1), Life(LifeEvent.EXITED, 2)], "agent-lost"),
        ([hook(LOG), Life(LifeEvent.CRASHED, 1), Mark("login", 1)], "agent-lost"),
        (
            [hook(LOG), Mark("login", 1), Life(LifeEvent.EXITED, 2), Life(LifeEvent.SPAWNED, 3)],
            None,
        ),
        (
            [hook(LOG), Life(LifeEvent.EXITED, 2), Life(LifeEvent.SPAWNED, 3), Mark("login", 4)],
            None,
        ),
    ],
)
def test_a_hook_watches_a_phase_from_its_beginning_to_its_end(tmp_path, lines, lack):
    runs = read_runs([run(tmp_path, *lines, call(LOG))], BUILD).value
    assert [one[0] for one in asked(runs, [LOG], [Phase.LOGIN])[1]] == ([lack] if lack else [])


@pytest.mark.parametrize("reason", EndReason)
def test_the_last_phase_is_whole_if_recording_ended_as_it_should(tmp_path, reason):
    folder = run(tmp_path, hook(LOG), Mark("login", 1), call(LOG), reason=reason)
    whole = reason in (EndReason.FINISHED, EndReason.EXITED)
    lacks = asked(read_runs([folder], BUILD).value, [LOG], [Phase.LOGIN])[1]
    assert lacks == ([] if whole else [("phase-not-run", "login")])


def test_what_one_asker_lacks_is_not_told_the_next(tmp_path):
    runs = read_runs([run(tmp_path, hook(LOG), Mark("use", 1), call(LOG))], BUILD).value
    assert asked(runs, [CIPHER])[1] != []
    assert asked(runs, [LOG]) == ([(Phase.LOGIN, "line 4")], [])


def test_each_hook_must_have_been_called_or_any_where_they_do_the_same(tmp_path):
    lines = (hook(LOG), hook(CIPHER), Mark("use", 1), call(LOG))
    runs = read_runs([run(tmp_path, *lines)], BUILD).value
    assert asked(runs, [LOG, CIPHER])[1] == [("hook-not-exercised", CIPHER, "whole-run")]
    assert asked(runs, [LOG, CIPHER], any_of=True)[1] == []
    assert asked(runs, [LOG, "other"], any_of=True)[1] == []


def test_a_second_run_answers_what_the_first_did_not(tmp_path):
    first = run(tmp_path, hook(LOG), Mark("login", 1), call(LOG))
    second = run(tmp_path, hook(LOG), Mark("use", 1), call(LOG, Phase.USE), name="run2")
    runs = read_runs([first, second], BUILD).value
    seen, lacks = asked(runs, [LOG], [Phase.LOGIN, Phase.USE])
    assert ([phase for phase, _ in seen], lacks) == ([Phase.LOGIN, Phase.USE], [])


def test_a_trace_that_broke_off_shows_calls_and_no_silence(tmp_path):
    folder = run(tmp_path, hook(LOG), Mark("login", 1), call(LOG), end=False)
    known = read_runs([folder], BUILD)
    assert [(gap.cause, gap.key) for gap in known.gaps] == [(Cause.LOST, "trace-broke-off")]
    seen, lacks = asked(known.value, [LOG], [Phase.LOGIN])
    assert len(seen) == 1
    assert lacks == [("phase-not-run", "login"), ("hook-not-exercised", LOG, "login")]


def test_a_trace_of_another_build_shows_nothing(tmp_path):
    folder = run(tmp_path, hook(LOG), call(LOG), app_sha256="cd" * 32)
    known = read_runs([folder], BUILD)
    assert [(gap.cause, gap.key) for gap in known.gaps] == [(Cause.LOST, "trace-of-other-build")]
    assert asked(known.value, [LOG])[0] == []


def test_a_variant_of_this_build_is_told_as_one(tmp_path):
    given = {"app_sha256": "cd" * 32, "variant": ("debuggable",), "variant_of": BUILD}
    known = read_runs([run(tmp_path, hook(LOG), call(LOG), **given)], BUILD)
    assert known.gaps == ()
    assert [one.variant for one in known.value.calls([LOG])] == [True]


def test_a_build_that_says_no_variant_is_not_linked_by_its_word(tmp_path):
    folder = run(tmp_path, hook(LOG), app_sha256="cd" * 32, variant_of=BUILD)
    assert [gap.key for gap in read_runs([folder], BUILD).gaps] == ["trace-of-other-build"]


def test_a_trace_of_another_app_shows_nothing(tmp_path):
    folder = run(tmp_path, hook(LOG), call(LOG))
    known = read_runs([folder], BUILD, "tw.other")
    assert [(gap.cause, gap.key) for gap in known.gaps] == [(Cause.LOST, "trace-of-other-app")]
    assert known.gaps[0].values["recorded"] == "tw.example"
    assert asked(known.value, [LOG])[0] == []
    assert read_runs([folder], BUILD, "tw.example").gaps == ()


@pytest.mark.parametrize(
    "told, keys",
    [
        ({"app_sha256": "cd" * 32, "variant_of": BUILD}, []),
        ({"app_sha256": BUILD, "variant_of": BUILD}, []),
        ({"app_sha256": BUILD}, ["trace-of-other-app"]),
        ({"app_sha256": "cd" * 32}, ["trace-of-other-build"]),
    ],
)
def test_a_variant_that_names_its_release_may_be_renamed(tmp_path, told, keys):
    folder = run(tmp_path, hook(LOG), variant=("re-signed",), **told)
    assert [gap.key for gap in read_runs([folder], BUILD, "tw.other").gaps] == keys


def test_states_are_of_the_phase_in_which_they_were_told(tmp_path):
    folder = run(
        tmp_path,
        Mark("login", 1),
        State("secure", False, 2, "Login"),
        Mark("typed the name", 3),
        State("secure", True, 4, "Login"),
        Mark("pay", 5),
    )
    runs = read_runs([folder], BUILD).value
    told = [(state.value, at.at) for state, at in runs.states("secure", [Phase.LOGIN, Phase.PAY])]
    assert told == [(False, "line 3"), (True, "line 5")]
    assert [gap.values for gap in runs.taken()] == [{"state": "secure", "phase": "pay"}]


def test_states_of_a_phase_that_broke_off_are_told_and_are_not_enough(tmp_path):
    folder = run(tmp_path, Mark("pay", 1), State("secure", True, 2, "Pay"), end=False)
    runs = read_runs([folder], BUILD).value
    assert [state.value for state, _ in runs.states("secure", [Phase.PAY])] == [True]
    assert [gap.key for gap in runs.taken()] == ["state-not-told"]


def test_a_name_from_a_trace_is_made_visible(tmp_path):
    folder = run(tmp_path, app_sha256="\u202ecd")
    (gap,) = read_runs([folder], BUILD).gaps
    assert "\u202e" not in gap.values["sha256"]
