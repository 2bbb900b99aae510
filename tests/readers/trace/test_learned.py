"""What servers gave is told by coming back: which of it is looked for, and what it is taken for."""

import json
from dataclasses import replace

import pytest

from appsec.assess.words import fill_run, load
from appsec.engine.canaries.forms import What
from appsec.model.text import Lang
from appsec.model.trace import Mark, Phase
from tests.readers.trace.runs import PREFS, Run
from tests.readers.trace.test_leaks import asked, exchange, leaks

KEY = "Zk3p9Xq7Lm2Vb8Nc4Rt6"
LOGIN, USE = Phase.LOGIN, Phase.USE
MAIL = "canary+7f3a@parcel.example.tw"
CREDENTIALS = {"password": (What.PASSWORD, "Tr0ub4dor-7f3a"), "mail": (What.EMAIL, MAIL)}


def gave(answer, *, phase=LOGIN, at=22, **more):
    data = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
    return {"response": data, **more}, phase, at


def sent(*headers, phase=USE, at=32, body=b"", path="/me"):
    url = f"https://api.example.tw{path}"
    return {"request": body, "request_headers": headers, "url": url}, phase, at


def judged(folder, *exchanges, stored=KEY, canaries=CREDENTIALS):
    """What is found in a file, as (kind, doubtful), and what its silence lacks."""
    run = Run(folder, canaries, typed=False)
    run.went(Phase.FIRST_START, at=10).went(LOGIN, at=20)
    run.write(*(Mark("typed", 21, one) for one in canaries)).went(USE, at=30)
    made = (replace(exchange(run, **m), phase=phase, at=at) for m, phase, at in exchanges)
    run.lines("traffic.jsonl", *made)
    run.snapshot("1", USE, {PREFS: stored.encode()}, at=40).went(Phase.CLOSE, at=50)
    found, lacks = asked(leaks(run), "in_files", [USE])
    return {(one.what, one.doubtful) for one in found}, lacks


SURE, DOUBTFUL = {("token", False)}, {("token", True)}
UNKNOWN = ["no-token-known"]
BEARER = ("Authorization", f"Bearer {KEY}")


@pytest.mark.parametrize(
    ("answer", "request_", "found", "lacks"),
    [
        (gave({"k9": KEY}), sent(BEARER), SURE, []),
        (gave({"k9": KEY}), sent(("X-Auth-Token", KEY)), SURE, []),
        (gave({"k9": KEY}), sent(("Cookie", f"a=b; sid={KEY}")), SURE, []),
        (gave({"k9": KEY}), sent(("X-Parcel", KEY)), DOUBTFUL, []),
        (gave({"k9": KEY}), sent(("X-Parcel", f"v1;{KEY}")), DOUBTFUL, []),
        (gave(b"", response_headers=(("X-Parcel", KEY),)), sent(("X-Parcel", KEY)), DOUBTFUL, []),
        (gave(f"<a><k>{KEY}</k></a>".encode()), sent(("X-Parcel", KEY)), DOUBTFUL, []),
        (gave(b"\n\x14" + KEY.encode() + b"\x10\xff"), sent(("X-Parcel", KEY)), DOUBTFUL, []),
        (gave(b"\n0" + KEY.encode() + b"J\x02\xff"), sent(("X-Parcel", KEY)), DOUBTFUL, []),
        (gave({"k9": KEY}), sent(path=f"/me?k={KEY}"), DOUBTFUL, UNKNOWN),
        (gave({"k9": KEY}), sent(path=f"/me/{KEY}/list"), DOUBTFUL, UNKNOWN),
        (gave({"k9": KEY}), sent(body=json.dumps({"k": KEY}).encode()), DOUBTFUL, UNKNOWN),
        (gave({"k9": KEY}), sent(body=f"a=1&k={KEY}".encode()), DOUBTFUL, UNKNOWN),
        (gave({"token": KEY}), sent(body=f"a=1&k={KEY}".encode()), SURE, []),
        (gave({"token": KEY}), sent(), SURE, UNKNOWN),
        (gave({"k9": KEY}), sent(), set(), UNKNOWN),
        # What it went back as tells what it is for.
        (gave({"k9": KEY}), sent(("X-CSRF-Token", KEY)), DOUBTFUL, UNKNOWN),
        (gave({"token": KEY}), sent(("X-CSRF-Token", KEY)), DOUBTFUL, UNKNOWN),
        (gave({"push_token": KEY}), sent(body=f"token={KEY}".encode()), DOUBTFUL, UNKNOWN),
        (gave({"k9": KEY}), sent(("Cookie", f"BIGipServerpool={KEY}")), set(), UNKNOWN),
        (gave(b"", response_headers=(("ETag", KEY),)), sent(("If-None-Match", KEY)), set(), UNKNOWN),
        (gave(b"", response_headers=(("X-Request-Id", KEY),)), sent(("X-Request-Id", KEY)), set(),
         UNKNOWN),
        # By its own name it is a session's, whatever it went back as.
        (gave({"SessionToken": KEY}), sent(("X-Amz-Security-Token", KEY)), SURE, []),
        (gave({"k9": KEY}), sent(("x-amz-access-token", KEY)), SURE, []),
        (gave({"token": KEY}), sent(("X-Request-Id", KEY)), DOUBTFUL, UNKNOWN),
        (gave({"token": KEY}), sent(path=f"/list?pageToken={KEY}"), DOUBTFUL, UNKNOWN),
        # A name that may be anything's tells in a header or a cookie.
        (gave({"ticket": KEY}), sent(), DOUBTFUL, UNKNOWN),
        (gave({"ticket": KEY}), sent(body=f"ticket={KEY}".encode()), DOUBTFUL, UNKNOWN),
        (gave({"ticket": KEY}), sent(("Cookie", f"ticket={KEY}")), SURE, []),
        (gave({"k9": KEY}), sent(("X-Auth", KEY)), SURE, []),
        (gave({"credential": KEY}), sent(BEARER), SURE, []),
        # Before the login, and after the last request.
        (gave({"k9": KEY}, phase=USE, at=35), sent(("X-Parcel", KEY)), set(), UNKNOWN),
        (gave({"id": KEY}, phase=USE, at=31), sent(path=f"/items/{KEY}"), set(), UNKNOWN),
    ],
)  # fmt: skip
def test_what_came_back(tmp_path, answer, request_, found, lacks):
    assert judged(tmp_path / "r", answer, request_) == (found, lacks)


