"""Makes up values in the form of secrets, the same ones each time, and puts them into texts."""

import base64
import json
import random
import re
import string
import zlib
from pathlib import Path

import yaml

from appsec.facts.placed_text import Medium
from appsec.model.outcome import Location
from appsec.readers.secrets.proofs import PROOFS
from appsec.readers.texts.blocks import Gathered

LETTERS, DIGITS = string.ascii_letters, string.digits
BASE62 = DIGITS + string.ascii_uppercase + string.ascii_lowercase
KINDS = {
    "b32": string.ascii_uppercase + "234567",
    "b62": BASE62,
    "b64": BASE62 + "+/",
    "w": BASE62 + "_",
    "hex": "0123456789abcdef",
    "HEX": "0123456789ABCDEF",
    "low": DIGITS + string.ascii_lowercase,
    "up": DIGITS + string.ascii_uppercase,
    "dig": DIGITS,
    "alpha": LETTERS,
    "age": "QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L",
}
_MACRO = re.compile(r"\{(\w+)(?::(\w+))?\}")
EXAMPLES = yaml.safe_load(Path(__file__).with_name("examples.yaml").read_text("utf-8"))


def _encoded(value: object) -> str:
    raw = json.dumps(value, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


class Maker:
    """Fills in what stands in braces."""

    def __init__(self, seed: str) -> None:
        self._random = random.Random(seed)

    def fill(self, text: str) -> str:
        return _MACRO.sub(self._made, text)

    def some(self, kind: str, count: int) -> str:
        """Characters of a kind, a digit and a letter among them where the kind has both."""
        chosen = [self._random.choice(KINDS[kind]) for _ in range(count)]
        for wanted in (DIGITS, LETTERS):
            allowed = [c for c in wanted if c in KINDS[kind]]
            for place in self._random.sample(range(count), min(3, count // 3)) if allowed else ():
                chosen[place] = self._random.choice(allowed)
        if kind == "dig":
            chosen[0] = self._random.choice("123456789")
        return "".join(chosen)

    def _made(self, found: re.Match[str]) -> str:
        kind, count = found[1], found[2] or ""
        if kind in KINDS:
            return self.some(kind, int(count))
        special = getattr(self, f"_{kind}", None)
        return special(count) if special else found[0]

    def _nl(self, _: str) -> str:
        return "\n"

    def _uuid(self, _: str) -> str:
        return "-".join(self.some("hex", n) for n in (8, 4, 4, 4, 12))

    def _UUID(self, _: str) -> str:
        return self._uuid("").upper()

    def _crc(self, count: str) -> str:
        body = self.some("b62", int(count) - 6)
        number, written = zlib.crc32(body.encode()), ""
        for _ in range(6):
            number, digit = divmod(number, 62)
            written = BASE62[digit] + written
        return body + written

    def _jwt(self, role: str) -> str:
        head, payload = {"alg": "HS256", "typ": "JWT"}, {"iss": "made-up", "role": role}
        return f"{_encoded(head)}.{_encoded(payload)}.{self.some('w', 43)}"

    def _basic(self, account: str) -> str:
        return base64.b64encode(f"{account}:{self.some('b62', 10)}".encode()).decode()

    def _roc(self, _: str) -> str:
        """With a letter that is given out no more, and a high serial number."""
        return next(v for n in range(98765430, 98765499) if PROOFS["roc_id"](v := f"Y2{n}"))

    def _rocbad(self, _: str) -> str:
        good = self._roc("")
        return good[:-1] + str((int(good[-1]) + 1) % 10)

    def _card(self, _: str) -> str:
        """Of a range for tests (JCB 3528), with a check digit."""
        return next(v for n in range(1000) if PROOFS["card"](v := f"3528{987654321000 + n}"))


def block_of(text: str, medium: Medium) -> Gathered:
    """A text as a block. Behind "|" stands what a key names or, in code, the method's next text;
    "||" begins the next key."""
    block, at = Gathered(medium), Location("place", "a.B.c")
    if medium is Medium.CODE:
        for part in text.replace("||", "|").split("|"):
            block.add(part, at)
        return block
    for pair in text.split("||"):
        *name, value = pair.split("|", 1)
        block.add(value, at, *name)
    return block
