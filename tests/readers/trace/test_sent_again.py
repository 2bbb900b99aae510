"""Old tokens after logout: only what came back proves that one was accepted."""

import json
from base64 import urlsafe_b64encode
from dataclasses import replace
from itertools import pairwise

import pytest

from appsec.engine.canaries.forms import What
from appsec.model.run_files import Exchange
from appsec.model.trace import Phase
from appsec.readers.trace.runs import read_runs
from appsec.readers.trace.traffic import read_traffic
from tests.readers.trace.runs import BUILD, PHONE, Run, digest

HOST, OLD, NEW = "a.example.tw", "0123456789abcdef0123", "fedcba98765432100123"
ME = b'{"name": "Wang", "phone": "0912345678"}'
PLAIN = b'{"parcels": ["T1", "T2"]}'
NOT_SENT = ["token-not-replayed"]
NOT_ALL = ["token-not-all-replayed"]
PASSWORD = "Tr0ub4dor-7f3a"


def sent(phase, at, path="/me", token="", *, given="", name="sid", body=b"", post=b"", **more):
    """A request and its answer; the bodies are written by `again`."""
    cookie = (("Cookie", f"{name}={token}"),) if token else ()
    headers = (*more.pop("headers", ()), *cookie)
    answer = (("Set-Cookie", f"{name}={given}"),) if given else ()
    told = {"method": "GET", "url": f"https://{HOST}{path}", "status": 200, "tls": "TLSv1.3"}
    one = Exchange(
        at, phase, HOST, 443, "https", own=True, request_headers=headers, response_headers=answer,
        request_body=digest(post) if post else "", response_body=digest(body) if body else "",
        **(told | more),
    )  # fmt: skip
    return one, (body, post)


LOGIN = sent(Phase.LOGIN, 11, "/login", given=OLD)
IN_USE = sent(Phase.USE, 21, token=OLD, body=ME)


def again(folder, *exchanges, is_own=lambda host: host == HOST, times=1):
    canaries = {"phone": (What.PHONE, PHONE), "password": (What.PASSWORD, PASSWORD)}
    run = Run(folder, canaries=canaries)
    (folder / "bodies").mkdir()
    for _, bodies in exchanges:
        for body in bodies:
            (folder / "bodies" / digest(body)).write_bytes(body)
    for number, phase in enumerate((Phase.LOGIN, Phase.USE, Phase.LOGOUT, Phase.CLOSE) * times, 1):
        run.went(phase, at=number * 10)
    run.lines("traffic.jsonl", *(one for one, _ in exchanges)).done()
    runs = read_runs([folder], BUILD).value
    traffic = read_traffic(runs).value
    found = [str(one.shows) for one in traffic.sent_again(is_own)]
    return found, [gap.key for gap in traffic.taken()]


def closed(path="/me", token=OLD, body=b"", **more):
    return sent(Phase.CLOSE, 45, path, token=token, body=body, **more)


@pytest.mark.parametrize(
    ("more", "told"),
    [
        (closed(body=ME), "accepted"),
        (closed("/other", body=ME), "unclear"),
        (closed(f"/me?sid={OLD}", "", ME), "accepted"),
        (closed(status=401), "refused"),
        (closed(status=403), "refused"),
        (closed(), "unclear"),
        (closed(status=204), "unclear"),
        (closed(status=304), "unclear"),
        (closed(body=PLAIN), "unclear"),
        (closed(f"/me?phone={PHONE}", body=ME), "unclear"),
    ],
)
def test_what_a_request_after_logout_with_an_old_token_shows(tmp_path, more, told):
    assert again(tmp_path / "r", LOGIN, IN_USE, more) == ([told], [])


