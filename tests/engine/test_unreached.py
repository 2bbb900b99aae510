"""Own code that no component reaches asks questions and protects nothing."""

import pytest

from appsec.engine.content import load_checks
from appsec.engine.run import run
from appsec.facts.android import Component, ComponentKind
from appsec.facts.app import FactUnavailable
from appsec.facts.values import Constant
from appsec.model.check import Check
from appsec.model.outcome import Cause, Kind, Location, Origin, Question, Status
from tests.apps import android_app, manifest
from tests.code import code, octets, site, text, typed
from tests.command import ROOT

OLD = "tw.example.app.Old.copy"
AT = Location("classes.dex", OLD)
COPIES = "android.content.ClipboardManager.setText"
CLIPBOARD = "android-clipboard-data"
UNREACHED = {"caller": OLD, "origin": Origin.UNREACHED}


def test_a_finding_there_is_a_question(outcome):
    seen = outcome(CLIPBOARD, android_app(code=code(site(COPIES, typed("password"), **UNREACHED))))
    wanted = Question("password-elsewhere", (AT,), {"count": "1"}, origin=Origin.UNREACHED)
    assert (list(seen.seen), seen.crash, seen.gaps) == ([wanted], "", ())


def test_two_findings_there_are_one_question(outcome):
    other = "tw.example.app.Old.again"
    sites = [site(COPIES, typed("password"), **{**UNREACHED, "caller": c}) for c in (OLD, other)]
    (seen,) = outcome(CLIPBOARD, android_app(code=code(*sites))).seen
    assert (seen.values, len(seen.locations)) == ({"count": "2"}, 2)


def test_a_question_there_stays_one_and_is_marked(outcome):
    there = site(COPIES, typed("note"), **UNREACHED)
    (seen,) = outcome(CLIPBOARD, android_app(code=code(there))).seen
    assert seen == Question("copied", (AT,), {}, origin=Origin.UNREACHED)


def test_own_code_that_is_reached_is_told_apart(outcome):
    here, there = site(COPIES, typed("note")), site(COPIES, typed("note"), **UNREACHED)
    seen = outcome(CLIPBOARD, android_app(code=code(here, there))).seen
    assert [(one.key, one.origin, one.locations) for one in seen] == [
        ("copied", Origin.APP, (here.at,)),
        ("copied", Origin.UNREACHED, (AT,)),
    ]


@pytest.mark.parametrize("given", [text(""), text("shop.example")])
def test_what_is_fine_in_own_code_is_fine_there(outcome, given):
    assert not outcome(CLIPBOARD, android_app(code=code(site(COPIES, given, **UNREACHED)))).seen


def test_libraries_are_left_out(outcome):
    there = site(COPIES, typed("password"), origin=Origin.LIBRARY)
    assert not outcome(CLIPBOARD, android_app(code=code(there))).seen


def test_what_the_check_told_itself_is_not_told_twice(outcome):
    offers = site("android.webkit.WebView.addJavascriptInterface", text("a"), **UNREACHED)
    listens = site("androidx.webkit.WebViewCompat.addWebMessageListener", **UNREACHED, static=True)
    app = android_app(code=code(offers, listens))
    assert [one.origin for one in outcome("android-javascript-interface", app).seen] == [
        Origin.UNREACHED
    ]


def test_a_protection_there_speaks_for_nothing(outcome):
    name = "tw.example.app.LoginActivity"
    screen = Component(ComponentKind.ACTIVITY, name, False, Location("AndroidManifest.xml"))
    flag = Constant(0x2000)
    there = site("android.view.Window.addFlags", flag, **{**UNREACHED, "caller": f"{name}.old"})
    app = android_app(code=code(there), manifest=manifest(components=(screen,)))
    (seen,) = outcome("android-screen-capture", app).seen
    assert (seen.key, seen.origin) == ("unprotected", Origin.APP)


def test_what_a_check_drops_elsewhere_of_what_it_watches_anywhere_is_asked(outcome):
    key = [octets(*[7] * 16), text("AES")]
    made = "javax.crypto.spec.SecretKeySpec.<init>"
    sites = [
        site(made, *key, caller=f"tw.example.app.{name}.open", origin=Origin.UNREACHED)
        for name in ("One", "Other")
    ]
    (seen,) = outcome("android-reused-key", android_app(code=code(*sites))).seen
    assert (seen.key, seen.values, seen.origin) == (
        "reused-elsewhere",
        {"count": "2"},
        Origin.UNREACHED,
    )


def test_a_check_that_asked_for_no_code_is_not_run_again():
    about = load_checks("android")[CLIPBOARD].about
    check = Check("test", "android", "test", about, lambda app: iter(()))
    unread = FactUnavailable(Cause.LOST, "no-code")
    result = run(check, android_app(code=unread))
    assert (result.status, result.gaps) == (Status.CLEAN, ())


TOLD_BY_THE_CHECK = {"typed"}
"""Of code elsewhere `flows` says `flows` in its place."""


@pytest.mark.parametrize("check", load_checks("android").values(), ids=lambda one: one.id)
def test_what_looks_at_code_has_a_question_for_each_finding(check):
    messages = check.about.messages
    findings = {k for k, one in messages.items() if one.kind is Kind.FINDING} - TOLD_BY_THE_CHECK
    for key in findings if check.about.watches or check.about.watches_own else ():
        asked = messages[f"{key}-elsewhere"]
        assert asked.kind is Kind.QUESTION
        assert all("{count}" in told for told in asked.text.values()) and asked.review


def test_the_architecture_names_what_looks_at_own_code_alone():
    text = (ROOT / "docs/architecture.md").read_text("utf-8")
    listed = text.partition("These are, on Android:")[2].partition(".")[0]
    own = (one for one in load_checks("android").values() if one.about.watches_own)
    assert listed.replace("`", "").replace(",", "").split() == [
        one.id.removeprefix("android-") for one in own
    ]
