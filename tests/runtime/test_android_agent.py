"""The agent for Android in a real session: on HotSpot, against an app with stubs of Android.

It shows how hooks behave, not what a device's classes are: ART and the real names are for
a device to show. The weak and the fixed twin differ in one line per topic.
"""

from types import SimpleNamespace

import pytest

from appsec.model.trace import Bytes, Drop, Hit, Hook, HookState, Life, LifeEvent, Phase, Thing
from appsec.readers.trace.index import index
from tests.runtime.targets import PASSWORD, Process, Watched, bundle, look

TOPICS = (
    "crypto", "keystore", "storage", "log", "clipboard-screen", "ui", "ipc", "webview", "tls",
    "detection", "random-biometrics", "loading-permissions",
)  # fmt: skip
KEY = Bytes(b"0123456789abcdef".hex(), 16)
TEXT = Bytes(f"user;{PASSWORD}".encode().hex(), 19)


@pytest.fixture(scope="module")
def twins(java_classes, tmp_path_factory):
    """Both twins, each under all hooks in one session: what they did, topic by topic."""
    found = {}
    for twin in ("weak", "fixed"):
        command = ("java", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", str(java_classes))
        process = Process(*command, "app.Main", twin)
        try:
            seen = Watched(tmp_path_factory.mktemp(twin) / "run", process, "android", own=("app.",))
            seen.session.mark("login")
            for topic in (*TOPICS, "notification", "parcel", "screen"):
                process.work(f"work {topic} 1")
            look(seen)
            runs, gaps = seen.done()
        finally:
            process.kill()
        found[twin] = SimpleNamespace(
            runs=runs, gaps=gaps, index=index(seen.folder / "trace.jsonl"), folder=seen.folder
        )
    return found


def own(twin, *hooks):
    """Arguments of the app's own calls, by hook."""
    return [(one.call.hook.rpartition(".")[2], *one.call.arguments) for one in twin.runs.calls(hooks) if one.call.own]  # fmt: skip


CASES = {
    "crypto": (
        ("javax.crypto.Cipher.getInstance", "javax.crypto.spec.SecretKeySpec.<init>"),
        [("getInstance", "AES/ECB/PKCS5Padding"), ("<init>", KEY, "AES")],
    ),
    "keystore": (
        ("android.security.keystore.KeyGenParameterSpec$Builder.setUserAuthenticationRequired",),
        [("setUserAuthenticationRequired", False)],
    ),
    "storage": (
        ("android.app.SharedPreferencesImpl$EditorImpl.putString", "java.io.FileOutputStream.write"),
        [("putString", "pw", PASSWORD), ("write", TEXT)],
    ),
    "log": (("android.util.Log.d",), [("d", "Login", f"password={PASSWORD}")]),
    "clipboard-screen": (
        ("android.content.ClipData.newPlainText", "android.view.Window.setFlags"),
        [("newPlainText", "", PASSWORD)],
    ),
    "ui": (("android.widget.TextView.setInputType",), [("setInputType", 1)] * 2),
    "ipc": (
        ("android.app.ContextImpl.sendBroadcast",),
        [
            ("sendBroadcast", Thing("android.content.Intent", f"#Intent;S.user={PASSWORD};end")),
            ("sendBroadcast", Thing("android.content.Intent", "#Intent;end")),
        ],
    ),
    "webview": (
        ("android.webkit.WebSettings.setAllowFileAccess", "android.webkit.WebView.loadUrl"),
        [("setAllowFileAccess", True), *[("loadUrl", "http://example.tw/")] * 2],
    ),
    "tls": (
        ("javax.net.ssl.SSLContext.init",),
        [("init", None, (Thing("app.Work$TrustAll"),), None)],
    ),
    "detection": (("java.io.File.exists",), []),
    "random-biometrics": (
        ("android.hardware.biometrics.BiometricPrompt.authenticate",),
        [("authenticate", None)],
    ),
    "loading-permissions": (
        ("dalvik.system.DexClassLoader.<init>", "android.app.Activity.requestPermissions"),
        [("<init>", "/sdcard/a.dex", None, None, None), ("requestPermissions", ("android.permission.CAMERA",), 1)],
    ),
}  # fmt: skip
FIXED = {
    "keystore": [("setUserAuthenticationRequired", True)],
    "log": [("d", "Login", "done")],
    "clipboard-screen": [("newPlainText", "", "order 5"), ("setFlags", 8192, 8192), ("setFlags", 8192, 8192)],
    "ui": [("setInputType", 129)] * 2,
    "ipc": [("sendBroadcast", Thing("android.content.Intent", "#Intent;S.user=5;end"), "tw.example.PRIVATE"), ("sendBroadcast", Thing("android.content.Intent", "#Intent;end"))],
    "webview": [("setAllowFileAccess", False), *[("loadUrl", "https://example.tw/")] * 2],
    "tls": [("init", None, None, None)],
    "detection": [("exists",)],
    "loading-permissions": [("requestPermissions", ("android.permission.CAMERA",), 1)],
}  # fmt: skip


@pytest.mark.parametrize("topic", TOPICS)
def test_what_the_weak_twin_does_is_recorded(twins, topic):
    hooks, expected = CASES[topic]
    assert own(twins["weak"], *hooks) == expected


@pytest.mark.parametrize("topic", sorted(FIXED))
def test_what_the_fixed_twin_does_is_recorded(twins, topic):
    assert own(twins["fixed"], *CASES[topic][0]) == FIXED[topic]


def test_a_run_is_whole_and_each_call_has_its_phase_and_stack(twins):
    for twin in twins.values():
        assert (twin.gaps, twin.index.trouble) == ((), None)
        assert [life.event for _, life in twin.index.of(Life)] == [LifeEvent.ATTACHED]
    twins["weak"].runs.taken()
    (call,) = [one for one in twins["weak"].runs.calls(["android.util.Log.d"], [Phase.LOGIN])]
    assert call.call.phase is Phase.LOGIN
    assert any(frame.startswith("app.Work.of(") for frame in call.frames)
    assert twins["weak"].runs.taken() == []


def test_what_a_platform_has_not_is_missing_and_its_silence_a_gap(twins):
    hooks = twins["weak"].index.hooks
    assert hooks["okhttp3.CertificatePinner.check"].state is HookState.MISSING
    assert [one.id for one in hooks.values() if one.state is HookState.FAILED] == []
    log = hooks["android.util.Log.d"]
    assert log == Hook("android.util.Log.d", "log", HookState.INSTALLED, 1)
    list(twins["weak"].runs.calls(["okhttp3.CertificatePinner.check"], [Phase.LOGIN]))
    assert [gap.key for gap in twins["weak"].runs.taken()] == [
        "hook-not-installed",
        "hook-not-exercised",
    ]


def test_canaries_are_found_in_full_data_where_only_the_weak_twin_puts_them(twins):
    leaks = ("storage", "log", "clipboard-screen", "ipc")
    hooks = [hook for topic in leaks for hook in CASES[topic][0]]

    def hits(twin):
        calls = {n: call.hook for hook in hooks for n, call in twin.index.calls(hook)}
        return {(calls[h.call].rpartition(".")[2], h.argument, h.form, h.offset)
                for _, h in twin.index.of(Hit) if h.call in calls}  # fmt: skip

    assert hits(twins["weak"]) == {
        ("putString", 1, "utf-8", 0), ("write", 0, "utf-8", 5), ("d", 1, "utf-8", 9),
        ("newPlainText", 1, "utf-8", 0), ("newPlainText", -2, "utf-8", 11),
        ("sendBroadcast", 0, "utf-8", 15), ("sendBroadcast", 0, "utf-8", 0),
    }  # fmt: skip
    assert hits(twins["fixed"]) == set()


@pytest.mark.parametrize(
    ("twin", "secure", "input_type"), [("weak", False, 1), ("fixed", True, 129)]
)
def test_states_are_told(twins, twin, secure, input_type):
    states = twins[twin].runs.states
    assert [(s.value, s.subject) for s, _ in states("flag-secure")] == [
        (secure, "app.Work$LoginActivity")
    ]
    assert [s.value for s, _ in states("input-type")] == [input_type] * 2


ROOT = "tw.example/app.Login"
PAGES = {"weak": "http://example.tw/", "fixed": "https://example.tw/"}


def told(twin, name):
    """Each once: the end of a run looks at the screen as a mark does."""
    return list(dict.fromkeys((state.value, state.subject) for state, _ in twin.runs.states(name)))


@pytest.mark.parametrize(
    ("twin", "field", "shown", "secure"),
    [
        ("weak", (1, False, "password"), [("password", "android.widget.TextView")], False),
        ("fixed", (129, True, "password"), [], True),
    ],
)
def test_what_is_on_the_screen_is_told_with_each_mark(twins, twin, field, shown, secure):
    """That the password is in the field both times the agent sees; what differs is how it is set."""
    assert told(twins[twin], "field") == [(field, "android.widget.EditText")]
    assert told(twins[twin], "shown") == shown
    assert told(twins[twin], "window") == [((secure, "password", 5, True), ROOT)]
    assert told(twins[twin], "page") == [(PAGES[twin], "android.webkit.WebView")]
    assert told(twins[twin], "look-failed") == []


def test_what_a_notification_carries_is_searched(twins):
    name = "android.app.NotificationManager.notify"
    for twin, visibility, hits in (("weak", 1, 1), ("fixed", -1, 0)):
        (one,) = twins[twin].runs.calls([name])
        assert one.call.arguments == (
            1, Thing("android.app.Notification", f"visibility={visibility}"),
        )  # fmt: skip
        assert len(hits_of(twins[twin], name)) == hits


def test_what_an_intent_carries_without_saying_so_is_searched_or_counted_as_unread(twins):
    name = "android.app.ContextImpl.sendBroadcast"
    assert ("utf-8", 0) in hits_of(twins["weak"], name)
    assert hits_of(twins["fixed"], name) == []
    drops = {one.hook: one.count for _, one in twins["fixed"].index.of(Drop)}
    assert drops == {name: 1, "android.content.Intent.putExtra": 1}
    assert twins["weak"].index.of(Drop) == []


def hits_of(twin, hook):
    """(form, offset) of the hits in the calls of a hook."""
    calls = {number for number, _ in twin.index.calls(hook)}
    return [(hit.form, hit.offset) for _, hit in twin.index.of(Hit) if hit.call in calls]


def test_an_identifier_that_the_run_brought_up_is_a_canary_from_then_on(twins):
    import json

    kept = json.loads((twins["weak"].folder / "canaries.json").read_text())
    learned = {"id": "learned-1", "what": "identifier", "value": "9774d56d682e549c"}
    assert kept[-1] == learned | {"learned": True}
    assert (twins["weak"].folder / "canaries.json").stat().st_mode & 0o777 == 0o600
    assert "9774d56d682e549c" not in str(twins["weak"].index.others)


def drifted(bundle):
    """The agent with a table whose hook needs an overload that this platform has no more."""
    before = '{type:"android.util.Log",methods:["v","d"'
    assert before in bundle
    after = '{type:"android.util.EventLog",methods:["writeEvent","writeEvents"],needs:["int,java.lang.String"]},'
    return bundle.replace(before, after + before, 1)


def test_an_overload_that_is_no_more_fails_its_hook_and_calls_are_still_told(java, watched):
    process = java("weak")
    agent = drifted(bundle("android"))
    seen = watched(process, "android", own=("app.",), topics=("log",), agent=agent)
    seen.session.mark("use")
    process.work("work event 1")
    runs, _ = seen.done()
    hooks = index(seen.folder / "trace.jsonl").hooks
    name = "android.util.EventLog.writeEvent"
    assert hooks[name] == Hook(
        name, "log", HookState.FAILED, 1, "no overload (int,java.lang.String)"
    )
    assert hooks[f"{name}s"] == Hook(f"{name}s", "log", HookState.MISSING, 0, "no such method")
    assert [one.call.arguments for one in runs.calls([name])] == [(7, 1)]
    assert [gap.key for gap in runs.taken()] == ["hook-not-installed", "hook-not-exercised"]
