"""Old tokens after logout, and keys of the app's own code in files."""

import pytest

from appsec.engine.canaries.forms import What, forms
from appsec.model.run_files import Exchange, Root
from appsec.model.trace import Bytes, Call, Hook, HookState, Phase
from appsec.readers.trace.leaks import read_leaks
from appsec.readers.trace.own_keys import own_keys
from appsec.readers.trace.runs import read_runs
from appsec.readers.trace.traffic import read_traffic
from tests.readers.trace.runs import BUILD, PREFS, Run

HOST, OLD, NEW = "a.example.tw", "0123456789abcdef0123", "fedcba98765432100123"


def sent(phase, at, path="/me", token="", given="", **more):
    headers = (("Cookie", f"sid={token}"),) if token else ()
    answer = (("Set-Cookie", f"sid={given}"),) if given else ()
    told = {"method": "GET", "url": f"https://{HOST}{path}", "status": 200, "tls": "TLSv1.3"}
    return Exchange(
        at, phase, HOST, 443, "https", own=True, request_headers=headers, response_headers=answer,
        **(told | more),
    )  # fmt: skip


LOGIN = sent(Phase.LOGIN, 11, "/login", given=OLD)
IN_USE = sent(Phase.USE, 21, token=OLD)


def again(folder, *exchanges, is_own=lambda host: host == HOST):
    run = Run(folder)
    for number, phase in enumerate((Phase.LOGIN, Phase.USE, Phase.LOGOUT, Phase.CLOSE), 1):
        run.went(phase, at=number * 10)
    run.lines("traffic.jsonl", *exchanges).done()
    runs = read_runs([folder], BUILD).value
    traffic = read_traffic(runs).value
    found = [(one.asked, one.public) for one in traffic.sent_again(is_own)]
    return found, [gap.key for gap in traffic.taken()]


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ((sent(Phase.CLOSE, 45, token=OLD),), [(True, False)]),
        ((sent(Phase.CLOSE, 45, token=OLD, status=401),), [(True, False)]),
        ((sent(Phase.CLOSE, 45, "/other", token=OLD),), [(False, False)]),
        ((sent(Phase.CLOSE, 45, f"/me?sid={OLD}"),), [(True, False)]),
    ],
)
def test_a_request_after_logout_with_what_was_given_before_is_told(tmp_path, more, told):
    assert again(tmp_path / "r", LOGIN, IN_USE, *more) == (told, [])


@pytest.mark.parametrize(
    "more",
    [
        (),
        (sent(Phase.CLOSE, 45),),
        (sent(Phase.CLOSE, 45, token=NEW),),
        (sent(Phase.LOGOUT, 35, token=OLD),),
        (sent(Phase.CLOSE, 44, "/login", given=OLD), sent(Phase.CLOSE, 45, token=OLD)),
    ],
    ids=["nothing", "no token", "a new one", "the logout itself", "given anew"],
)
def test_silence_takes_that_an_old_token_was_tried(tmp_path, more):
    assert again(tmp_path / "r", LOGIN, IN_USE, *more) == ([], ["token-not-replayed"])


def test_what_is_answered_without_a_token_shows_nothing(tmp_path):
    public = (sent(Phase.USE, 22), sent(Phase.CLOSE, 45, token=OLD))
    told = again(tmp_path / "r", LOGIN, IN_USE, *public)
    assert told == ([(True, True)], ["token-not-replayed"])


def test_another_hosts_token_is_none_of_the_apps(tmp_path):
    replayed = (LOGIN, IN_USE, sent(Phase.CLOSE, 45, token=OLD))
    told = again(tmp_path / "r", *replayed, is_own=lambda _: False)
    assert told == ([], ["token-not-replayed"])


SPEC = "javax.crypto.spec.SecretKeySpec.<init>"
KEY = bytes(range(7, 23))


def made(key, own=True, length=None):
    given = Bytes(key.hex(), len(key) if length is None else length)
    return Call(SPEC, 3, 1, 1, Phase.USE, arguments=(given, "AES"), own=own)


def with_keys(folder, *calls, data=b"nothing"):
    run = Run(folder).write(Hook(SPEC, "crypto", HookState.INSTALLED, 1)).went(Phase.USE)
    run.write(*calls).snapshot("use", Phase.USE, {PREFS: data})
    return run.done()[1]


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        (made(KEY), [KEY.hex()]),
        (made(KEY, own=False), []),
        (made(KEY, length=600), []),
        (made(bytes(32)), []),
        (made(KEY[:8]), []),
    ],
    ids=["own", "a library's", "cut short", "zeros", "short"],
)
def test_a_key_is_one_that_own_code_made_and_that_chance_does_not(tmp_path, call, expected):
    assert list(own_keys(with_keys(tmp_path / "r", call))) == expected


@pytest.mark.parametrize("form", [one.pattern for one in forms(What.KEY, KEY.hex())])
def test_a_key_in_a_file_is_told_only_to_who_asks_for_keys(tmp_path, form):
    with_keys(tmp_path / "r", made(KEY), data=b"<k>" + form + b"</k>")
    leaks = read_leaks(read_runs([tmp_path / "r"], BUILD).value).value
    asked = ((Phase.USE,), (Root.PREFERENCES,))
    assert list(leaks.in_files(*asked)) == []
    assert {one.what for one in leaks.in_files(*asked, keys=True)} == {"key"}


@pytest.mark.parametrize("url", ["https://[x/", "https://[x/?a=b"])
def test_an_address_that_is_none_is_no_crash(tmp_path, url):
    odd = sent(Phase.USE, 22, url=url)
    replayed = sent(Phase.CLOSE, 45, token=OLD)
    assert again(tmp_path / "r", LOGIN, IN_USE, odd, replayed) == ([(True, False)], [])


@pytest.mark.parametrize("status", [200, 204, 304, 401, 403, 302, 404, 429, 500, 503])
def test_only_an_answer_that_accepts_or_refuses_tells_of_a_token(tmp_path, status):
    replayed = sent(Phase.CLOSE, 45, token=OLD, status=status)
    lacks = again(tmp_path / "r", LOGIN, IN_USE, replayed)[1]
    assert lacks == ([] if status in (200, 204, 304, 401, 403) else ["token-not-replayed"])
