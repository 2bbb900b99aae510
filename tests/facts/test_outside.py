from dataclasses import replace

import pytest

from appsec.facts.android import ComponentKind, DeclaredPermission
from appsec.facts.outside import beginning, cleartext_host, comes_from, open_classes, proof
from appsec.facts.values import (
    UNKNOWN,
    Built,
    Constant,
    FieldRead,
    New,
    OneOf,
    Parameter,
    Returned,
)
from appsec.model.outcome import Finding, Question
from tests.apps import AT, manifest
from tests.code import method, site, text
from tests.outside import CALLER, EXTRA, OPEN, TYPED, joined

TEXT, INTENT = "java.lang.String", "android.content.Intent"


def called(api, *arguments, returns=TEXT):
    return Returned(method(api, *("x" for _ in arguments), returns=returns), arguments)


@pytest.mark.parametrize(
    "value",
    [
        EXTRA,
        TYPED,
        joined("a", EXTRA),
        OneOf(frozenset((EXTRA, text("a")))),
        New("java.io.File", (text("/a"), EXTRA)),
        called("java.lang.String.trim", EXTRA),
        called("android.net.Uri.parse", EXTRA, returns="android.net.Uri"),
    ],
)
def test_a_text_that_is_still_there_is_followed(value):
    assert list(comes_from(value))


@pytest.mark.parametrize(
    "value",
    [
        text("a"),
        UNKNOWN,
        called("java.lang.String.replace", EXTRA),
        called("android.net.Uri.encode", EXTRA),
        called("java.lang.String.length", EXTRA, returns="int"),
        called("tw.example.app.Names.look", EXTRA),
        called("android.content.Intent.getStringExtra", New("android.content.Intent"), text("a")),
        called("android.widget.TextView.getText", UNKNOWN, returns="java.lang.CharSequence"),
    ],
)
def test_what_may_be_another_text_is_not(value):
    assert list(comes_from(value)) == []


@pytest.mark.parametrize(
    ("value", "start"),
    [
        (text("abc"), "abc"),
        (Built((text("a"), text("b"), UNKNOWN, text("c"))), "ab"),
        (New("java.net.URL", (text("http://a"),)), "http://a"),
        (called("android.net.Uri.parse", joined("x:", EXTRA)), "x:"),
        (called("tw.example.app.Names.look", text("a")), ""),
        (Constant(1), ""),
    ],
)
def test_beginning(value, start):
    assert beginning(value) == start


@pytest.mark.parametrize(
    ("value", "host"),
    [
        (text("http://A.tw"), "a.tw"),
        (text("http://user:secret@a.tw:80/x"), "a.tw"),
        (joined("http://a.tw", UNKNOWN), ""),
        (joined("http://a.tw/", UNKNOWN), "a.tw"),
        (joined("http://", Parameter(0, TEXT)), ""),
        (New("java.net.URL", (text("http://a.tw"),)), "a.tw"),
        (text("http://a.tw/x@b.tw"), "a.tw"),
        (joined("http://localhost", UNKNOWN), ""),
        (text("http://127.0.0.1.b.tw/"), "127.0.0.1.b.tw"),
        (joined("http://localhost:", UNKNOWN), None),
        (text("http://127.0.0.1"), None),
        (text("http://[::1]/"), None),
        (text("https://a.tw"), None),
    ],
)
def test_cleartext_host(value, host):
    assert cleartext_host(value) == host


def test_open_classes_are_those_that_any_app_may_use():
    guarded = replace(OPEN, name="a.B", permission="a.P")
    alias = replace(OPEN, name="a.Alias", target="a.Real")
    given = (OPEN, guarded, alias, replace(OPEN, name="a.Off", enabled=False))
    assert open_classes(manifest(components=given)) == {OPEN.name, "a.Real"}


@pytest.mark.parametrize(
    ("guards", "is_open"),
    [
        ({"read_permission": "a.P", "write_permission": "a.P"}, False),
        ({"read_permission": "a.P"}, True),
        ({"write_permission": "a.P"}, True),
        ({"read_permission": "a.Easy", "write_permission": "a.P"}, True),
    ],
)
def test_a_provider_is_open_if_it_may_be_read_or_written_without_a_permission(guards, is_open):
    provider = replace(OPEN, kind=ComponentKind.PROVIDER, **guards)
    easy = DeclaredPermission("a.Easy", "normal", AT)
    given = manifest(components=(provider,), permissions=(easy,))
    assert open_classes(given) == ({OPEN.name} if is_open else set())


def proven(*around):
    call = site("android.webkit.WebView.loadUrl", EXTRA, caller=CALLER, around=around)
    return proof(call, 0, manifest(components=(OPEN,)))


