"""Deleting a file tells which item judges what is in it (G5); whose host gave a token, whether it
is one of the app's sessions."""

import pytest

from appsec.engine.hosts import registered_name
from appsec.model.noted import DELETED, NEEDED, UNNEEDED
from appsec.model.run_files import Exchange, Root
from appsec.model.trace import Life, LifeEvent, Mark, Phase
from tests.checks.runtime.recorded import outcomes, seen
from tests.readers.trace.runs import BUILD, PHONE, PREFS, Run

CACHE = ("/data/user/0/tw.example/cache/a", Root.CACHE)
STARTS = Life(LifeEvent.SPAWNED, 4, 9)
ITEM_18 = {"canary-left-in-cache", "canary-left-after-logout"}


def left(folder, place, *marks):
    """What is told of a datum that is in one file from use to close, after some marks."""
    run = Run(folder).went(Phase.LOGIN, Phase.USE, at=3)
    data = PHONE.encode()
    run.snapshot("use", Phase.USE, {place: data}, at=3)
    for phase in (Phase.LOGOUT, Phase.CLOSE):
        run.went(phase, at=4)
        run.snapshot(str(phase), phase, {place: data})
    run.write(*marks, Mark("note", 9)).done()
    found = seen("android", [folder], build=BUILD)
    wanted = ITEM_18 | {"canary-in-files", "canary-in-cache"}
    return {(name, kind, key) for name, kind, key in found if name in wanted}


def all_of(names, kind, key):
    return {(name, kind, key) for name in names}


def tried(result, place=PREFS, starts=(STARTS,)):
    return (Mark(DELETED, 4, place[0]), *starts, Mark(result, 5, place[0]))


def test_what_nobody_tried_is_a_setting_and_asked_about(tmp_path):
    assert left(tmp_path / "r", PREFS) == {
        ("canary-in-files", "Finding", "found"), *all_of(ITEM_18, "Question", "untested"),
    }  # fmt: skip


def test_a_file_that_the_app_does_without_is_redundant(tmp_path):
    assert left(tmp_path / "r", PREFS, *tried(UNNEEDED)) == {
        ("canary-in-files", "Question", "redundant"),
        *all_of({*ITEM_18, "canary-in-cache"}, "Finding", "found"),
    }


@pytest.mark.parametrize(
    "starts", [(), (Mark("note", 4, "app started"),), (Mark("before", 4),), (Mark("uninstall", 4),)]
)
def test_a_file_was_not_done_without_unless_the_app_was_started_again(tmp_path, starts):
    found = left(tmp_path / "r", PREFS, *tried(UNNEEDED, starts=starts))
    assert ("canary-in-files", "Finding", "found") in found


def test_a_cache_that_the_app_needs_is_a_setting(tmp_path):
    assert left(tmp_path / "r", CACHE, *tried(NEEDED, CACHE)) == {
        ("canary-in-files", "Finding", "found")
    }


def test_what_is_said_of_one_file_is_said_of_no_other(tmp_path):
    assert left(tmp_path / "r", CACHE, *tried(NEEDED)) == all_of(
        {*ITEM_18, "canary-in-cache"}, "Finding", "found"
    )


TOKEN = "0123456789abcdef0123"


def with_token(folder, host, **given):
    """What is told of a file that holds the cookie of a host."""
    run = Run(folder).went(Phase.LOGIN, Phase.USE)
    cookie = (("Set-Cookie", f"sid={TOKEN}"),)
    run.lines("traffic.jsonl", Exchange(3, Phase.LOGIN, host, 443, "https", tls="TLSv1.3",
              method="POST", own=True, response_headers=cookie))  # fmt: skip
    run.snapshot("use", Phase.USE, {PREFS: TOKEN.encode()})
    run.done()
    outcome = outcomes("android", [folder], build=BUILD, **given)["canary-in-files"]
    return [(type(one).__name__, one.key) for one in outcome.seen]


@pytest.mark.parametrize(
    ("host", "told"),
    [
        ("api.example.tw", ("Finding", "found")),
        ("login.example.tw", ("Finding", "found")),
        ("t.tracker.example", ("Question", "foreign-token")),
        ("api.example.tw.evil.example", ("Question", "foreign-token")),
    ],
)
def test_only_what_an_own_host_gave_is_a_token_of_a_session(tmp_path, host, told):
    assert with_token(tmp_path / "r", host, hosts=("api.example.tw",)) == [told]


@pytest.mark.parametrize(
    ("host", "name"),
    [
        ("a.b.example.tw", "example.tw"),
        ("a.example.com.tw", "example.com.tw"),
        ("*.Example.tw.", "example.tw"),
        ("one.web.app", "one.web.app"),
        ("x.one.web.app", "one.web.app"),
        ("192.0.2.1", "192.0.2.1"),
        ("", ""),
    ],
)
def test_the_part_of_a_host_that_its_owner_registered(host, name):
    assert registered_name(host) == name


def test_a_session_of_anothers_host_is_asked_about_only():
    from tests.checks.runtime.recorded import sample

    found = seen("android", [sample("android", "weak-session")], hosts=("other.example",))
    assert ("foreseeable-session", "Question", "elsewhere") in found


@pytest.mark.parametrize("how", ["not deleted", "not started"])
def test_a_file_is_no_setting_before_the_app_was_started_without_it(tmp_path, how):
    marks = tried(NEEDED, CACHE, starts=()) if how == "not started" else tried(NEEDED, CACHE)[-1:]
    assert left(tmp_path / "r", CACHE, *marks) == left(tmp_path / "s", CACHE)