@pytest.mark.parametrize(
    "body",
    [
        b'{"error": "session of 0912345678 expired"}',
        b'{"errors": [{"message": "UNAUTHENTICATED"}], "data": null}',
        b'{"errors": [{"message": "no"}], "data": {"me": {"phone": "0912345678"}}}',
        b'{"code": 401, "user": "0912345678"}',
        b'{"data": {"statusCode": "40101", "user": "0912345678"}}',
        b'{"success": false, "for": "0912345678"}',
        b'{"status": "TOKEN_EXPIRED", "for": "0912345678"}',
        b'[{"result": "fail", "for": "0912345678"}]',
        b'<input value="0912345678"><input type="password">',
        b'{"rtnCode": "0001", "rtnMsg": "no"}',
    ],
)
def test_a_refusal_in_a_good_answer_is_no_finding(tmp_path, body):
    assert again(tmp_path / "r", LOGIN, IN_USE, closed(body=body)) == (["unclear"], [])


@pytest.mark.parametrize(
    "name",
    [
        "XSRF-TOKEN", "csrf_token", "csrftoken", "_csrf", "__RequestVerificationToken",
        "device_token", "deviceToken", "pushToken", "fcm_token", "installation_id",
        "OptanonConsent", "euconsent-v2", "_ga", "AWSALB", "AWSALBCORS", "__cf_bm", "BIGipServer~p",
        "visid_incap_12", "ak_bmsc",
    ],
)  # fmt: skip
@pytest.mark.parametrize("body", [PLAIN, b""])
def test_what_no_session_rests_on_is_no_token(tmp_path, name, body):
    given = sent(Phase.LOGIN, 11, "/login", given=OLD, name=name)
    used = sent(Phase.USE, 21, token=OLD, name=name, body=ME)
    told = again(tmp_path / "r", given, used, closed(name=name, body=body))
    assert told == ([], NOT_SENT)
    # That it is refused shows nothing of the session, either.
    told = again(tmp_path / "no", given, used, closed(name=name, status=401))
    assert told == ([], NOT_SENT)


def test_a_device_that_is_given_data_of_the_account_is_asked_about(tmp_path):
    given = sent(Phase.LOGIN, 11, "/login", given=OLD, name="device_token")
    told = again(tmp_path / "r", given, closed(name="device_token", body=ME))
    # A bare cookie of analytics or a balancer is not even learned.
    assert told == (["unclear"], [])


@pytest.mark.parametrize(
    "name", ["sid", "JSESSIONID", "token", "accessToken", "session", "PHPSESSID"]
)
def test_a_token_that_a_session_may_rest_on_counts(tmp_path, name):
    given = sent(Phase.LOGIN, 11, "/login", given=OLD, name=name)
    used = sent(Phase.USE, 21, token=OLD, name=name, body=ME)
    told = again(tmp_path / "r", given, used, closed(name=name, body=ME))
    assert told == (["accepted"], [])


LIST = sent(Phase.USE, 22, "/parcels?page=1", token=OLD, body=PLAIN)
LIST_AGAIN = closed("/parcels?page=1", body=PLAIN)


@pytest.mark.parametrize(
    ("control", "told"),
    [
        (sent(Phase.CLOSE, 46, "/parcels?page=1", status=401), "accepted"),
        (sent(Phase.CLOSE, 46, "/parcels?page=1", token="x" * 20, status=403), "accepted"),
        (sent(Phase.CLOSE, 46, "/parcels?page=1", status=302), "accepted"),
        (sent(Phase.CLOSE, 46, "/parcels?page=1", body=b'{"code": 401}'), "accepted"),
        (sent(Phase.CLOSE, 46, "/parcels?page=2", status=401), "unclear"),
        (sent(Phase.CLOSE, 46, "/parcels?page=1", body=PLAIN), "unclear"),
        (sent(Phase.CLOSE, 46, "/parcels?page=1", status=500), "unclear"),
        (sent(Phase.CLOSE, 46, "/parcels?page=1", token=OLD, status=401), "unclear"),
    ],
    ids=["none", "bad", "away", "error", "other page", "same", "failure", "the same token"],
)
def test_the_answer_of_the_session_proves_it_beside_a_refusal_without_the_token(
    tmp_path, control, told
):
    found, _ = again(tmp_path / "r", LOGIN, IN_USE, LIST, LIST_AGAIN, control)
    assert found[0] == told


