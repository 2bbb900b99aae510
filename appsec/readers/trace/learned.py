"""Canaries that nobody typed: what a server gave the app to be recognised by, from its traffic."""

import json
import re
from collections.abc import Iterator
from typing import Any

from appsec.engine.canaries.forms import What
from appsec.model.run_files import Exchange

MIN_TOKEN = 12
"""A shorter value is hardly one that a session rests on."""
MAX_TOKEN = 4096
MAX_VALUES = 20_000

_NAMED = re.compile(
    r"(?i)(?:^|[_.-])(?:access|refresh|id|auth|session|csrf|xsrf|bearer|jwt|device|push)?_?"
    r"(?:token|session(?:_?id)?|sid|jwt|ticket|secret|credential)$"
)
"""Names of fields in a response that hold something a session rests on."""
_COOKIE = re.compile(r"^\s*([^=;\s]+)=\"?([^;\"]+)")
_PASSING = re.compile(r"(?i)^(_ga|_gid|_fbp|awsalb|awselb|__cf|lang|locale|theme|path|domain)")
"""Cookies that carry no session: analytics, load balancers, settings."""
_NO_SESSION = re.compile(
    r"(?i)csrf|xsrf|anti_?forgery|authenticity_token|verification_?token|captcha|consent|optanon"
    r"|(?:^|[^a-z])(?:device|push|fcm|gcm|apns|install(?:ation)?|instance|registration|visitor)"
    r"|(?:device|push|fcm|apns|install(?:ation)?|registration)_?(?:id|token)|firebase"
    r"|^(?:_ga|_gid|_gcl|_fb[pc]|__utm|ajs_|amp_|mp_.+_mixpanel|_hj|_pk_|_clck|_clsk|optimizely)"
    r"|^(?:aws[ae]lb|__cf|_cfuvid|cf_clearance|incap_ses|visid_incap|nlbi_|ak_bmsc|bm_s|_abck)"
    r"|^(?:bigip|ts01|arraffinity|applicationgatewayaffinity|serverid$|srv$|route$|datadome)"
    r"|^(?:lang|locale|theme)"
)
"""Names of what no login rests on: against forged requests, for push and installations, consent,
analytics, load balancers and guards, settings."""
_BEARER = re.compile(r"(?i)^(?:bearer|token|jwt)\s+(\S+)$")


def learned(exchange: Exchange, response: bytes) -> Iterator[tuple[What, str]]:
    """The tokens and cookies of one exchange, those that the app sent included."""
    yield from ((What.TOKEN, value) for _, value in named_tokens(exchange, response))
    for name, value in exchange.request_headers:
        match = _BEARER.match(value.strip()) if name.lower() == "authorization" else None
        if match and _fits(match[1]):
            yield What.TOKEN, match[1]


def is_of_session(name: str) -> bool:
    """Whether a login may rest on a token of this name."""
    return _NO_SESSION.search(_snake(name)) is None


def named_tokens(exchange: Exchange, response: bytes) -> Iterator[tuple[str, str]]:
    """The tokens and cookies of one answer, each with its name."""
    for name, value in exchange.response_headers:
        match = _COOKIE.match(value) if name.lower() == "set-cookie" else None
        if match and not _PASSING.match(match[1]) and _fits(match[2]):
            yield match[1], match[2]
    yield from _in_body(response)


def _in_body(response: bytes) -> Iterator[tuple[str, str]]:
    try:
        root = json.loads(response)
    except (ValueError, RecursionError):
        return
    waiting: list[tuple[str, Any]] = [("", root)]
    for _ in range(MAX_VALUES):
        if not waiting:
            return
        name, value = waiting.pop()
        if isinstance(value, dict):
            waiting += ((_snake(key), each) for key, each in value.items())
        elif isinstance(value, list):
            waiting += ((name, each) for each in value)
        elif isinstance(value, str) and _NAMED.search(name) and _fits(value):
            yield name, value


def _snake(key: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", key)


def _fits(value: str) -> bool:
    return MIN_TOKEN <= len(value) <= MAX_TOKEN and not value.startswith(("http:", "https:"))
