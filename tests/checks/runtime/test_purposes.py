"""Stored data that went to others count by what the declaration says of them."""

import pytest

from appsec.engine.canaries.forms import What
from appsec.model.declaration_form import Declaration, DeclaredApp
from appsec.model.declaration_rows import DeclaredDomain, SensitiveDatum
from appsec.model.run_files import Exchange
from appsec.model.trace import Phase
from tests.checks.runtime.recorded import outcomes
from tests.readers.trace.runs import BUILD, PREFS, Run

EMAIL, AAID = "canary.k7@example.com", "38400000-8cf0-11bd-b23e-10b96e40000d"
OWN = DeclaredDomain("api.example.tw", "own", sensitive="yes")


def sent(folder, *rows, data=(), what=What.EMAIL, host="t.sdk.example", own=True, stored=True):
    value = EMAIL if what is What.EMAIL else AAID
    run = Run(folder, canaries={"c": (what, value)}, platform="android").went(Phase.USE)
    run.snapshot("use", Phase.USE, {PREFS: value.encode() if stored else b"-"})
    one = Exchange(3, Phase.USE, host, 443, scheme="https", tls="TLSv1.3", method="GET",
                   url=f"https://{host}/?v={value}", status=200, own=own)  # fmt: skip
    run.lines("traffic.jsonl", one).done()
    declared = Declaration(DeclaredApp("tw.example"), domains=(OWN, *rows), sensitive_data=data)
    found = outcomes("android", [folder], build=BUILD, declaration=declared)
    return [(type(s).__name__, s.key) for s in found["stored-datum-sent-on"].seen]


def sdk(sensitive):
    return DeclaredDomain("*.sdk.example", "third_party", sensitive=sensitive)


def to(hosts):
    return (SensitiveDatum("信箱", sent_to=hosts),)


FINDING, UNNAMED = [("Finding", "undeclared")], [("Question", "unnamed")]


@pytest.mark.parametrize(
    ("rows", "given", "expected"),
    [
        ((), {}, FINDING),
        ((), {"stored": False}, []),
        ((), {"own": False}, []),
        ((), {"host": "api.example.tw"}, []),
        ((), {"host": "www.example.tw"}, []),
        ((sdk("no"),), {}, [("Finding", "denied")]),
        ((sdk("否"),), {}, [("Finding", "denied")]),
        ((sdk("yes"),), {}, UNNAMED),
        ((sdk(""),), {}, UNNAMED),
        ((sdk("yes"),), {"data": to("api.example.tw")}, UNNAMED),
        ((sdk("yes"),), {"data": to("api.example.tw、*.sdk.example")}, []),
        ((sdk("yes"),), {"data": to("t.sdk.example")}, []),
        ((sdk("no"), sdk("yes")), {"data": to("t.sdk.example")}, []),
        ((), {"what": What.IDENTIFIER}, FINDING),
        ((), {"what": What.IDENTIFIER, "own": None}, [("Question", "whose")]),
        ((sdk("no"),), {"what": What.IDENTIFIER, "own": None}, [("Question", "whose")]),
        ((sdk("yes"),), {"what": What.IDENTIFIER}, []),
        ((sdk(""),), {"what": What.IDENTIFIER}, UNNAMED),
    ],
)
def test_what_is_told_of_a_datum_that_went_on(tmp_path, rows, given, expected):
    assert sent(tmp_path / "r", *rows, **given) == expected