def test_a_control_must_bring_all_but_the_token(tmp_path):
    key = (("X-Api-Key", "0123456789ab-key"),)
    listed = sent(Phase.USE, 22, "/parcels", token=OLD, body=PLAIN, headers=key)
    replay = closed("/parcels", body=PLAIN, headers=key)
    bare = sent(Phase.CLOSE, 46, "/parcels", status=401)
    assert again(tmp_path / "r", LOGIN, listed, replay, bare)[0] == ["unclear"]
    keyed = sent(Phase.CLOSE, 46, "/parcels", status=401, headers=key)
    assert again(tmp_path / "s", LOGIN, listed, replay, keyed)[0] == ["accepted"]


@pytest.mark.parametrize(
    "more",
    [
        (),
        (closed(token=""),),
        (closed(token=NEW),),
        (sent(Phase.LOGOUT, 35, token=OLD),),
        (sent(Phase.CLOSE, 44, "/login", given=OLD), closed(body=ME)),
        (sent(Phase.CLOSE, 44, "/login", given=NEW), closed(token=f"{NEW}; old={OLD}")),
        (closed(headers=(("Authorization", "Bearer nobody-knows-it"),)),),
        (closed(headers=(("Cookie", "JSESSIONID=0123456789ABCDEF"),)),),
        (closed("/login", method="POST", post=b"p=Tr0ub4dor-7f3a"),),
    ],
    ids=["nothing", "no token", "a new one", "the logout itself", "given anew", "beside a new one",
         "beside another", "beside a new cookie", "with a password"],
)  # fmt: skip
def test_silence_takes_that_an_old_token_was_tried(tmp_path, more):
    assert again(tmp_path / "r", LOGIN, IN_USE, *more) == ([], NOT_SENT)


def test_a_datum_beside_a_newer_token_is_asked_about(tmp_path):
    anonymous = sent(Phase.CLOSE, 44, "/", given=NEW)
    both = closed(token=f"{NEW}; old={OLD}", body=ME)
    assert again(tmp_path / "r", LOGIN, IN_USE, anonymous, both) == (["unclear"], [])


def test_what_is_answered_without_a_token_shows_nothing(tmp_path):
    public = (sent(Phase.USE, 22, "/news", body=PLAIN), closed("/news", body=PLAIN))
    assert again(tmp_path / "r", LOGIN, IN_USE, *public) == ([], NOT_SENT)
    other = (sent(Phase.USE, 22, "/news", body=PLAIN), closed("/news", body=b"another"))
    assert again(tmp_path / "s", LOGIN, IN_USE, *other) == (["unclear"], [])


def test_a_request_with_a_header_that_nobody_knows_is_not_without_a_token(tmp_path):
    """The session may rest on it."""
    secret = (("X-Member", OLD),)
    mine = sent(Phase.USE, 22, "/list", body=PLAIN, headers=secret)
    replay = closed("/list", token="", body=PLAIN, headers=secret)
    assert again(tmp_path / "r", LOGIN, mine, replay) == (["unclear"], [])


OTHER = "id.example.com"


def of(host, exchange):
    """The same by another host."""
    one, bodies = exchange
    return replace(one, host=host, url=one.url.replace(HOST, host)), bodies


def test_another_hosts_token_is_asked_about_if_it_is_accepted(tmp_path):
    replayed = (LOGIN, IN_USE, closed(body=ME))
    told = (["elsewhere"], NOT_SENT)
    assert again(tmp_path / "r", *replayed, is_own=lambda _: False) == told
    for number, more in enumerate((closed(body=PLAIN), closed(status=401))):
        part = (LOGIN, IN_USE, more)
        assert again(tmp_path / str(number), *part, is_own=lambda _: False) == ([], NOT_SENT)


