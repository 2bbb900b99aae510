"""Every form in which a value may turn up in a file, a log line or a packet (verdict rules, G9)."""

import base64
import hashlib
import html
import re
from collections.abc import Iterator
from contextlib import suppress
from itertools import pairwise
from urllib.parse import quote, quote_plus

from appsec.engine.canaries.what import What
from appsec.engine.canaries.written import EPOCH, beside_its_name, other_dates, variants
from appsec.model.frozen import frozen

__all__ = ["MIN_BYTES", "Form", "What", "forms", "searchable", "steps"]

MIN_CHARACTERS = 6
"""A shorter text of ASCII turns up by chance; a text of three or more other characters does not."""
MIN_WIDE = 3
MIN_UNIQUE = 9
"""From so many digits on, a number turns up within others by chance no more."""
MIN_BYTES = 6
MIN_SCRAMBLED = 8
MIN_STEPS = 6
"""A row of equal bytes has one step wherever it is, and one that counts up a few."""
_ASCII = 0x80


@frozen
class Form:
    """Bytes to look for. `name` tells how they come from the value, outermost last:
    `intl sha256 hex`. `bounded` bytes, the digits of a short number, count only where no longer
    number goes on around them: they turn up in one by chance. So do those right `before` or `after`
    which one of these digits stands. `named` bytes count only behind a name of what they are."""

    name: str
    pattern: bytes
    bounded: bool = False
    before: bytes = b""
    after: bytes = b""
    named: bool = False


def forms(what: What, value: str) -> tuple[Form, ...]:
    """All forms of a value, each pattern once; none if it is too short to mean anything."""
    if not searchable(value):
        return ()
    if what is What.KEY:
        return _key_forms(bytes.fromhex(value))
    found: dict[bytes, Form] = {}
    for variant, text in variants(what, value):
        digits = re.fullmatch(r"[0-9+./-]+", text) is not None
        short = digits and (len(text) < MIN_UNIQUE or variant.startswith(EPOCH))
        apart = other_dates(text) if what is What.BIRTHDAY else (b"", b"")
        for name, pattern in _encodings(text):
            told = f"{variant} {name}".strip()
            form = (
                Form(told, pattern, short, *apart) if _shows_digits(name) else Form(told, pattern)
            )
            if len(pattern) >= MIN_BYTES:
                found.setdefault(pattern, form)
    for variant, text in beside_its_name(what, value):
        for name, pattern in _encodings(text):
            form = Form(f"{variant} {name}", pattern, after=b"0123456789", named=True)
            if len(pattern) >= MIN_BYTES and _shows_digits(name):
                found.setdefault(pattern, form)
    for name, pattern in _hashes(what, value):
        found.setdefault(pattern, Form(name, pattern))
    return tuple(found.values())


def steps(what: What, value: str) -> bytes:
    """How each byte of a value differs from the next, which XOR with one byte leaves as it was;
    nothing if that turns up by chance."""
    data = value.encode("utf-8", "surrogatepass")
    told = bytes(one ^ after for one, after in pairwise(data))
    fit = what in _SCRAMBLED and len(data) >= MIN_SCRAMBLED and len(set(told)) >= MIN_STEPS
    return told if fit else b""


def _key_forms(key: bytes) -> tuple[Form, ...]:
    plain = base64.b64encode(key).rstrip(b"=")
    made = {
        "raw": key,
        "hex": key.hex().encode(),
        "hex-upper": key.hex().upper().encode(),
        "base64": plain,
        "base64url": plain.translate(_URL_SAFE),
    }
    return tuple(Form(name, pattern) for name, pattern in made.items())


def searchable(value: str) -> bool:
    """Whether a value is long enough for finding it to mean anything: a CVV is not."""
    wide = sum(1 for character in value if ord(character) >= _ASCII)
    return wide >= MIN_WIDE or len(value) >= MIN_CHARACTERS


def _shows_digits(encoding: str) -> bool:
    """Whether a neighbouring digit would make a number a longer one."""
    return encoding not in ("hex", "hex-upper") and "base64" not in encoding


