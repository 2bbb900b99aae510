"""What the system and other apps send, too, is not told as the app's own doing."""

import pytest

from appsec.engine.canaries.forms import What
from appsec.model.declaration_form import Declaration, DeclaredApp
from appsec.model.declaration_rows import DeclaredDomain
from appsec.model.run_files import Exchange
from appsec.model.trace import Phase
from tests.checks.runtime.recorded import outcomes
from tests.readers.trace.runs import BUILD, Run

NAMES = ("undeclared-connection", "sent-before-consent", "canary-sent-in-clear")
VALUES = {
    What.IDENTIFIER: "38400000-8cf0-11bd-b23e-10b96e40000d",
    What.LOCATION: "25.0339639",
    What.EMAIL: "canary.k7@example.com",
}


def sent(platform, folder, what, own, host="sdk.example"):
    """What each check says of a datum that went to a host, where only api.example.tw is known."""
    value = VALUES[what]
    run = Run(folder, canaries={"c": (what, value)}, platform=platform).went(Phase.FIRST_START)
    url = f"http://{host}/?v={value}"
    one = Exchange(
        3, Phase.FIRST_START, host, 80, scheme="http", method="GET", url=url, status=200, own=own
    )
    run.lines("traffic.jsonl", one)
    run.done()
    found = outcomes(platform, [folder], build=BUILD, hosts=("api.example.tw",))
    return {(type(seen).__name__, seen.key) for name in NAMES for seen in found[name].seen}


FOUND = {("Finding", "found"), ("Finding", "received")}


@pytest.mark.parametrize("platform", ["android", "ios"])
@pytest.mark.parametrize("what", [What.IDENTIFIER, What.LOCATION])
def test_a_datum_of_the_device_that_anybody_may_have_sent_is_asked_about(platform, what, tmp_path):
    assert sent(platform, tmp_path / "r", what, own=None) == {("Question", "whose")}


@pytest.mark.parametrize("platform", ["android", "ios"])
def test_it_is_a_finding_if_the_app_sent_it_or_only_the_app_has_it(platform, tmp_path):
    assert sent(platform, tmp_path / "a", What.IDENTIFIER, own=True) == FOUND
    assert sent(platform, tmp_path / "b", What.EMAIL, own=None) == FOUND
    declared = sent(platform, tmp_path / "c", What.IDENTIFIER, own=None, host="api.example.tw")
    assert declared == {("Finding", "found")}


def refused(platform, folder, what, own, host="sdk.example", *, declared=None):
    """What is said of a datum that went to a host after the user refused."""
    rows = (
        DeclaredDomain("api.example.tw", "own"),
        *([DeclaredDomain(*declared)] if declared else []),
    )
    declaration = Declaration(DeclaredApp("tw.example"), domains=rows)
    value = VALUES[what]
    run = Run(folder, canaries={"c": (what, value)}, platform=platform).went(Phase.CONSENT_REFUSE)
    one = Exchange(
        3, Phase.CONSENT_REFUSE, host, 443, scheme="https", tls="TLSv1.3", method="GET",
        url=f"https://{host}/?v={value}", status=200, own=own,
    )  # fmt: skip
    run.lines("traffic.jsonl", one).done()
    found = outcomes(platform, [folder], build=BUILD, declaration=declaration)
    return [(type(seen).__name__, seen.key) for seen in found["sent-after-refusal"].seen]


@pytest.mark.parametrize("platform", ["android", "ios"])
@pytest.mark.parametrize(
    ("sending", "expected"),
    [
        ((What.IDENTIFIER, None, "sdk.example"), ("Question", "whose")),
        ((What.LOCATION, None, "sdk.example"), ("Question", "whose")),
        ((What.IDENTIFIER, True, "sdk.example"), ("Finding", "found")),
        ((What.IDENTIFIER, None, "api.example.tw"), ("Finding", "found")),
        ((What.EMAIL, None, "sdk.example"), ("Finding", "found")),
    ],
)
def test_who_sent_it_is_asked_after_a_refusal_too(tmp_path, platform, sending, expected):
    assert refused(platform, tmp_path / "r", *sending) == [expected]


PLATFORM = "www.googleapis.com"


@pytest.mark.parametrize("platform", ["android", "ios"])
@pytest.mark.parametrize(
    ("host", "row", "expected"),
    [
        (PLATFORM, ("*.googleapis.com", "third_party"), ("Question", "whose")),
        (PLATFORM, (PLATFORM, "public_safe"), ("Question", "whose")),
        (PLATFORM, ("*.googleapis.com", "own"), ("Question", "whose")),
        ("stats.sdk.example", ("*.sdk.example", "third_party"), ("Question", "whose")),
        ("stats.sdk.example", ("*.sdk.example", ""), ("Question", "whose")),
        ("id.customer.example", ("*.customer.example", "customer"), ("Finding", "found")),
        ("shop.web.app", ("shop.web.app", "own"), ("Finding", "found")),
    ],
)
def test_a_host_that_others_use_does_not_tell_who_sent_it(tmp_path, platform, host, row, expected):
    """Play services and other apps send the advertising id to what an app declares, too."""
    told = refused(platform, tmp_path / "r", What.IDENTIFIER, None, host, declared=row)
    assert told == [expected]


@pytest.mark.parametrize("platform", ["android", "ios"])
@pytest.mark.parametrize("what", list(VALUES))
def test_what_another_app_sends_is_not_told(tmp_path, platform, what):
    """A keyboard or a browser may have it from the tester."""
    assert sent(platform, tmp_path / "r", what, own=False) == set()
    assert refused(platform, tmp_path / "s", what, own=False) == []


@pytest.mark.parametrize("platform", ["android", "ios"])
@pytest.mark.parametrize(
    ("taken", "expected"),
    [
        ((True, "sdk.example", "GET"), ("Finding", "accepted")),
        ((None, "api.example.tw", "GET"), ("Finding", "accepted")),
        ((None, "sdk.example", "GET"), ("Question", "whose")),
        ((None, "sdk.example", ""), ("Question", "whose")),
        ((True, "sdk.example", ""), ("Question", "handshake")),
    ],
)
def test_a_bad_certificate_that_anybody_may_have_taken_is_asked_about(
    tmp_path, platform, taken, expected
):
    own, host, method = taken
    run = Run(tmp_path / "r", platform=platform).went(Phase.TLS)
    one = Exchange(
        3, Phase.TLS, host, 443, scheme="https", tls="TLSv1.3", certificate="self-signed",
        accepted=True, method=method, url=f"https://{host}/", own=own,
    )  # fmt: skip
    run.lines("traffic.jsonl", one).done()
    found = outcomes(platform, [tmp_path / "r"], build=BUILD, hosts=("api.example.tw",))
    told = [(type(seen).__name__, seen.key) for seen in found["accepted-certificate"].seen]
    assert told == [expected]