def test_a_providers_token_counts_where_the_apps_own_host_goes_by_it(tmp_path):
    cookie = (LOGIN, IN_USE, closed(status=401))
    identity = of(OTHER, sent(Phase.LOGIN, 12, "/token", body=f'{{"id_token": "{NEW}"}}'.encode()))
    used = sent(Phase.USE, 22, "/orders", headers=bearer(NEW), body=ME)
    accepted = sent(Phase.CLOSE, 46, "/orders", headers=bearer(NEW), body=ME)
    every = (*cookie, identity, used)
    assert again(tmp_path / "r", *every) == (["refused"], NOT_ALL)
    assert again(tmp_path / "s", *every, accepted) == (["refused", "accepted"], [])
    assert again(tmp_path / "t", identity, used, accepted) == (["accepted"], [])
    # What only the provider is sent is its own.
    alone = of(OTHER, used)
    assert again(tmp_path / "u", *cookie, identity, alone) == (["refused"], [])


@pytest.mark.parametrize("url", ["https://[x/", "https://[x/?a=b"])
def test_an_address_that_is_none_is_no_crash(tmp_path, url):
    odd = sent(Phase.USE, 22, url=url)
    assert again(tmp_path / "r", LOGIN, IN_USE, odd, closed(body=ME)) == (["accepted"], [])


@pytest.mark.parametrize("status", [302, 404, 429, 500, 503])
def test_only_an_answer_that_accepts_or_refuses_tells_of_a_token(tmp_path, status):
    assert again(tmp_path / "r", LOGIN, IN_USE, closed(status=status)) == ([], NOT_SENT)


@pytest.mark.parametrize(
    ("claims", "counts"),
    [
        ({"sub": "1"}, True),
        ({"exp": 4_000_000_000}, True),
        ({"exp": 1_700_000_000}, False),
        ({"exp": "soon"}, True),
        ({"exp": 1e300}, True),
    ],
)
def test_that_a_token_is_refused_that_ended_by_itself_shows_nothing(tmp_path, claims, counts):
    parts = ({"alg": "RS256"}, claims)
    texts = (urlsafe_b64encode(json.dumps(one).encode()).decode().rstrip("=") for one in parts)
    token = f"{'.'.join(texts)}.c2lnbmF0dXJl"
    given = sent(Phase.LOGIN, 11, "/login", given=token)
    used = sent(Phase.USE, 21, token=token, body=ME)
    told = again(tmp_path / "r", given, used, closed(token=token, status=401))
    assert told == ((["refused"], []) if counts else ([], NOT_ALL))


GUEST, REFRESH, NEXT = (
    "9f8e7d6c5b4a39281706f5e4",
    "aa11bb22cc33dd44ee55ff66",
    "ff66ee55dd44cc33bb22aa11",
)
KEY = (("X-Api-Key", "0123456789ab-key"),)
TOKENS = json.dumps({"refresh_token": REFRESH}).encode()
EXCHANGED = {"method": "POST", "post": f"refresh_token={REFRESH}".encode()}


def bearer(token):
    return (("Authorization", f"Bearer {token}"),)


@pytest.mark.parametrize(
    ("used", "replay"),
    [
        ((), closed("/never", status=401)),
        ((), closed(token="", headers=bearer(OLD), status=401)),
        ((sent(Phase.USE, 22, "/p", OLD, headers=KEY),), closed("/p", status=401)),
        (
            (sent(Phase.USE, 22, "/p", OLD, method="POST", post=b"{1}"),),
            closed("/p", method="POST", status=401),
        ),
        ((sent(Phase.USE, 22, "/p?a=1", OLD),), closed("/p?a=2", status=401)),
    ],
    ids=["never accepted", "elsewhere", "without its key", "without its body", "another page"],
)
def test_a_refusal_counts_only_of_what_was_answered(tmp_path, used, replay):
    assert again(tmp_path / "r", LOGIN, IN_USE, *used, replay) == ([], NOT_ALL)


def test_a_refusal_of_a_guests_token_shows_nothing_of_the_session(tmp_path):
    """Not even where the guest was answered before the login."""
    guest = sent(Phase.FIRST_START, 5, "/guest", body=f'{{"access_token": "{GUEST}"}}'.encode())
    asked = sent(Phase.FIRST_START, 6, headers=bearer(GUEST), body=PLAIN)
    replay = closed(token="", headers=bearer(GUEST), status=401)
    assert again(tmp_path / "r", guest, LOGIN, IN_USE, replay) == ([], NOT_ALL)
    assert again(tmp_path / "s", guest, asked, LOGIN, IN_USE, replay) == ([], NOT_ALL)


