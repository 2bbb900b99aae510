"""What identifies a session, and how often it was given: what is short, beside another, or once."""

import base64
import json
from dataclasses import replace

import pytest

from appsec.model.trace import Phase
from appsec.readers.trace.bodies import Bodies
from samples.runs import ME, SECOND, TOKENS
from tests.checks.runtime.recorded import outcomes
from tests.checks.runtime.test_tokens import FORESEEN, PLATFORMS, Given, judged, lacks

MEMBER = ("X-Member-No", "900100200300")
ANEW = ("0f1e2d3c4b5a69788796a5b4c3d2e1f001234567", *TOKENS)
"""What six logins give, each another."""


class Beside(Given):
    """A short number that counts up, beside a random cookie that nobody needs."""

    first = number = 1_000_000_000

    def login(self, one):
        self.number += 1
        return self.answers(one, accessToken=str(self.number))

    def use(self, one):
        bearer = ("Authorization", f"Bearer {self.first + 1}")
        return replace(one, request_headers=(*one.request_headers, bearer))


class Alone(Beside):
    def login(self, one):
        return replace(super().login(one), response_headers=())


class ShortCookie(Beside):
    """The same under a cookie that says nothing."""

    first = number = 7000

    def login(self, one):
        self.number += 1
        headers = (*one.response_headers, ("Set-Cookie", f"u={self.number}"))
        return replace(one, response_headers=headers)

    def use(self, one):
        return replace(one, request_headers=(("Cookie", f"u={self.first + 1}"),))


class ShortInBody(Beside):
    """The same under a session's name, which goes back in the body."""

    first = number = 7000

    def login(self, one):
        self.number += 1
        return self.answers(one, token=str(self.number))

    def use(self, one):
        body = self._body(json.dumps({"token": self.first + 1}).encode())
        return replace(one, method="POST", request_body=body)


class ShortInQuery(ShortInBody):
    def use(self, one):
        return replace(one, url=f"{one.url}?token={self.first + 1}")


class Record(Beside):
    """The number of each login's record goes back in a header, under a name that may be anything's."""

    first = number = 1_000_000
    name, header = "loginId", "X-Login-Id"

    def login(self, one):
        self.number += 1
        return self.answers(one, **{self.name: self.number})

    def use(self, one):
        return replace(
            one, request_headers=(*one.request_headers, (self.header, str(self.first + 1)))
        )


class LongRecord(Record):
    first = number = 100_000_000_000


class Queue(Record):
    name, header = "ticket", "X-Queue-Ticket"


class Word(Given):
    """A setting comes back in a cookie, and another in a header."""

    def login(self, one):
        one = self.answers(one, level="gold4711")
        headers = (*one.response_headers, ("Set-Cookie", "region=north"))
        return replace(one, response_headers=headers)

    def use(self, one):
        told = f"{one.request_headers[0][1]}; region=north"
        return replace(one, request_headers=(("Cookie", told), ("X-Level", "gold4711")))


@PLATFORMS
@pytest.mark.parametrize(
    ("made", "found", "gaps"),
    [
        (Beside, [(FORESEEN, "Finding", "counted")], []),
        (Alone, [(FORESEEN, "Finding", "counted")], []),
        (ShortCookie, [(FORESEEN, "Question", "perhaps")], ["too-few-logins"]),
        (ShortInBody, [(FORESEEN, "Question", "perhaps")], []),
        (ShortInQuery, [(FORESEEN, "Question", "perhaps")], []),
        (Record, [(FORESEEN, "Question", "perhaps")], []),
        (LongRecord, [(FORESEEN, "Question", "perhaps")], []),
        (Queue, [(FORESEEN, "Question", "perhaps")], []),
        (Word, [], []),
    ],
)
def test_a_short_identifier_is_one(tmp_path, platform, made, found, gaps):
    assert judged(made, tmp_path, platform, FORESEEN)[0] == found
    assert lacks(tmp_path, platform, FORESEEN) == gaps


class OneLogin(Given):
    """One login; what rolls in each answer is no login."""

    number = 0

    def login(self, one):
        self.number += 1
        nonce = (("X-Nonce", TOKENS[min(self.number, 5) - 1]),)
        if self.number == 1:
            return replace(self.answers(one, access_token=TOKENS[0][::-1]), response_headers=nonce)
        plain = {"url": one.url.replace("/login", f"/{self.number}"), "request_body": ""}
        back = ("X-Nonce", TOKENS[self.number - 2])
        return replace(self.use(one, back), response_headers=nonce, **plain)

    def use(self, one, nonce=("X-Nonce", TOKENS[4])):
        bearer = ("Authorization", f"Bearer {TOKENS[0][::-1]}")
        return replace(one, request_headers=(bearer, nonce))


