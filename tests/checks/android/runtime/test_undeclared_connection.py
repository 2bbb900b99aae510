"""Connects to hosts that are not declared, as recorded runs show it."""

from appsec.model.outcome import Status
from appsec.model.run_files import Exchange
from appsec.model.trace import Phase
from tests.checks.runtime.recorded import lacked, outcomes, status, told
from tests.readers.trace.runs import BUILD, Run

CHECK = ("android", "undeclared-connection")


def test_a_weak_run_shows_it():
    assert told(*CHECK, "weak-consent") == [("Finding", "received")]


def test_a_run_that_was_watched_is_clean():
    assert status(*CHECK) is Status.CLEAN


def test_a_run_that_nobody_watched_says_nothing(tmp_path):
    assert lacked(*CHECK, tmp_path / "r") == ["not-kept"]


def seen_of(tmp_path, host, phases=(Phase.FIRST_START, Phase.LOGIN, Phase.USE), **more):
    """What is said of one connection, where only api.example.tw is declared; and what lacks."""
    run = Run(tmp_path / "r", platform="android").went(*phases)
    given = {"scheme": "https", "tls": "TLSv1.3", "method": "GET"} | more
    run.lines("traffic.jsonl", *(Exchange(3, one, host, 443, **given) for one in phases))
    run.done()
    found = outcomes("android", [run.folder], build=BUILD, hosts=("api.example.tw",))
    outcome = found["undeclared-connection"]
    return [one.values["host"] for one in outcome.seen], {gap.key for gap in outcome.gaps}


def test_the_first_start_must_have_been_recorded(tmp_path):
    assert seen_of(tmp_path / "a", "api.example.tw") == ([], set())
    _, lacks = seen_of(tmp_path / "b", "api.example.tw", (Phase.LOGIN, Phase.USE))
    assert lacks == {"phase-not-run"}


def test_every_name_of_a_connection_is_declared(tmp_path):
    behind = {"sni": "api.example.tw", "request_headers": (("Host", "hidden.example:443"),)}
    assert seen_of(tmp_path / "a", "api.example.tw", **behind)[0] == ["hidden.example"]
    assert seen_of(tmp_path / "b", "front.example", sni="api.example.tw")[0] == ["front.example"]
    assert seen_of(tmp_path / "c", "203.0.113.5", sni="api.example.tw")[0] == []
    assert seen_of(tmp_path / "d", "203.0.113.5")[0] == ["203.0.113.5"]
    assert seen_of(tmp_path / "e", "API.example.tw.")[0] == []