def test_all_that_the_login_gave_and_the_session_used_is_tried(tmp_path):
    login = sent(Phase.LOGIN, 11, "/login", given=OLD, body=TOKENS)
    exchanged = sent(Phase.USE, 22, "/refresh", **EXCHANGED)
    refused = closed("/refresh", "", status=401, **EXCHANGED)
    used = (login, IN_USE, exchanged)
    assert again(tmp_path / "r", *used, refused) == (["refused"], NOT_ALL)
    assert again(tmp_path / "s", *used, closed(status=401)) == (["refused"], NOT_ALL)
    both = (["refused", "refused"], [])
    assert again(tmp_path / "t", *used, refused, closed(status=401)) == both
    # What never was sent is nothing that the session rests on.
    assert again(tmp_path / "u", login, IN_USE, closed(status=401)) == (["refused"], [])


def test_what_was_exchanged_is_refused_for_that(tmp_path):
    """The one that it was exchanged for is tried in its place."""
    login = sent(Phase.LOGIN, 11, "/login", body=TOKENS)
    anew = f'{{"refresh_token": "{NEXT}"}}'.encode()
    used = (login, sent(Phase.USE, 22, "/refresh", body=anew, **EXCHANGED))
    old = closed("/refresh", "", status=401, **EXCHANGED)
    assert again(tmp_path / "r", *used, old) == ([], NOT_ALL)
    last = closed("/refresh", "", status=401, method="POST", post=f"refresh_token={NEXT}".encode())
    assert again(tmp_path / "s", *used, last) == (["refused"], [])


def test_what_is_given_again_to_who_brings_it_is_old(tmp_path):
    """A rolling session sets the same cookie in each answer."""
    assert again(tmp_path / "r", LOGIN, IN_USE, closed(body=ME, given=OLD)) == (["accepted"], [])
    login = closed("/login", given=OLD, method="POST", post=f"p={PASSWORD}".encode())
    after = sent(Phase.CLOSE, 46, token=OLD, body=ME)
    assert again(tmp_path / "s", LOGIN, IN_USE, login, after) == ([], NOT_SENT)


def test_a_name_that_says_nothing_may_only_remember_who_was_here(tmp_path):
    name = "parcel_account"
    login = sent(Phase.LOGIN, 11, "/login", given=OLD, name=name)
    replay = closed("/prefill", name=name, body=ME)
    assert again(tmp_path / "r", login, replay) == (["unclear"], [])
    refused = sent(Phase.CLOSE, 46, "/prefill", status=401)
    assert again(tmp_path / "s", login, replay, refused) == (["accepted"], [])


def test_a_session_that_rolls_many_times_is_known_by_its_last_token(tmp_path):
    values = [digest(str(number).encode())[:20] for number in range(600)]
    rolled = [
        sent(Phase.USE, 21, token=old, given=new, body=ME) for old, new in pairwise([OLD, *values])
    ]
    first = closed(status=401, token=values[-2])
    assert again(tmp_path / "r", LOGIN, *rolled, first) == ([], NOT_ALL)
    last = closed(status=401, token=values[-1])
    assert again(tmp_path / "s", LOGIN, *rolled, last) == (["refused"], [])


REFUSED = closed(status=401)


