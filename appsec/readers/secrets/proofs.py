"""What tells a value from one that only looks like it: checksums, structure, well-known samples."""

import base64
import binascii
import json
import math
import re
import zlib
from collections import Counter
from collections.abc import Callable, Mapping

_BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_CHECKSUM = 6
_ROC_LETTERS = "ABCDEFGHJKLMNPQRSTUVXYWZIO"
"""In the order of the numbers from 10 on that they stand for."""
_ROC_WEIGHTS = (1, 9, 8, 7, 6, 5, 4, 3, 2, 1, 1)
_ROC_SAMPLES = frozenset(
    ("A123456789", "A123456788", "A223456781", "B123456780", "F123456789", "A100000001")
)
"""Numbers of forms and manuals, of which nobody has one."""
_TEST_CARDS = frozenset(
    (
        *("4242424242424242", "4000056655665556", "5555555555554444", "2223003122003222"),
        *("5200828282828210", "5105105105105100", "378282246310005", "371449635398431"),
        *("6011111111111117", "6011000990139424", "3056930009020004", "36227206271667"),
        *("3566002020360505", "6200000000000005", "4111111111111111", "4012888888881881"),
    )
)
"""What Stripe and the networks publish for tests."""
_PLACEHOLDER = re.compile(
    r"(?i)\$\{|\{\{|\{\w*\}|<[a-z_ -]+>|%[sd@]|x{5,}|\*{3,}|\.{3,}|your[_\- ]?|(?:^|[_\-])my[_\-]"
    r"|example|placeholder|change[_\-]?me|dummy|sample|insert|replace|todo|redacted|undefined|null$|none$"
    r"|[_\-]here|0123456789|123456789012|abcdefghij|deadbeef|1234567890"
)
_NAME = re.compile(r"(?:[A-Za-z]+[_.\-/ $])*[A-Za-z]+\d{0,2}|[a-z]+(?:[A-Z][a-z0-9]+)+\d{0,2}")
"""Words, whatever they are joined by, and perhaps a number at the end."""
_SYNTAX = re.compile(
    r"(?:^|\W)(?:id|layout|string|style)/|\$\w|%\d?\$?[sd]|^[@?#./\\-]|^\W+$|\w\.\w+\.|=>|function"
    r"|return|this\.|\|\|"
)
"""What code or a resource is written with."""
_PATH = re.compile(
    r"://|^[./]|\w+\.(?:com|org|net|io|tw|json|png|html?|js|java|kt|xml)\b|/v\d|(?:[a-z]{3,}[./_-]){3}"
)
_FEW = 4
"""Different characters of what somebody only leaned on a key for."""


def is_placeholder(value: str) -> bool:
    """Whether it stands for what is to be filled in, or is an example of a manual."""
    return len(set(value)) <= _FEW or bool(_PLACEHOLDER.search(value))


def entropy(value: str) -> float:
    """Shannon's, in bits for each character."""
    counts = Counter(value).values()
    return -sum(n / len(value) * math.log2(n / len(value)) for n in counts)


def _luhn(digits: str) -> bool:
    total = 0
    for place, digit in enumerate(map(int, reversed(digits))):
        doubled = digit * (1 + place % 2)
        total += sum(divmod(doubled, 10))
    return total % 10 == 0


def _card(value: str) -> bool:
    digits = re.sub(r"\D", "", value)
    return _luhn(digits) and digits not in _TEST_CARDS and len(set(digits)) > _FEW


def _roc_id(value: str) -> bool:
    """National ID and resident numbers, old and new: in old ones the second place is a letter, of
    whose number the last digit counts."""
    first = _ROC_LETTERS.index(value[0]) + 10
    second = value[1]
    if second.isalpha():
        second = str((_ROC_LETTERS.index(second) + 10) % 10)
    digits = [first // 10, first % 10, int(second), *map(int, value[2:])]
    valid = sum(d * w for d, w in zip(digits, _ROC_WEIGHTS, strict=True)) % 10 == 0
    return valid and value not in _ROC_SAMPLES and len(set(value[2:])) > _FEW - 1


def _base62_checksum(value: str) -> bool:
    """The last six characters are the CRC-32 of what stands between them and the prefix."""
    body = value.rpartition("_")[2]
    number, written = zlib.crc32(body[:-_CHECKSUM].encode()), ""
    for _ in range(_CHECKSUM):
        number, digit = divmod(number, len(_BASE62))
        written = _BASE62[digit] + written
    return written == body[-_CHECKSUM:]


def _decoded(part: str) -> Mapping[str, object]:
    """The JSON object in a part of a token; empty for what is none."""
    try:
        found = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    except (ValueError, binascii.Error, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _jwt(value: str) -> bool:
    header, payload, _ = value.split(".", 2)
    return "alg" in _decoded(header) and bool(_decoded(payload))


def _role(value: str) -> object:
    return _decoded(value.split(".")[1]).get("role")


def _anonymous_jwt(value: str) -> bool:
    return _jwt(value) and _role(value) == "anon"


def _service_jwt(value: str) -> bool:
    return _jwt(value) and _role(value) == "service_role"


def _user_jwt(value: str) -> bool:
    return _jwt(value) and _role(value) not in ("anon", "service_role")


def _mixed(value: str) -> bool:
    """Letters and digits or signs, as nobody writes a word that is read."""
    kinds = (str.isdigit, str.isalpha, lambda c: not c.isalnum())
    return sum(any(map(kind, value)) for kind in kinds) > 1 and value.isascii()


def _basic(value: str) -> bool:
    """An account, a colon and a password, in base64."""
    try:
        account, colon, password = base64.b64decode(value + "=" * (-len(value) % 4)).partition(b":")
    except binascii.Error:
        return False
    told = (account + password).decode("latin-1")
    return bool(account and colon and password) and told.isascii() and told.isprintable()


def _password(value: str) -> bool:
    """No name of something, and no word: letters with a digit or a sign in them."""
    return _mixed(value) and not _NAME.fullmatch(value) and not _SYNTAX.search(value)


def _random(value: str) -> bool:
    """Letters and digits as a generator mixes them: no path, no name, no host, no version."""
    digits = sum(map(str.isdigit, value))
    letters = sum(map(str.isalpha, value))
    return digits > 1 and letters > 1 and not _PATH.search(value) and not _NAME.fullmatch(value)


PROOFS: Mapping[str, Callable[[str], bool]] = {
    "anonymous_jwt": _anonymous_jwt,
    "base62_checksum": _base62_checksum,
    "basic": _basic,
    "card": _card,
    "jwt": _jwt,
    "mixed": _mixed,
    "password": _password,
    "random": _random,
    "roc_id": _roc_id,
    "service_jwt": _service_jwt,
    "user_jwt": _user_jwt,
}