@pytest.mark.parametrize(
    "test",
    [
        method("java.lang.String.startsWith", TEXT, returns="boolean"),
        method("java.util.Set.contains", "java.lang.Object", returns="boolean"),
        method("java.util.regex.Matcher.matches", returns="boolean"),
        method("android.net.Uri.getHost", returns=TEXT),
        method("java.lang.String.indexOf", TEXT, returns="int"),
        method("tw.example.app.Links.ensureOwn", TEXT),
        method("a.b", TEXT),
    ],
)
def test_whatever_may_ask_of_the_text_leaves_it_to_a_person(test):
    assert proven(test) is Question


@pytest.mark.parametrize(
    "other",
    [
        method("android.content.Intent.hasExtra", TEXT, returns="boolean"),
        method("android.text.TextUtils.isEmpty", "java.lang.CharSequence", returns="boolean"),
        method("android.app.Activity.isFinishing", returns="boolean"),
        method("android.util.Log.d", TEXT, TEXT, returns="int"),
        method("kotlin.jvm.internal.Intrinsics.checkNotNull", "java.lang.Object"),
        method("tw.example.app.Link.showTitle", TEXT),
    ],
)
def test_other_calls_do_not(other):
    assert proven(other) is Finding


def taken(intent, caller, components=(OPEN,)):
    extra = Returned(method(f"{INTENT}.getStringExtra", TEXT, returns=TEXT), (intent, text("a")))
    call = site("android.webkit.WebView.loadUrl", extra, caller=caller)
    return proof(call, 0, manifest(components=components))


@pytest.mark.parametrize(
    "name", ["onNewIntent", "onReceive", "onStartCommand", "onBind", "onHandleIntent"]
)
def test_what_android_hands_to_an_open_component_is_proof(name):
    assert taken(Parameter(0, INTENT), f"{OPEN.name}.{name}") is Finding
    inner = replace(OPEN, name="a.Outer$Receiver")
    assert taken(Parameter(1, INTENT), f"{inner.name}.{name}", (inner,)) is Finding


@pytest.mark.parametrize(
    ("intent", "caller"),
    [
        (Parameter(1, INTENT), f"{OPEN.name}$1.onReceive"),
        (Parameter(2, INTENT), f"{OPEN.name}.onActivityResult"),
        (Parameter(0, INTENT), f"{OPEN.name}.show"),
        (Returned(method("x.ActivityResult.getData", returns=INTENT), ()), CALLER),
        (Returned(method("a.Other.getIntent", returns=INTENT), (UNKNOWN,)), CALLER),
    ],
)
def test_an_intent_that_only_the_app_may_have_sent_is_a_question(intent, caller):
    assert taken(intent, caller) is Question


@pytest.mark.parametrize(("owner", "kind"), [(OPEN.name, Finding), ("tw.example.b", Question)])
def test_elsewhere_it_counts_whose_intent_is_read(owner, kind):
    intent = Returned(method(f"{owner}.getIntent", returns=INTENT), (UNKNOWN,))
    assert taken(intent, "b2.a.a") is kind


def test_a_text_that_another_method_passes_on_is_left_to_a_person():
    call = site("android.webkit.WebView.loadUrl", Parameter(0, TEXT), caller=CALLER)
    passed = replace(call, resolve=lambda value: EXTRA)
    assert proof(passed, 0, manifest(components=(OPEN,))) is Question


@pytest.mark.parametrize(("owner", "kind"), [(OPEN.name, Finding), ("tw.example.b", Question)])
def test_in_renamed_code_it_counts_whose_intent_is_read(owner, kind):
    intent = Returned(method(f"{owner}.getIntent", returns=INTENT), (UNKNOWN,))
    extra = Returned(method(f"{INTENT}.getStringExtra", TEXT, returns=TEXT), (intent, text("a")))
    call = site("android.webkit.WebView.loadUrl", extra, caller="b2.a.a")
    assert proof(call, 0, manifest(components=(OPEN,))) is kind


def test_a_text_that_is_kept_in_a_field_meanwhile_is_a_question():
    kept = FieldRead(OPEN.name, "url", TEXT, False)
    call = site("android.webkit.WebView.loadUrl", kept, caller=CALLER)
    call = replace(call, written=lambda read: [EXTRA] if read == kept else [])
    assert proof(call, 0, manifest(components=(OPEN,))) is Question


def test_what_does_not_come_from_outside_is_nothing():
    call = site("android.webkit.WebView.loadUrl", UNKNOWN, caller=CALLER)
    assert proof(call, 0, manifest(components=(OPEN,))) is None


def test_a_method_of_that_name_without_parameters_tells_nothing():
    call = site("tw.example.app.Page.loadUrl", caller=CALLER)
    assert (call.argument(0), proof(call, 0, manifest())) == (UNKNOWN, None)