def _encodings(text: str) -> Iterator[tuple[str, bytes]]:
    utf8 = text.encode("utf-8", "surrogatepass")
    yield "utf-8", utf8
    yield "utf-16le", text.encode("utf-16-le", "surrogatepass")
    yield "utf-16be", text.encode("utf-16-be", "surrogatepass")
    # What Big5 has no character for, nothing can write in it.
    with suppress(UnicodeEncodeError):
        yield "big5", text.encode("big5hkscs")
    yield from _escaped(text)
    yield "hex", utf8.hex().encode()
    yield "hex-upper", utf8.hex().upper().encode()
    for name, raw in (("base64", utf8), ("utf-16le base64", text.encode("utf-16-le", "replace"))):
        for shift in range(3):
            piece = _base64(raw, shift)
            yield name, piece
            yield f"{name}url", piece.translate(_URL_SAFE)


def _escaped(text: str) -> Iterator[tuple[str, bytes]]:
    units = memoryview(text.encode("utf-16-be", "surrogatepass")).cast("B")
    codes = [units[at] << 8 | units[at + 1] for at in range(0, len(units), 2)]
    for name, form in (("json", "\\u{:04x}"), ("json-upper", "\\u{:04X}")):
        yield name, "".join(_ascii_or(code, form) for code in codes).encode()
    yield "json-slash", text.replace("/", "\\/").encode("utf-8", "surrogatepass")
    # What servers send as JSON may hold half a surrogate pair.
    url, form_text = (q(text, safe="", errors="surrogatepass") for q in (quote, quote_plus))
    for name, written in (("url", url), ("form", form_text)):
        yield name, written.encode()
        yield f"{name}-lower", _lower_escapes(written).encode()
        yield f"{name}-twice", quote(written, safe="").encode()
    yield "html", html.escape(text).encode("utf-8", "surrogatepass")
    for name, form in (("html-decimal", "&#{};"), ("html-hex", "&#x{:x};")):
        yield name, "".join(_ascii_or(ord(one), form) for one in text).encode()


def _ascii_or(code: int, form: str) -> str:
    return chr(code) if code < _ASCII else form.format(code)


def _lower_escapes(text: str) -> str:
    return re.sub(r"%[0-9A-F]{2}", lambda match: match[0].lower(), text)


_URL_SAFE = bytes.maketrans(b"+/", b"-_")
_BEFORE = (0, 2, 3)
"""Characters of Base64 that depend on one or two bytes before the value."""
_AFTER = (0, 2, 1)
"""Characters at the end, padding included, that depend on what follows it: by length modulo 3."""


def _base64(raw: bytes, shift: int) -> bytes:
    """The characters that a value has in Base64 wherever it begins `shift` bytes into a group."""
    made = base64.b64encode(bytes(shift) + raw)
    length = shift + len(raw)
    if length % 3:
        made = made[: length // 3 * 4 + length % 3]
    return made[_BEFORE[shift] :]


_SCRAMBLED = (What.NATIONAL_ID, What.CARD, What.PASSWORD)
_HASHED = (What.NATIONAL_ID, What.PHONE, What.EMAIL, What.IDENTIFIER, What.CARD, What.PASSWORD)


def _hashes(what: What, value: str) -> Iterator[tuple[str, bytes]]:
    """Unsalted hashes of what can be guessed: anybody can undo them."""
    if what not in _HASHED:
        return
    for variant, text in variants(what, value):
        data = text.encode("utf-8", "surrogatepass")
        for algorithm in ("md5", "sha1", "sha256"):
            digest = hashlib.new(algorithm, data, usedforsecurity=False).digest()
            name = f"{variant} {algorithm}".strip()
            yield f"{name} hex", digest.hex().encode()
            yield f"{name} hex-upper", digest.hex().upper().encode()
            yield f"{name} base64", base64.b64encode(digest).rstrip(b"=")
            yield f"{name} raw", digest
