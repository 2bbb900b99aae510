"""What fields and pages tell: which a keyboard learns, which are masked, whose a page is."""

import pytest

from appsec.engine.run_pages import clear_pages, pages_of, undeclared_pages
from appsec.engine.run_screen import (
    Typing,
    android_masked,
    android_password,
    android_typing,
    ios_masked,
    ios_typing,
    learned_fields,
    legible_secrets,
    unprotected_windows,
)
from appsec.facts.run import OnScreen, Recorded
from appsec.model.declaration_form import Declaration, DeclaredApp
from appsec.model.declaration_rows import DeclaredDomain
from appsec.model.outcome import Location
from appsec.model.trace import Call, Phase, Thing

AT = Location("r/trace.jsonl", at="line 3")
TEXT, PASSWORD, VISIBLE, NUMBER, NO_SUGGESTIONS, EMAIL = 0x1, 0x81, 0x91, 0x2, 0x80001, 0x21
OWN = "android.widget.EditText login"


def on(value, held=("password",), subject=OWN):
    return OnScreen(subject, value, held, Phase.LOGIN, AT)


def told(seen):
    return [(type(one).__name__, one.key) for one in seen]


@pytest.mark.parametrize(
    ("value", "typing"),
    [
        ((TEXT, False, "c"), Typing.LEARNED),
        ((PASSWORD, True, "c"), Typing.SAFE),
        ((VISIBLE, False, "c"), Typing.SAFE),
        ((NUMBER, False, "c"), Typing.SAFE),
        ((NO_SUGGESTIONS, False, "c"), Typing.SAFE),
        ((EMAIL, False, "c"), Typing.SELDOM),
        ("c", Typing.UNTOLD),
        ((), Typing.UNTOLD),
    ],
)
def test_what_a_keyboard_may_learn_on_android(value, typing):
    assert android_typing(value) is typing


@pytest.mark.parametrize(
    ("value", "typing"),
    [
        ((True, 0, 0, 0, "c"), Typing.SAFE),
        ((False, 0, 0, 0, "c"), Typing.LEARNED),
        ((False, 1, 0, 0, "c"), Typing.LEARNED),
        ((False, 1, 1, 0, "c"), Typing.SAFE),
        ((False, 0, 0, 4, "c"), Typing.SAFE),
        ((False, 0, 0, 7, "c"), Typing.SELDOM),
        ((False,), Typing.UNTOLD),
        (None, Typing.UNTOLD),
    ],
)
def test_what_a_keyboard_may_learn_on_ios(value, typing):
    assert ios_typing(value) is typing


@pytest.mark.parametrize(
    ("value", "held", "subject", "expected"),
    [
        ((TEXT, False, "c"), ("phone",), OWN, [("Finding", "learned")]),
        ((TEXT, False, "c"), ("phone",), "tw.example.MyEdit", [("Finding", "learned")]),
        ((TEXT, False, "c"), ("phone",), "com.sdk.Edit", [("Question", "doubtful")]),
        ((EMAIL, False, "c"), ("email",), OWN, [("Question", "doubtful")]),
        ((TEXT, False, "c"), ("text",), OWN, []),
        ((PASSWORD, True, "c"), ("password",), OWN, []),
        ("c", ("password",), OWN, [("Question", "doubtful")]),
    ],
)
def test_a_field_is_a_finding_only_if_it_is_the_apps_own(value, held, subject, expected):
    seen = learned_fields([on(value, held, subject)], android_typing, {"tw.example"})
    assert told(seen) == expected


def legible(*fields, labels=(), masked=android_masked, password=android_password):
    return told(legible_secrets(fields, labels, masked, password))


def test_a_password_in_clear_is_a_finding_unless_its_field_masks_it_at_other_times():
    assert legible(on((TEXT, False, "c"))) == [("Finding", "field")]
    assert legible(on((PASSWORD, False, "c"))) == [("Question", "revealed")]
    assert legible(on((PASSWORD, True, "c"))) == []
    assert legible(on((TEXT, False, "c"), held=("otp", "card"))) == []
    clear, secure = on((False, 1, 1, 0, "c")), on((True, 1, 1, 0, "c"))
    assert legible(clear, masked=ios_masked, password=ios_masked) == [("Finding", "field")]
    both = legible(clear, secure, masked=ios_masked, password=ios_masked)
    assert both == [("Question", "revealed")]