@pytest.mark.parametrize(
    ("name", "value", "phase", "found"),
    [
        ("ticket", "THSR-20261125-0063", USE, set()),
        ("ticket", "THSR-20261125-0063", LOGIN, DOUBTFUL),
        ("ticket", "ST-1856339-aA5Yuvrxzpv8Tau1cYQ7", USE, DOUBTFUL),
        ("identity", "individual_member", LOGIN, set()),
        ("auth", "biometric-strong", LOGIN, set()),
        ("loginId", "M20240001234", LOGIN, DOUBTFUL),
        ("loginId", "M20240001234", USE, set()),
        ("accessToken", "M20240001234", LOGIN, SURE),
    ],
)
def test_a_field_of_a_name_that_may_be_anythings(tmp_path, name, value, phase, found):
    given = gave({name: value}, phase=phase, at=31 if phase is USE else 22)
    assert judged(tmp_path / "r", given, stored=value) == (found, UNKNOWN)


@pytest.mark.parametrize("value", ["individual_member", "THSR-20261125-0063"])
def test_what_says_little_is_no_session_in_a_header(tmp_path, value):
    answer, header = gave({"k9": value}), sent(("X-Ticket", value))
    assert judged(tmp_path / "r", answer, header, stored=value)[0] <= DOUBTFUL


SHORT = ["token-too-short"]


@pytest.mark.parametrize(
    ("value", "found", "lacks"),
    [
        ("a1B2c3D4", SURE, []),
        ("1000000001", SURE, []),
        ("1763712000", set(), SHORT),  # a time is found everywhere
        ("a1B2c3", set(), SHORT),
        ("10021", set(), SHORT),
        ("qwertyui", set(), SHORT),
    ],
)
def test_a_short_token_is_looked_for_or_told(tmp_path, value, found, lacks):
    both = gave({"k9": value}), sent(("Authorization", f"Bearer {value}"))
    assert judged(tmp_path / "r", *both, stored=value) == (found, lacks)
    cookie = gave(b"", response_headers=(("Set-Cookie", f"sid={value}"),))
    assert judged(tmp_path / "s", cookie, sent(("Cookie", f"sid={value}")), stored=value) == (
        found,
        lacks,
    )


@pytest.mark.parametrize(
    ("answer", "found", "lacks"),
    [
        (gave({"accessToken": "a1B2c3D4"}), SURE, UNKNOWN),
        (gave({"accessToken": 1000000001}), SURE, UNKNOWN),
        (gave({"accessToken": "10021"}), set(), [*UNKNOWN, *SHORT]),
        (gave({"accessToken": "10021"}, phase=USE, at=31), set(), UNKNOWN),
        (gave({"accessToken": "granted"}), set(), UNKNOWN),
        (gave({"accessToken": "1"}), set(), UNKNOWN),
        (gave({"ticket": "10021"}), set(), UNKNOWN),
        (gave({"memberNo": "a1B2c3D4"}), set(), UNKNOWN),
        (gave(b"", response_headers=(("Set-Cookie", "v=a1B2c3D4"),)), set(), UNKNOWN),
    ],
)
def test_a_short_token_that_did_not_come_back(tmp_path, answer, found, lacks):
    stored = "<a>a1B2c3D4</a><b>1000000001</b>"
    assert judged(tmp_path / "r", answer, stored=stored) == (found, lacks)


