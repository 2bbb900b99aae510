"""What a value that a server gave is for, as far as its name tells: the one place that says so."""

import re
from enum import StrEnum
from functools import cache, lru_cache
from pathlib import Path

from appsec.engine.files import read_yaml


class TokenKind(StrEnum):
    """What a token is for. Only a session's lets anybody in."""

    SESSION = "session"
    CSRF = "csrf"  # against forged requests, beside a session
    DEVICE = "device"  # a push token, an installation
    BALANCER = "load-balancer"  # and guards before a server
    PASSING = "passing"  # analytics, consent, settings, traces of requests
    VAGUE = "vague"  # a session's in a header or a cookie, anything else's elsewhere
    UNKNOWN = "unknown"


NEVER = frozenset((TokenKind.BALANCER, TokenKind.PASSING))
"""Kinds that no server lets anybody in by."""
MAY_BE = frozenset((TokenKind.SESSION, TokenKind.VAGUE, TokenKind.UNKNOWN))
"""Kinds on which a login may rest."""


MAX_NAME = 256
"""Of a longer name both ends are looked at: a server may give one as long as an answer."""


def kind_of(name: str) -> TokenKind:
    """What the name of a cookie, header or field says."""
    half = MAX_NAME // 2
    return _kind_of(name if len(name) <= MAX_NAME else name[:half] + name[-half:])


@lru_cache(maxsize=4096)  # the answers of one app repeat theirs by the thousand
def _kind_of(name: str) -> TokenKind:
    every = _spellings(name)
    found = (kind for kind, names in _table() if any(map(names.search, every)))
    return next(found, TokenKind.UNKNOWN)


def may_be_a_session(name: str) -> bool:
    """Whether a login may rest on a value of this name."""
    return kind_of(name) in MAY_BE


def _spellings(name: str) -> tuple[str, str]:
    """`deviceToken`, `Device-Token` and `device_token` are one name; `ETag` is one word."""
    apart = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name)
    as_written, parted = (re.sub(r"[\s-]", "_", one).casefold() for one in (name, apart))
    return as_written, parted


@cache
def _table() -> tuple[tuple[TokenKind, re.Pattern[str]], ...]:
    told = read_yaml(Path(__file__).with_name("token_kinds.yaml"))
    return tuple(
        (TokenKind(kind), re.compile("|".join(each for row in rows for each in row["names"])))
        for kind, rows in told.items()
    )