def test_a_full_number_in_a_label_is_asked_about_and_a_name_is_not():
    labels = [on("c", held, "android.widget.TextView a") for held in (("card",), ("name",))]
    assert legible(labels=labels) == [("Question", "full")]


def test_a_window_is_asked_about_only_if_something_sensitive_was_on_it():
    bare, secure = (False, "c", 3, True), (True, "c", 3, True)
    assert told(unprotected_windows([on(bare)])) == [("Question", "unprotected")]
    assert told(unprotected_windows([on(bare, ()), on(secure), on((None, "c", 3, True))])) == []


HOOK = "android.webkit.WebView.loadUrl"


def pages(*urls, own=True, shown=()):
    calls = [
        Recorded(Call(HOOK, 1, 1, 1, Phase.USE, arguments=(url,), own=own), AT) for url in urls
    ]
    views = [on(url, (), subject) for url, subject in shown]
    found = pages_of(calls, views, {"tw.example"})
    declared = Declaration(
        DeclaredApp("tw.example"), domains=(DeclaredDomain(host="a.example.tw"),)
    )
    return told([*clear_pages(found), *undeclared_pages(found, declared, ("accounts.google.com",))])


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://a.example.tw/x", []),
        ("https://b.example/x", [("Finding", "undeclared")]),
        ("http://a.example.tw/", [("Finding", "clear")]),
        ("https://accounts.google.com/o", [("Question", "login")]),
        ("file:///android_asset/a.html", []),
        ("http://127.0.0.1:8080/", []),
        ("javascript:x.createElementNS('http://www.w3.org/2000/svg', 'g')", []),
        ("<a href='http://b.example/'>b</a>", []),
        (" HTTPS://b.example/x", [("Finding", "undeclared")]),
        (
            Thing("NSMutableURLRequest", "<NSMutableURLRequest: 0x1> { URL: https://b.example/ }"),
            [("Finding", "undeclared")],
        ),
        ("https://[::bad", []),
    ],
)
def test_a_page_is_judged_by_its_address(url, expected):
    assert pages(url) == expected


def test_a_page_of_a_librarys_view_is_asked_about():
    assert pages("http://b.example/", own=False) == [("Question", "of-library")]
    assert pages(shown=[("https://b.example/", "com.ads.Web")]) == [("Question", "of-library")]
    assert pages(shown=[("https://b.example/", "tw.example.Web")]) == [("Finding", "undeclared")]


def test_a_window_of_which_nothing_is_told_is_nothing():
    assert list(unprotected_windows([on(())])) == []


@pytest.mark.parametrize("view", ["android.webkit.WebView", "WKWebView main"])
def test_a_page_in_the_systems_view_is_the_apps_only_if_its_code_loaded_that_host(view):
    page = ("http://b.example/two", view)
    assert pages(shown=[page]) == [("Question", "of-library")]
    assert pages("http://b.example/one", own=None, shown=[page]) == [("Question", "of-library")]
    assert ("Finding", "clear") in pages("https://b.example/one", shown=[page])


def test_each_look_at_a_field_is_judged_by_what_it_held_then():
    plain, secret = on((TEXT, False, "c"), ("text",)), on((PASSWORD, True, "c"))
    assert told(learned_fields([plain, secret], android_typing, ())) == []
    safe, learned = on((PASSWORD, True, "c")), on((TEXT, False, "c"))
    assert told(learned_fields([safe, learned], android_typing, ())) == [("Question", "doubtful")]
    other = on((PASSWORD, True, "c"), ("otp",))
    assert told(learned_fields([other, learned], android_typing, ())) == [("Finding", "learned")]


def test_a_legible_password_stays_a_finding_if_another_field_of_that_name_masks_another_datum():
    bare, other = on((TEXT, False, "c")), on((PASSWORD, True, "c"), ("cvv",))
    assert legible(bare, other) == [("Finding", "field")]
    assert legible(on((TEXT, False, "c"), ("text",)), on((PASSWORD, True, "c"))) == []