def test_a_short_cookie_of_a_login_is_asked_about(tmp_path):
    given = gave(b"", response_headers=(("Set-Cookie", "v=a1B2c3D4"),))
    told = judged(tmp_path / "r", given, sent(("Cookie", "v=a1B2c3D4")), stored="a1B2c3D4")
    assert told == (DOUBTFUL, [])
    number = gave(b"", response_headers=(("Set-Cookie", "v=10021"),))
    assert judged(tmp_path / "s", number, sent(("Cookie", "v=10021"))) == (set(), UNKNOWN)


def test_nobodys_token_is_none(tmp_path):
    header = sent(("Authorization", "Bearer undefined"))
    assert judged(tmp_path / "r", header, header) == (set(), UNKNOWN)


def test_a_short_token_that_no_answer_gave_is_told(tmp_path):
    assert judged(tmp_path / "r", sent(("Authorization", "Bearer 10021"))) == (set(), SHORT)


def test_a_short_token_that_the_tester_gave_is_looked_for(tmp_path):
    given = {**CREDENTIALS, "session": (What.TOKEN, "a1B2c3")}
    header = sent(("Authorization", "Bearer a1B2c3"))
    assert judged(tmp_path / "r", header, canaries=given, stored="a1B2c3") == (SURE, [])


def test_a_token_before_a_long_list_is_known(tmp_path):
    answer = gave({"access_token": KEY, "towns": [f"town{n}" for n in range(100_000)]})
    assert judged(tmp_path / "r", answer) == (SURE, UNKNOWN)


def test_a_long_answer_that_was_cut_is_told(tmp_path):
    whole = json.dumps({"access_token": KEY, "towns": ["x" * (4 << 20)]}).encode()
    assert judged(tmp_path / "r", gave(whole)) == (SURE, UNKNOWN)
    assert judged(tmp_path / "s", gave(whole[:-5])) == (set(), [*UNKNOWN, "tokens-not-all-known"])


def test_what_goes_wherever_the_app_goes_is_none_of_what_is_asked_for(tmp_path):
    given = gave({"id": KEY}, phase=USE, at=31)
    every = [sent(path=f"/{one}?k={KEY}") for one in ("list", "me", "map")]
    assert judged(tmp_path / "r", given, *every)[0] == DOUBTFUL
    assert judged(tmp_path / "s", given, *every[:2])[0] == set()


def test_what_the_app_brings_all_along_is_no_token_of_the_login(tmp_path):
    early = sent(BEARER, phase=Phase.FIRST_START, at=11)
    assert judged(tmp_path / "r", early, sent(BEARER)) == (SURE, UNKNOWN)
    assert judged(tmp_path / "s", sent(BEARER)) == (SURE, [])
    # What was given before the login and is upgraded by it comes back after it.
    anonymous = gave({"token": KEY}, phase=Phase.FIRST_START, at=11)
    assert judged(tmp_path / "t", anonymous, sent(BEARER)) == (SURE, [])
    alone = sent(BEARER, phase=Phase.FIRST_START, at=12)
    assert judged(tmp_path / "u", anonymous, alone) == (SURE, UNKNOWN)


def test_what_the_tester_entered_is_no_token_for_coming_back(tmp_path):
    told = judged(tmp_path / "r", gave({"k9": MAIL}), sent(("X-Parcel", MAIL)), stored=MAIL)
    assert told == ({("email", False)}, UNKNOWN)


def test_a_token_that_the_tester_gave_is_known(tmp_path):
    given = {**CREDENTIALS, "session": (What.TOKEN, KEY)}
    assert judged(tmp_path / "r", canaries=given) == (SURE, [])


def test_a_secret_header_that_no_answer_gave_is_asked_about(tmp_path):
    header = ("X-Member-Token", KEY)
    assert judged(tmp_path / "r", sent(header), sent(header, at=33)) == (DOUBTFUL, [])


def test_how_many_values_are_kept_is_told_in_words():
    gap = load("gaps")["too-many-tokens"]
    assert "逾200000筆者" in fill_run(gap.text, {"most": "200000"})[Lang.ZH_TW]


def test_more_values_than_are_kept_are_told(tmp_path, monkeypatch):
    monkeypatch.setattr("appsec.readers.trace.carried.MAX_CARRIED", 1)
    headers = (("X-A", "0123456789ab"), ("X-B", "0123456789cd"))
    assert judged(tmp_path / "r", sent(BEARER, *headers))[1] == ["too-many-tokens"]
