"""The keys that an app's own code was seen to make of bytes that it had."""

from collections.abc import Iterator

from appsec.engine.trace_lines import BadLine
from appsec.model.trace import Bytes
from appsec.readers.trace.index import Index

_KEYS = {
    "javax.crypto.spec.SecretKeySpec.<init>": 0,
    "CCCrypt": 3,
    "CCCryptorCreate": 3,
    "CCCryptorCreateWithMode": 5,
    "CCHmac": 1,
}
"""Which argument of which call is the key."""
MIN_KEY = 16
_DISTINCT = 6
"""Fewer different bytes than these turn up by chance: zeros, for one."""
MAX_KEYS = 200


def own_keys(told: Index) -> Iterator[str]:
    """Each key once, in hexadecimal; those that the agent cut short are none."""
    seen: dict[str, None] = {}
    for hook, place in _KEYS.items():
        try:
            for _, call in told.calls(hook):
                key = call.arguments[place] if call.own and place < len(call.arguments) else None
                if isinstance(key, Bytes) and _is_whole(key) and len(seen) < MAX_KEYS:
                    seen[key.hex] = None
        except BadLine:
            continue  # whoever asks for these calls is told
    yield from seen


def _is_whole(key: Bytes) -> bool:
    try:
        raw = bytes.fromhex(key.hex)
    except ValueError:
        return False
    return len(raw) == key.length >= MIN_KEY and len(set(raw)) >= _DISTINCT