def test_what_the_session_refused_already_shows_nothing_of_the_logout(tmp_path):
    """Whatever the cause: one session per user, a signed time that is over."""
    again_in_use = sent(Phase.USE, 22, token=OLD, status=401)
    assert again(tmp_path / "r", LOGIN, IN_USE, again_in_use, REFUSED) == ([], NOT_ALL)
    as_page = sent(Phase.USE, 22, token=OLD, body=b'{"code": 401}')
    assert again(tmp_path / "s", LOGIN, IN_USE, as_page, REFUSED) == ([], NOT_ALL)
    # What lacked a key was refused for that, and what was answered later was not meant.
    lacking = sent(Phase.USE, 22, token=OLD, status=401)
    keyed = sent(Phase.USE, 21, token=OLD, body=ME, headers=KEY)
    replay = closed(status=401, headers=KEY)
    assert again(tmp_path / "t", LOGIN, keyed, lacking, replay) == (["refused"], [])
    after = sent(Phase.USE, 23, token=OLD, body=ME)
    assert again(tmp_path / "u", LOGIN, IN_USE, again_in_use, after, REFUSED) == (["refused"], [])


def test_only_the_last_token_that_was_given_is_refused_for_the_logout(tmp_path):
    login = sent(Phase.SESSION, 22, "/login", given=NEW, method="POST", post=PASSWORD.encode())
    first = sent(Phase.LOGIN, 11, "/login", given=OLD, method="POST", post=PASSWORD.encode())
    assert again(tmp_path / "r", first, IN_USE, login, REFUSED) == ([], NOT_ALL)
    used = sent(Phase.SESSION, 23, token=NEW, body=ME)
    last = closed(token=NEW, status=401)
    assert again(tmp_path / "s", first, IN_USE, login, used, last) == (["refused"], [])
    # That the first one is accepted is a finding, and says nothing of the last.
    both = (first, IN_USE, login, used, closed(body=ME))
    assert again(tmp_path / "t", *both) == (["accepted"], NOT_ALL)


def test_what_nobody_sends_is_not_waited_for(tmp_path):
    """A picture that was asked for without a cookie was given one."""
    picture = sent(Phase.USE, 22, "/a.png", given=NEW)
    assert again(tmp_path / "r", LOGIN, IN_USE, picture, REFUSED) == (["refused"], [])
    sent_back = sent(Phase.USE, 23, "/b.png", token=NEW)
    assert again(tmp_path / "s", LOGIN, IN_USE, picture, sent_back, REFUSED) == ([], NOT_ALL)


@pytest.mark.parametrize(
    ("cookie", "counts"),
    [
        ("Max-Age=15", False),
        ("Max-Age=3600; Expires=Sat, 21 Nov 2020 08:00:00 GMT", True),
        ("Expires=Sat, 21 Nov 2020 08:00:00 GMT", False),
        ("Expires=Sat, 21 Nov 2099 08:00:00 GMT", True),
        ("Expires=soon", True),
    ],
)
def test_that_a_cookie_is_refused_that_ended_shows_nothing(tmp_path, cookie, counts):
    login = sent(Phase.LOGIN, 1_000_000, "/login", given=f"{OLD}; {cookie}")
    assert ended(tmp_path / "r", login, counts)


@pytest.mark.parametrize(
    ("body", "counts"),
    [
        (f'{{"access_token": "{OLD}", "expires_in": 15}}', False),
        (f'{{"access_token": "{OLD}", "expires_in": 3600}}', True),
        (f'{{"access_token": "{OLD}", "expiresIn": "15"}}', False),
        (f'{{"access_token": "{OLD}", "expiresIn": 60000}}', True),
        (f'{{"access_token": "{OLD}", "expires_ms": 15000}}', False),
        (f'{{"access_token": "{OLD}", "expires_at": 1600000000}}', False),
        (f'{{"access_token": "{OLD}", "expires_at": 1600000000000}}', False),
        (f'{{"access_token": "{OLD}", "expiration": "2020-11-21T08:00:00Z"}}', False),
        (f'{{"access_token": "{OLD}", "refresh_expires_in": 15}}', True),
        (f'{{"refresh_token": "{OLD}", "refresh_expires_in": 15}}', False),
        (f'{{"refresh_token": "{OLD}", "expires_in": 15}}', True),
        (f'{{"access_token": "{OLD}", "coupon_expires": 15}}', True),
        (f'{{"d": "{{\\"token\\":\\"{OLD}\\",\\"expires_in\\":15}}", "token": "{OLD}"}}', False),
    ],
)  # fmt: skip
def test_that_a_token_is_refused_that_had_a_lifetime_shows_nothing(tmp_path, body, counts):
    assert ended(tmp_path / "r", sent(Phase.LOGIN, 1, "/login", body=body.encode()), counts)


