"""What is handed on is judged by who may take it, and by who asked for it."""

from types import SimpleNamespace

import pytest

from appsec.engine.run_ipc import Passed, after, android_judge, ios_judge, unasked
from appsec.facts.leaks import Leak, Where
from appsec.facts.run import Recorded
from appsec.model.outcome import Evidence, Finding, Location, Question
from appsec.model.trace import Call, Phase, Thing

AT = Location("r/trace.jsonl", at="line 3")
SEND = "android.intent.action.SEND"
CONTEXT = "android.app.ContextImpl"


def judged(judge, hook, *arguments, what="phone", own=True, place=0):
    leak = Leak(
        "c", what, False, Where.CALL, Phase.USE, AT, "utf-8", 0,
        hook=hook, argument=place, own=own,
    )  # fmt: skip
    return judge(leak, Recorded(Call(hook, 1, 1, 1, Phase.USE, arguments=arguments, own=own), AT))


def intent(text):
    return Thing("android.content.Intent", text)


@pytest.mark.parametrize(
    ("hook", "text", "what", "told"),
    [
        ("startActivity", "#Intent;component=tw.example/.A;S.a=1;end", "phone", None),
        ("startActivity", "#Intent;package=tw.example;S.a=1;end", "phone", None),
        ("startActivity", "#Intent;component=com.other/.A;end", "phone", ("other-app", Question)),
        ("startActivity", "#Intent;action=tw.x;S.a=1;end", "phone", ("implicit", Finding)),
        ("startActivity", f"#Intent;action={SEND};S.a=1;end", "phone", ("shared", Evidence)),
        ("startActivity", f"#Intent;action={SEND};end", "password", ("secret-shared", Question)),
        ("startActivity", "https://a.tw/?q=1", "phone", ("shared", Evidence)),
        ("startActivity", "https://a.tw/?q=1", "token", ("address", Finding)),
        ("startActivity", "other://?q=1", "phone", ("other-app", Question)),
        ("startActivity", "other://?q=1", "token", ("address", Finding)),
        ("sendBroadcast", "#Intent;action=tw.x;end", "phone", ("broadcast", Finding)),
        ("sendBroadcast", "#Intent;package=tw.example;end", "phone", None),
    ],
)
def test_an_intent_is_judged_by_what_may_take_it(hook, text, what, told):
    judge = android_judge({"tw.example"})
    assert judged(judge, f"{CONTEXT}.{hook}", intent(text), what=what) == told


def test_a_broadcast_with_a_permission_is_asked_about():
    judge = android_judge({"tw.example"})
    given = (intent("#Intent;action=tw.x;end"), "tw.example.PRIVATE")
    assert judged(judge, f"{CONTEXT}.sendBroadcast", *given) == ("guarded", Question)
    pending = "android.app.PendingIntent.getBroadcast"
    assert judged(judge, pending, None, 0, given[0], 0, place=2) == ("pending", Question)


CLIP = "android.content.ClipboardManager.setPrimaryClip"


@pytest.mark.parametrize(
    ("what", "own", "told"),
    [
        ("password", True, ("clipboard", Finding)),
        ("password", False, ("copied", Question)),
        ("password", None, ("copied", Question)),
        ("phone", True, ("copied", Question)),
    ],
)
def test_only_a_secret_that_the_app_itself_copies_is_a_violation(what, own, told):
    clip = Thing("android.content.ClipData", "x")
    assert judged(android_judge(()), CLIP, clip, what=what, own=own) == told
    assert judged(ios_judge, "-[UIPasteboard setString:]", "x", what=what, own=own) == told


def test_a_pasteboard_with_limits_is_asked_about():
    hook = "-[UIPasteboard setItems:options:]"
    limits = Thing("NSDictionary", "{LocalOnly = 1; ExpirationDate = 2026;}")
    assert judged(ios_judge, hook, "x", limits, what="token") == ("guarded", Question)
    local = Thing("NSDictionary", "{LocalOnly = 1;}")
    assert judged(ios_judge, hook, "x", local, what="token") == ("clipboard", Finding)


@pytest.mark.parametrize(
    ("url", "what", "told"),
    [
        ("other://?q=1", "token", ("address", Finding)),
        ("other://?q=1", "phone", ("other-app", Question)),
        ("mailto:a@b.tw", "email", ("shared", Evidence)),
        ("https://a.tw/?q=1", "token", ("address", Finding)),
    ],
)
def test_an_address_is_judged_by_what_is_in_it(url, what, told):
    hook = "-[UIApplication openURL:options:completionHandler:]"
    assert judged(ios_judge, hook, Thing("NSURL", url), what=what) == told


SHARED = ("shared", Evidence)
COPIED = ("copied", Question)
POSSIBLE, FOUND = ("possible", Question), ("found", Finding)


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        (("broadcast", Finding), FOUND),
        (("clipboard", Finding), FOUND),
        (SHARED, POSSIBLE),
        (COPIED, POSSIBLE),
        (("guarded", Question), POSSIBLE),
        (("pending", Question), POSSIBLE),
        (("other-app", Question), POSSIBLE),
        (("uncertain", Question), ("uncertain", Question)),
    ],
)
def test_what_a_user_may_have_asked_for_stays_a_question(was, becomes):
    leak = Leak("c", "phone", False, Where.CALL, Phase.BACKGROUND, AT, "utf-8", 0)
    one = Passed(leak, Recorded(Call("h", 5, 1, 1, Phase.BACKGROUND), AT), was)
    assert [each.told for each in unasked([one])] == [becomes]
    tried = SimpleNamespace(at=AT, begin=0, end=9)
    assert [each.told for each in after([one], [tried])] == [becomes]
