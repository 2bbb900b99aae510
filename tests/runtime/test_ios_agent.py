"""The agent for iOS in a real session: stand-ins for Apple's C functions, and GNU's Objective-C.

It shows how hooks behave, not what iOS has: that is for a device to show.
"""

from types import SimpleNamespace

import pytest

from appsec.model.trace import Bytes, Hit, Hook, HookState, Phase, Thing
from appsec.readers.trace.index import index
from tests.runtime.targets import PASSWORD, Process, Watched, gnu_agent, look

TOPICS = (
    "crypto", "keystore", "storage", "log", "clipboard-screen", "ui", "ipc", "webview", "tls",
    "detection", "random-biometrics", "loading-permissions",
)  # fmt: skip
KEY = Bytes(b"0123456789abcdef".hex(), 16)
# Of CCCrypt: operation, algorithm, options, key, initialisation vector.
KINDS = (0, 1, 2, 3, 5)


@pytest.fixture(scope="module")
def twins(objc_program, tmp_path_factory):
    """Both twins, each under all hooks in one session."""
    found = {}
    for twin in ("weak", "fixed"):
        process = Process(str(objc_program), twin)
        try:
            folder = tmp_path_factory.mktemp(twin) / "run"
            seen = Watched(folder, process, "ios", agent=gnu_agent())
            seen.session.mark("login")
            for topic in (*TOPICS, "notification", "screen"):
                process.work(f"work {topic} 1")
            look(seen)
            runs, gaps = seen.done()
        finally:
            process.kill()
        found[twin] = SimpleNamespace(runs=runs, gaps=gaps, index=index(folder / "trace.jsonl"))
    return found


def own(twin, *hooks):
    """Arguments of the app's own calls, by hook."""
    return [(one.call.hook, *one.call.arguments) for one in twin.runs.calls(hooks) if one.call.own]


DEFAULTS = "-[NSUserDefaults setObject:forKey:]"
PASTEBOARD = "-[UIPasteboard setString:]"
FIELD = "-[UITextField setSecureTextEntry:]"
OPEN = "-[UIApplication openURL:]"
WEB = "-[WKWebView loadHTMLString:baseURL:]"
NOTIFY = "-[UNUserNotificationCenter addNotificationRequest:withCompletionHandler:]"
BIOMETRY = "-[LAContext evaluatePolicy:localizedReason:reply:]"
LOCATION = "-[CLLocationManager requestWhenInUseAuthorization]"
CASES = {
    "storage": ([(DEFAULTS, PASSWORD, "pw")], [(DEFAULTS, "-", "pw")]),
    "log": ([("NSLog", PASSWORD)], [("NSLog", "-")]),
    "clipboard-screen": ([(PASTEBOARD, PASSWORD)], [(PASTEBOARD, "-")]),
    "ui": ([(FIELD, False)] * 2, [(FIELD, True)] * 2),
    "ipc": ([(OPEN, f"other://?pw={PASSWORD}")], [(OPEN, "https://example.tw/")]),
    "webview": ([(WEB, f"<script>{PASSWORD}", None)], [(WEB, "<p>", None)]),
    "tls": (
        [("SecTrustSetAnchorCertificates", None, None)],
        [],
    ),
    "detection": ([], [("access", "/Applications/Cydia.app", 0)]),
    "random": ([("rand",)], []),
    "biometrics": ([(BIOMETRY, 2, "Sign in", None)], [(BIOMETRY, 1, "Sign in", None)]),
    "loading": ([("dlopen", "/tmp/none.dylib", 1)], []),
    "permissions": ([(LOCATION,)], [(LOCATION,)]),
}


@pytest.mark.parametrize("topic", sorted(CASES))
def test_what_either_twin_does_is_recorded(twins, topic):
    weak, fixed = CASES[topic]
    hooks = {line[0] for line in (*weak, *fixed)}
    assert own(twins["weak"], *hooks) == weak
    assert own(twins["fixed"], *hooks) == fixed


def test_a_pointer_is_read_as_long_as_the_call_says(twins):
    (weak,), (fixed,) = (own(twins[twin], "CCCrypt") for twin in ("weak", "fixed"))
    assert [weak[1 + at] for at in KINDS[:4]] == [0, 0, 3, KEY]
    assert weak[1 + 6] == Bytes(PASSWORD.encode().hex(), 14)
    assert fixed[1 + 2] == 1
    ((_, attributes, _),) = own(twins["weak"], "SecItemAdd")
    assert attributes == Thing("NSDictionary", "{pdmn = dk}")


def test_a_run_is_whole(twins):
    for twin in twins.values():
        assert (twin.gaps, twin.index.trouble) == ((), None)
    states = {h.id: h.state for h in twins["weak"].index.hooks.values()}
    assert [name for name, state in states.items() if state is HookState.FAILED] == []
    assert twins["weak"].index.hooks["SecItemDelete"] == Hook(
        "SecItemDelete", "keystore", HookState.MISSING, 0, "no such symbol"
    )
    (call,) = twins["weak"].runs.calls(["rand"], [Phase.LOGIN])
    assert call.frames[0].startswith("program!work+")


def test_canaries_are_found_only_where_the_weak_twin_puts_them(twins):
    def hits(twin):
        calls = {n: hook for hook in twin.index.hooks for n, _ in twin.index.calls(hook)}
        return {(calls[h.call], h.argument, h.offset) for _, h in twin.index.of(Hit)}

    assert hits(twins["weak"]) == {
        ("CCCrypt", 6, 0), (DEFAULTS, 0, 0), ("NSLog", 0, 0), (PASTEBOARD, 0, 0), (OPEN, 0, 12),
        (WEB, 0, 8), ("SecItemAdd", 0, 0), (NOTIFY, 0, 0),
    }  # fmt: skip
    assert hits(twins["fixed"]) == set()


@pytest.mark.parametrize(
    ("twin", "field", "shown", "page"),
    [
        ("weak", (False, 0, 0, 0, "password"), [("password", "UILabel login")], "http"),
        ("fixed", (True, 1, 1, 0, "password"), [], "https"),
    ],
)
def test_what_is_on_the_screen_is_told_with_each_mark(twins, twin, field, shown, page):
    def told(name):
        """Each once: the end of a run looks at the screen as a mark does."""
        states = twins[twin].runs.states(name)
        return list(dict.fromkeys((state.value, state.subject) for state, _ in states))

    assert told("field") == [(field, "UITextField login")]
    assert told("shown") == shown
    assert told("window") == [((None, "password", 5, True), "UIWindow login")]
    assert told("page") == [(f"{page}://example.tw/", "WKWebView login")]
    assert told("look-failed") == []
