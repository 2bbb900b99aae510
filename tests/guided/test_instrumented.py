"""A guided session whose last steps watch the app from within: a program on HotSpot, under frida."""

import pytest

pytest.importorskip("frida", reason="the extra `dynamic` is not installed")

from appsec.model.trace import EndReason, Phase
from appsec.readers.trace.index import index
from appsec.readers.trace.watched import whole_spans
from tests.runtime.conftest import java, java_classes  # noqa: F401

HOOK = "javax.crypto.Cipher.getInstance"


def under_frida(app, act=None):
    """What the tester does besides in the steps under frida: the app is used."""

    def answer(kind, names, tester):
        if "(frida)" in tester.step and kind == "doing":
            app.work("work crypto 1")
        return act(kind, names, tester) if act else None

    return answer


def test_a_fixed_app_fails_nothing_and_is_open_where_no_token_came_to_be_known(played, java):  # noqa: F811
    app = java("fixed")
    options = ("--class", "L2", "--device", "local", "--pid", app.popen.pid, "--own", "app")
    one = played(False, *options, act=under_frida(app))
    assert one.go() == 3
    told = one.results()
    assert not {told[item] for item in ("18", "20", "21", "4.1.2.3.16")} & {"pass"}
    assert "fail" not in told.values()
    run = index(one.out / "runs/instrumented/trace.jsonl")
    assert (run.trouble, run.end.reason) == (None, EndReason.FINISHED)
    assert run.meta.instrumented and run.meta.agent
    assert run.exercised[HOOK, Phase.USE] >= 1
    plain = index(one.out / "runs/plain/trace.jsonl")
    assert not plain.meta.instrumented and not plain.meta.agent
    assert {"typed"} <= {mark for mark, _ in one.marks("instrumented")}


def test_an_app_that_dies_under_frida_is_told_and_the_step_done_in_another_run(played, java):  # noqa: F811
    app = java("fixed")
    did = set()

    def act(kind, names, tester):
        if tester.step == "Use every screen (frida)" and kind == "doing" and not did:
            did.add("killed")
            app.kill()
            tester.until("No longer collected: agent")
            return ""
        return None

    options = ("--class", "L1", "--device", "local", "--pid", app.popen.pid, "--own", "app")
    one = played(False, *options, act=under_frida(app, act))
    assert one.go() == 3
    assert one.steps()["instrumented-use"][0] == "broken"
    run = index(one.out / "runs/instrumented/trace.jsonl")
    assert (run.trouble, run.end.reason) == (None, EndReason.EXITED)
    assert whole_spans(run, Phase.INSTRUMENTED)
    assert one.results()["4.1.2.3.16"] == "pass"