def ended(folder, login, counts):
    """Whether the refusal, half a minute later, counts or not as it should."""
    used = sent(Phase.USE, 2_000_000, token=OLD, body=ME)
    refused = sent(Phase.CLOSE, 31_000_000, token=OLD, status=401)
    run = Run(folder)
    (folder / "bodies").mkdir()
    for _, bodies in (login, used, refused):
        for body in bodies:
            (folder / "bodies" / digest(body)).write_bytes(body)
    for at, phase in enumerate((Phase.LOGIN, Phase.USE, Phase.LOGOUT, Phase.CLOSE)):
        run.went(phase, at=at * 10_000_000)
    run.lines("traffic.jsonl", login[0], used[0], refused[0]).done()
    traffic = read_traffic(read_runs([folder], BUILD).value).value
    found = [str(one.shows) for one in traffic.sent_again(lambda host: host == HOST)]
    lacks = [gap.key for gap in traffic.taken()]
    return (found, lacks) == ((["refused"], []) if counts else ([], NOT_ALL))


def test_each_logout_is_looked_at(tmp_path):
    kept = closed(body=ME)
    login = sent(Phase.LOGIN, 51, "/login", given=NEW)
    used = sent(Phase.USE, 61, token=NEW, body=ME)
    gone = sent(Phase.CLOSE, 85, token=NEW, status=401)
    every = (LOGIN, IN_USE, kept, login, used, gone)
    assert again(tmp_path / "r", *every, times=2) == (["accepted", "refused"], [])
    # What was refused after the first one was tried, too.
    tried = (LOGIN, IN_USE, REFUSED, login, used)
    assert again(tmp_path / "s", *tried, times=2) == (["refused"], [])
    many = again(tmp_path / "t", *tried, times=21)
    assert many == ([], ["logouts-not-all-judged", *NOT_SENT])


REVIEWS = json.dumps({"reviews": [{"by": PHONE}]}).encode()


def test_a_page_for_all_that_shows_what_the_tester_wrote_is_no_finding(tmp_path):
    """The identifier stays after the logout, as nobody's."""
    page = closed("/reviews", body=REVIEWS)
    assert again(tmp_path / "r", LOGIN, IN_USE, REFUSED, page) == (["refused", "unclear"], [])
    # Nor if it was looked at in the session: the token is known to be refused where it counts.
    seen = sent(Phase.USE, 22, "/reviews", token=OLD, body=REVIEWS)
    told = again(tmp_path / "s", LOGIN, IN_USE, seen, REFUSED, page)
    assert told == (["refused", "unclear"], [])
    # What others are refused is the tester's own.
    others = sent(Phase.CLOSE, 46, "/reviews", status=401)
    told = again(tmp_path / "t", LOGIN, IN_USE, seen, REFUSED, page, others)
    assert told == (["refused", "accepted"], [])


@pytest.mark.parametrize("empty", [True, False])
def test_phases_that_were_gone_through_without_traffic_lack_that_and_no_phase(tmp_path, empty):
    """The same run is told to have recorded them whole."""
    run = Run(tmp_path / "r")
    for number, phase in enumerate((Phase.LOGIN, Phase.USE, Phase.SESSION, Phase.LOGOUT), 1):
        run.went(phase, at=number * 10)
    if empty:
        run.lines("traffic.jsonl")
    run.done()
    traffic = read_traffic(read_runs([run.folder], BUILD).value).value
    lacks = []
    for asked in (traffic.sent_again, traffic.sessions):
        assert list(asked(lambda host: host == HOST)) == []
        lacks.append([(gap.key, gap.values) for gap in traffic.taken()])
    not_kept = ("not-kept", {"what": "traffic"})
    few = ("too-few-logins", {"count": "0", "least": "5"})
    assert lacks == [[not_kept, ("token-not-replayed", {})], [not_kept, few]]
