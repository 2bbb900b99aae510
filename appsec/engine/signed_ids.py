"""Identifiers in the form of a signed token (JWT): how they are signed, and when they end."""

import base64
import binascii
import hashlib
import hmac
import json
import re
from functools import cache, lru_cache

from appsec.engine.made_ids import session_ids

_LATEST = 1e15
_JWT = re.compile(r"[\w-]+\.[\w-]*\.[\w-]*")
_HASHES = {"HS256": hashlib.sha256, "HS384": hashlib.sha384, "HS512": hashlib.sha512}


def is_signed_form(value: str) -> bool:
    """Whether it has the form of a JWT."""
    return _JWT.fullmatch(value) is not None and _part(value, 0) is not None


def is_unsigned(value: str) -> bool:
    """Whether nothing is signed: a server that takes it takes any."""
    header = _part(value, 0) or {}
    return str(header.get("alg", "")).casefold() == "none" or value.endswith(".")


@lru_cache(maxsize=4096)  # an app sends one by the hundred
def has_weak_key(value: str) -> bool:
    """Whether it is signed with a key that anybody tries first."""
    made = _HASHES.get(str((_part(value, 0) or {}).get("alg", "")))
    text, _, signature = value.rpartition(".")
    told = _decoded(signature)
    return made is not None and any(
        hmac.digest(key, text.encode(), made) == told for key in _weak_keys()
    )


def expiry(value: str) -> float | None:
    """When a JWT ends by its own word, in seconds since 1970; None if it does not say."""
    claims = _part(value, 1) if is_signed_form(value) else None
    ends = claims.get("exp") if claims else None
    return float(ends) if isinstance(ends, int | float) and abs(ends) < _LATEST else None


@cache
def _weak_keys() -> frozenset[bytes]:
    told = [key for row in session_ids()["weak_keys"] for key in row["keys"]]
    return frozenset(key.encode() for key in told) | frozenset(map(_decoded, told))


def _part(value: str, place: int) -> dict[str, object] | None:
    try:
        told = json.loads(_decoded(value.split(".")[place]))
    except (ValueError, RecursionError):
        return None
    return told if isinstance(told, dict) else None


def _decoded(text: str) -> bytes:
    """The bytes of base64, none if it is none."""
    try:
        return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (ValueError, binascii.Error):
        return b""
