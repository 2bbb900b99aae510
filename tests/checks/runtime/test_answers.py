"""Tokens in answers of all forms, and such as no answer shows: none is passed over in silence."""

import hashlib
import json
from dataclasses import replace

import pytest

from appsec.model.trace import Phase
from samples.runs import ME
from tests.checks.runtime.recorded import outcomes
from tests.checks.runtime.test_tokens import FORESEEN, PLATFORMS, Given, judged

REPLAYED = "old-token-accepted"


class Counted(Given):
    """The session rests on a bearer that is counted; beside it is a cookie that nobody needs."""

    number = 100_000_001_000

    def told(self, token):
        return json.dumps({"token": token}).encode()

    def login(self, one):
        self.number += 1
        return replace(one, response_body=self._body(self.told(str(self.number))))

    def use(self, one):
        bearer = ("Authorization", "Bearer 100000001001")
        return replace(one, request_headers=(*one.request_headers, bearer))


class InXml(Counted):
    def told(self, token):
        return f"<r><Token>{token}</Token></r>".encode()


class InForm(Counted):
    def told(self, token):
        return f"status=ok&access_token={token}".encode()


class InBig5(Counted):
    def told(self, token):
        return f'{{"msg": "登入成功", "token": "{token}"}}'.encode("big5")


class InString(Counted):
    def told(self, token):
        return json.dumps({"d": json.dumps({"token": token})}).encode()


class WithScheme(Counted):
    def told(self, token):
        return json.dumps({"token": f"Bearer {token}"}).encode()


@PLATFORMS
@pytest.mark.parametrize("made", [Counted, InXml, InForm, InBig5, InString, WithScheme])
def test_a_token_is_compared_in_whichever_form_it_came(tmp_path, platform, made):
    assert judged(made, tmp_path, platform, FORESEEN)[0] == [(FORESEEN, "Finding", "counted")]


class Encrypted(Given):
    """The answer to the login cannot be read; `secret` says what its token is then sent as."""

    number = 0

    def token(self, number):
        return hashlib.sha256(b"hidden %d" % number).hexdigest()

    def login(self, one):
        return replace(one, response_body=self._body(b"\x01\x02\xff%d" % self.number))

    def carried(self, number):
        return ("Authorization", f"Bearer {self.token(number)}")

    def use(self, one):
        return replace(one, request_headers=(*one.request_headers, self.carried(0)))


class Accepted(Encrypted):
    def _exchanges(self):
        yield from super()._exchanges()
        body = self._body(ME.encode())
        for phase in (Phase.USE, Phase.CLOSE):
            headers = (self.carried(1),)
            yield self._sent(phase, "/orders", request_headers=headers, response_body=body)


class ByHeader(Encrypted):
    def carried(self, number):
        return ("X-Auth-Token", self.token(number))


class Before(Encrypted):
    """A key of the app's own: it is sent before anybody logs in."""

    def _exchanges(self):
        yield self._sent(Phase.FIRST_START, "/config", request_headers=(self.carried(0),))
        yield from super()._exchanges()


class Refreshed(Encrypted):
    """Another answer gives it in clear."""

    def _exchanges(self):
        yield from super()._exchanges()
        body = self._body(json.dumps({"access_token": self.token(0)}).encode())
        yield replace(self._sent(Phase.USE, "/refresh", response_body=body), at=1)


@PLATFORMS
@pytest.mark.parametrize(
    ("made", "names"),
    [(Encrypted, "Authorization"), (ByHeader, "X-Auth-Token"), (Before, ""), (Refreshed, "")],
)
def test_what_no_answer_gave_is_a_gap(tmp_path, platform, made, names):
    made(tmp_path / "r", platform).write()
    lacked = {g.key: g.values for g in outcomes(platform, [tmp_path / "r"])[FORESEEN].gaps}
    assert lacked == ({"token-not-told": {"names": names}} if names else {})


@PLATFORMS
def test_a_token_that_no_answer_gave_must_be_refused_too(tmp_path, platform):
    found, _ = judged(Accepted, tmp_path, platform, REPLAYED)
    assert found == [(REPLAYED, "Finding", "accepted")]


class Key(Given):
    """The login gives a key of the app's own, which only what is open to all asks for alone."""

    key = "5c0f8a1e7d3b4926b1f7e2a9c4d80613"
    answer = "{}"

    def login(self, one):
        return self.answers(one, clientKey=self.key)

    def use(self, one):
        return replace(one, request_headers=(*one.request_headers, ("X-Client-Key", self.key)))

    def _exchanges(self):
        yield self._sent(Phase.FIRST_START, "/news", status=401)
        yield from super()._exchanges()
        news = {"response_body": self._body(self.answer.encode())}
        key = (("X-Client-Key", self.key),)
        yield self._sent(Phase.USE, "/news", request_headers=key, **news)


class KeyToAll(Key):
    answer = ME


@PLATFORMS
@pytest.mark.parametrize(
    ("made", "told"), [(Key, ("Question", "perhaps")), (KeyToAll, ("Finding", "same"))]
)
def test_a_key_is_a_sessions_only_where_it_opens_what_is_somebodys(tmp_path, platform, made, told):
    assert judged(made, tmp_path, platform, FORESEEN)[0] == [(FORESEEN, *told)]
