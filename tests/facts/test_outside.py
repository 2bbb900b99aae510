from dataclasses import replace

import pytest

from appsec.facts.outside import beginning, cleartext_host, comes_from, open_classes
from appsec.facts.values import UNKNOWN, Built, Constant, New, OneOf, Parameter, Returned
from tests.apps import manifest
from tests.code import method, text
from tests.outside import EXTRA, OPEN, TYPED, joined

TEXT = "java.lang.String"


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
