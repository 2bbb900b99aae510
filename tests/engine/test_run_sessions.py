"""Structure in the identifiers of several logins: what no good generator makes, and what one does."""

import base64
import hashlib
import hmac
import json
import uuid

import pytest

from appsec.engine.run_sessions import Flaw, flaws_of

GOOD = [hashlib.sha256(str(number).encode()).hexdigest()[:40] for number in range(6)]
START = 1_763_712_000


def jwt(key, alg="HS256", made=hashlib.sha256, **claims):
    parts = ({"alg": alg, "typ": "JWT"}, {"sub": "42", **claims})
    text = ".".join(coded(json.dumps(one).encode()) for one in parts)
    return f"{text}.{coded(hmac.digest(key, text.encode(), made))}"


def coded(data):
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def each(form, *, of=range(6)):
    return [form(number) for number in of]


def md5(text):
    return hashlib.md5(text.encode()).hexdigest()


def accounts(form):
    """Six logins of two accounts by turns."""
    return each(lambda n: form(("alice@parcel.example.tw", "bob.chen@parcel.example.tw")[n % 2], n))


@pytest.mark.parametrize(
    ("values", "flaw"),
    [
        ([GOOD[0]] * 5, Flaw.SAME),
        ([GOOD[0], GOOD[1]] * 3, Flaw.REPEATED),
        ([GOOD[0]] * 3 + [GOOD[1]] * 3, Flaw.REPEATED),
        ([*GOOD, GOOD[0]], Flaw.AGAIN),
        (each(lambda n: f"parcel-session-{900_000 - n}"), Flaw.COUNTED),
        (each(lambda n: f"{0xABCDEF0123456789ABCDEF01234567A0 + 7 * n:032x}"), Flaw.COUNTED),
        (each(lambda n: f"{1000 + n}-parcel-of-the-user-4711"), Flaw.COUNTED),
        (each(lambda n: coded(f"session:{1000 + n}:end".encode())), Flaw.COUNTED),
        (each(lambda n: coded((2**127 + n).to_bytes(16, "big"))), Flaw.COUNTED),
        (each(lambda n: f"user-{42 + n % 2}-{START + 4000 * n}"), Flaw.TIMED),
        (each(lambda n: f"parcel-user-0000042-{START * 1000 + n * 61_377}"), Flaw.TIMED),
        (each(lambda n: coded(f"user42:{START + n * 6100}:x".encode())), Flaw.TIMED),
        (each(lambda n: f"user42:{START + n * 6100}:x".encode().hex()), Flaw.TIMED),
        (each(lambda n: f"sid-20261122{10 + n}1500-constant-of-the-app"), Flaw.TIMED),
        (each(lambda n: str(uuid.uuid1(clock_seq=n * 977))), Flaw.TIMED),
        (each(lambda n: f"a-very-long-prefix-of-the-app-{GOOD[n][:12]}"), Flaw.SHORT),
        (each(lambda n: f"a-very-long-prefix-of-the-app-{GOOD[n][:20]}"), Flaw.SHORTER),
        (accounts(lambda one, n: coded(f"{one}:{START + 37 * n}".encode())), Flaw.OF_ACCOUNT),
        (accounts(lambda one, n: coded(f"{START + 6100 * n}:{one}".encode())), Flaw.OF_ACCOUNT),
        (accounts(lambda one, n: f"{START * 1000 + 61_377 * n}.{one}.{n:04}"), Flaw.OF_ACCOUNT),
        (accounts(lambda one, n: f"{md5(one)}{START * 1000 + 61_377 * n}"), Flaw.OF_ACCOUNT),
        (accounts(lambda one, n: f"{md5(one)}{n + 1:08}"), Flaw.OF_ACCOUNT),
        (accounts(lambda one, n: f"{one}/{GOOD[n][:12]}"), Flaw.OF_ACCOUNT),
        (accounts(lambda one, n: f"{one}/{GOOD[n][:20]}"), Flaw.SHORTER),
        ([f"{md5(one)}{n:08}" for n, one in enumerate("aaaab")], Flaw.OF_ACCOUNT),
        ([f"{md5(one)}{n:08}" for n, one in enumerate("aabbc")], Flaw.OF_ACCOUNT),
        ([f"{n:03}:{md5(one)}:{n:03}" for n, one in enumerate("aabbaacd")], Flaw.OF_ACCOUNT),
        ([jwt(b"strong" * 9)] * 5, Flaw.SAME),
        ([jwt(b"secret", iat=START)], Flaw.WEAK_KEY),
        ([jwt(base64.b64decode("c2VjcmV0"), iat=START)], Flaw.WEAK_KEY),
        ([jwt(base64.b64decode("changeit"), "HS512", hashlib.sha512)], Flaw.WEAK_KEY),
        ([jwt(b"strong" * 9, "none")], Flaw.UNSIGNED),
    ],
)
def test_what_no_good_generator_makes(values, flaw):
    assert flaws_of(values) == [flaw]


@pytest.mark.parametrize(
    "values",
    [
        GOOD,
        [GOOD[0], *GOOD],
        each(lambda n: str(uuid.UUID(hex=GOOD[n][:32], version=4))),
        each(lambda n: coded(bytes.fromhex(GOOD[n][:32]))),
        each(lambda n: f"{START + n}-{GOOD[n]}"),
        each(lambda n: f"s%3A{coded(bytes.fromhex(GOOD[n]))}.{coded(GOOD[n][::-1].encode())}"),
        each(lambda n: jwt(b"strong" * 9, iat=START + n)),
        each(lambda n: jwt(b"secret", "RS256", iat=START + n)),
        accounts(lambda one, n: f"{one}/{GOOD[n][:32]}"),
        accounts(lambda one, n: coded(one.encode() + bytes.fromhex(GOOD[n][:32]))),
        accounts(lambda one, n: f"{START + n // 2}.{GOOD[n]}"),
        [f"{md5(one)}{n:08}{GOOD[n]}" for n, one in enumerate("aabbc")],
        [GOOD[0]] * 4,
        each(lambda n: str(START + n), of=range(4)),
    ],
    ids=["random", "twice in one login", "uuid4", "base64", "time beside a random part", "signed",
         "jwt", "no hmac", "random for each account", "the same in base64", "two a second",
         "account, counter and random", "four logins", "four of time"],
)  # fmt: skip
def test_what_a_good_one_makes(values):
    assert flaws_of(values) == []


@pytest.mark.parametrize("value", ["a.b.c", "eyJhbGciOiJIUzI1NiJ9..", "eyJhbGciOiJIUzI1NiJ9.e30.é"])
def test_what_only_looks_signed_is_no_crash(value):
    assert flaws_of([value]) in ([], [Flaw.UNSIGNED])
