"""What a session rests on, login after login: nothing else is compared, or counted as logins."""

import pytest

from appsec.model.outcome import Status
from appsec.model.run_files import Exchange
from appsec.model.trace import Phase
from tests.checks.runtime.recorded import outcomes
from tests.readers.trace.runs import BUILD, Run, digest

HOST = "a.example.tw"
GOOD = [digest(str(number).encode())[:40] for number in range(6)]
SAME = [GOOD[5]] * 5


def given(*cookies, brought=""):
    """A login, or another request, whose answer gives these cookies."""
    return Exchange(
        11, Phase.SESSION, HOST, 443, "https", tls="TLSv1.3", method="POST",
        url=f"https://{HOST}/login", status=200, own=True,
        request_headers=(("Cookie", brought),) if brought else (),
        response_headers=tuple(("Set-Cookie", f"{name}={value}") for name, value in cookies),
    )  # fmt: skip


def back(*given):
    """What was given comes back with later requests."""
    every = [v.partition(";")[0] for one in given for _, v in one.response_headers]
    one = Exchange(
        12, Phase.SESSION, HOST, 443, "https", tls="TLSv1.3", method="GET", url=f"https://{HOST}/me",
        status=200, own=True, request_headers=(("Cookie", "; ".join(dict.fromkeys(every))),),
    )  # fmt: skip
    return (*given, one)


def judged(folder, *exchanges, hosts=(HOST,), platform="android", returned=True):
    run = Run(folder, platform=platform).went(Phase.SESSION, at=10)
    run.lines("traffic.jsonl", *(back(*exchanges) if returned else exchanges)).done()
    found = outcomes(platform, [folder], build=BUILD, hosts=hosts)["foreseeable-session"]
    return [(type(one).__name__, one.key) for one in found.seen], [g.key for g in found.gaps]


def logins(name, values):
    return [given((name, value)) for value in values]


@pytest.mark.parametrize("platform", ["android", "ios"])
def test_the_same_at_each_login_is_asked_about_if_nothing_is_refused_without_it(tmp_path, platform):
    """tests/checks/runtime/test_tokens.py has the finding."""
    told = judged(tmp_path / "r", *logins("sid", SAME), platform=platform)
    assert told == ([("Question", "perhaps")], [])


@pytest.mark.parametrize("platform", ["android", "ios"])
def test_what_never_comes_back_is_no_login(tmp_path, platform):
    told = judged(tmp_path / "r", *logins("sid", GOOD[:5]), platform=platform, returned=False)
    assert told == ([], ["too-few-logins"])


@pytest.mark.parametrize(
    "name", ["csrf_token", "XSRF-TOKEN", "device_token", "OptanonConsent", "AWSALB", "ARRAffinity"]
)
def test_what_no_session_rests_on_neither_fails_nor_counts(tmp_path, name):
    assert judged(tmp_path / "r", *logins(name, SAME)) == ([], ["too-few-logins"])
    both = [*logins(name, SAME), *logins("sid", GOOD[:5])]
    assert judged(tmp_path / "s", *both) == ([], [])
    assert judged(tmp_path / "t", *logins(name, GOOD[:5])) == ([], ["too-few-logins"])


def test_a_cookie_that_may_be_anything_is_asked_about(tmp_path):
    both = [*logins("segment", SAME), *logins("sid", GOOD[:5])]
    assert judged(tmp_path / "r", *both) == ([("Question", "perhaps")], [])
    assert judged(tmp_path / "s", *logins("segment", SAME))[1] == ["too-few-logins"]


def test_what_is_given_again_to_who_has_it_is_no_login(tmp_path):
    """Many servers repeat a cookie in each answer, to have it last longer."""
    repeated = [given(("sid", GOOD[0]), brought=f"sid={GOOD[0]}") for _ in range(6)]
    told = judged(tmp_path / "r", given(("sid", GOOD[0])), *repeated)
    assert told == ([], ["too-few-logins"])


def test_what_others_give_is_no_login_of_the_app(tmp_path):
    told = judged(tmp_path / "r", *logins("sid", GOOD[:5]), hosts=("b.other.tw",))
    assert told == ([], ["too-few-logins"])


@pytest.mark.parametrize("name", ["sid", "JSESSIONID", "PHPSESSID", "access_token", ".AspNetAuth"])
def test_five_good_logins_are_clean(tmp_path, name):
    run = Run(tmp_path / "r").went(Phase.SESSION, at=10)
    run.lines("traffic.jsonl", *back(*logins(name, GOOD[:5]))).done()
    found = outcomes("android", [tmp_path / "r"], build=BUILD, hosts=(HOST,))
    assert found["foreseeable-session"].status is Status.CLEAN