@PLATFORMS
def test_logins_are_counted_of_what_the_session_rests_on(tmp_path, platform):
    assert judged(OneLogin, tmp_path, platform, FORESEEN) == ([], ["unknown"])
    gaps = outcomes(platform, [tmp_path / "r"])[FORESEEN].gaps
    assert [(g.key, g.values["count"]) for g in gaps] == [("too-few-logins", "1")]


class Member(Given):
    """A random cookie, and a member's number that the server wants beside it. `without` says what
    it answers to the number alone."""

    without = None
    number = 0

    def login(self, one):
        self.number += 1
        headers = (("Set-Cookie", f"sid={ANEW[self.number - 1]}"),)
        return replace(self.answers(one, memberNo=MEMBER[1]), response_headers=headers)

    def use(self, one):
        return replace(one, request_headers=(("Cookie", f"sid={ANEW[0]}"), MEMBER))

    def _exchanges(self):
        for one in super()._exchanges():
            yield one
            if one.phase is Phase.USE and one.url.endswith("/me"):
                cookie, member = one.request_headers
                yield replace(one, request_headers=(cookie,), status=401, response_body="")
                if self.without:
                    status, body = self.without
                    body = self._body(body.encode()) if body else ""
                    alone = replace(one, request_headers=(member,), status=status)
                    yield replace(alone, response_body=body)


class MemberProven(Member):
    without = (401, "")


class MemberOnly(Member):
    without = (200, ME)


@PLATFORMS
@pytest.mark.parametrize(
    ("made", "found"),
    [
        (Member, [(FORESEEN, "Question", "beside")]),
        (MemberProven, []),
        (MemberOnly, [(FORESEEN, "Finding", "same")]),
    ],
)
def test_a_members_number_is_none_where_something_new_is_needed_too(
    tmp_path, platform, made, found
):
    assert judged(made, tmp_path, platform, FORESEEN)[0] == found
    assert lacks(tmp_path, platform, FORESEEN) == []
    told = [one.values.get("beside") for one in outcomes(platform, [tmp_path / "r"])[FORESEEN].seen]
    assert told == ["sid" if made is Member else None] * len(found)


class TwoAccounts(Given):
    """Two accounts, each of which always gets its own; `/me` is refused without."""

    number = 0

    def login(self, one):
        self.number += 1
        value = TOKENS[self.number % 2]
        return replace(one, response_headers=(("Set-Cookie", f"sid={value}"),))

    def use(self, one):
        return replace(one, request_headers=(("Cookie", f"sid={TOKENS[1]}"),))

    def _exchanges(self):
        yield from super()._exchanges()
        yield self._sent(Phase.FIRST_START, "/me", status=401)


@PLATFORMS
def test_two_accounts_with_one_each_are_found(tmp_path, platform):
    found = judged(TwoAccounts, tmp_path, platform, FORESEEN)[0]
    assert found == [(FORESEEN, "Finding", "repeated")]


class TimeOfAccount(Given):
    """Two accounts log in by turns, and get who they are with the time."""

    number = 0

    def made(self, number):
        account = ("alice@parcel.example.tw", "bob.chen@parcel.example.tw")[number % 2]
        return base64.urlsafe_b64encode(
            f"{account}:{1_763_712_000 + 37 * number}".encode()
        ).decode()

    def login(self, one):
        self.number += 1
        return replace(one, response_headers=(("Set-Cookie", f"sid={self.made(self.number)}"),))

    def use(self, one):
        return replace(one, request_headers=(("Cookie", f"sid={self.made(1)}"),))


@PLATFORMS
def test_what_is_made_of_the_account_is_found_when_two_log_in(tmp_path, platform):
    found = judged(TimeOfAccount, tmp_path, platform, FORESEEN)
    assert found == ([(FORESEEN, "Finding", "of-account")], ["found"])


class Settings(Given):
    """A document of many names in which nothing ever changes, and a server that refuses often."""

    names = 3

    def _exchanges(self):
        yield from super()._exchanges()
        document = {f"device_token_{n}": f"value-of-setting-{n:06}" for n in range(self.names)}
        for number in range(5):
            one = self.answers(self._sent(Phase.SESSION, "/settings"), **document)
            yield replace(one, at=one.at + number)
        back = self._body("&".join(f"v={value}" for value in document.values()).encode())
        for number in range(20):
            one = self._sent(Phase.USE, "/e", method="POST", request_body=back)
            yield replace(one, at=one.at + number * SECOND // 9, status=200 if number % 2 else 401)


class ManySettings(Settings):
    names = 60


def test_bodies_are_read_as_often_however_many_names_there_are(tmp_path, monkeypatch):
    """Names times requests took minutes, and all evidence of the run with them."""
    read, plain = [], Bodies._kept
    monkeypatch.setattr(
        Bodies, "_kept", lambda self, name: (read.append(name), plain(self, name))[1]
    )
    counts = []
    for number, made in enumerate((Settings, ManySettings)):
        read.clear()
        judged(made, tmp_path / str(number), "android", FORESEEN)
        counts.append(len(read))
    assert counts[0] == counts[1]
