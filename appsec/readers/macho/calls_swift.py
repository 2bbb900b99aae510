"""Names of Swift functions as far as `Module.Type.name`, and texts as Swift passes them.

A mangled name begins with what it is of; types of parameters follow, which are not read.
"""

from collections.abc import Sequence
from dataclasses import field
from functools import lru_cache

from appsec.model.frozen import slotted
from appsec.readers.macho.walk_values import Literal, Value

_PREFIXES = ("$s", "$S", "_$s", "_$S")
_STANDARD = {
    "a": "Array", "b": "Bool", "c": "UnicodeScalar", "D": "Dictionary", "d": "Double",
    "f": "Float", "h": "Set", "I": "DefaultIndices", "i": "Int", "J": "Character",
    "N": "ClosedRange", "n": "Range", "O": "ObjectIdentifier", "P": "UnsafePointer",
    "p": "UnsafeMutablePointer", "R": "UnsafeBufferPointer", "r": "UnsafeMutableBufferPointer",
    "S": "String", "s": "Substring", "u": "UInt", "V": "UnsafeRawPointer",
    "v": "UnsafeMutableRawPointer", "W": "UnsafeRawBufferPointer", "q": "Optional",
}  # fmt: skip
_NOMINAL = "VCOPa"
_MAX_NAME = 4096
_MAX_WORDS = 26


@slotted
class _Reader:
    """Reads the context at the beginning of a name."""

    text: str
    at: int
    words: list[str] = field(default_factory=list)
    known: list[str] = field(default_factory=list)

    def peek(self) -> str:
        return self.text[self.at : self.at + 1]

    def take(self, what: str) -> bool:
        found = self.text.startswith(what, self.at)
        self.at += len(what) if found else 0
        return found

    def identifier(self) -> str:
        """One name, of which parts may be words that were there before; empty if there is none."""
        if not self.peek().isdigit():
            return ""
        found, substituted = "", self.take("0")
        if substituted and self.peek() == "0":
            return ""  # Punycode
        while True:
            while substituted and self.peek().isalpha():
                letter = self.peek()
                self.at += 1
                number = ord(letter.lower()) - ord("a")
                substituted = letter.islower()
                if number >= len(self.words):
                    return ""
                found += self.words[number]
            if self.take("0"):
                return found
            piece = self._piece()
            if not piece:
                return ""
            found += piece
            self._learn(piece)
            if not substituted:
                return found

    def _piece(self) -> str:
        start = self.at
        while self.peek().isdigit():
            self.at += 1
        digits = self.text[start : self.at]
        count = int(digits) if 0 < len(digits) <= 4 else 0  # noqa: PLR2004
        piece = self.text[self.at : self.at + count]
        self.at += count
        return piece if len(piece) == count else ""

    def _learn(self, piece: str) -> None:
        """Words for later substitution: runs that begin at a capital or after an underscore."""
        start = -1
        for at in range(len(piece) + 1):
            now = piece[at : at + 1]
            ends = now in ("", "_") or (at > 0 and not piece[at - 1].isupper() and now.isupper())
            if start >= 0 and ends:
                if at - start > 1 and len(self.words) < _MAX_WORDS:
                    self.words.append(piece[start:at])
                start = -1
            if start < 0 and now and now != "_" and not now.isdigit():
                start = at

    def substitution(self) -> str:
        """`A` and letters: something that was there before; only the last of several counts."""
        while self.peek().isalpha():
            letter = self.peek()
            self.at += 1
            number = ord(letter.lower()) - ord("a")
            if letter.isupper():
                return self.known[number] if number < len(self.known) else ""
        return ""

    def start(self) -> str:
        """The module or type that the name begins with."""
        if self.take("So"):
            name = self.identifier()
            kind = self.peek()
            self.at += kind in _NOMINAL
            self.known.append(name)
            return name
        if self.take("S"):
            letter = self.peek()
            self.at += 1
            return f"Swift.{_STANDARD[letter]}" if letter in _STANDARD else ""
        if self.take("s"):
            return "Swift"
        name = self.identifier()
        self.known.append(name)
        return name


@lru_cache(maxsize=65536)
def demangled(name: str) -> str:
    """`Module.Type.name`, with `init` for initialisers, `self` for the type itself and `get` or
    `set` behind a property; the name as it is if it is not Swift's, or too strange."""
    prefix = next((one for one in _PREFIXES if name.startswith(one)), "")
    if not prefix or len(name) > _MAX_NAME:
        return name
    reader = _Reader(name, len(prefix))
    path = reader.start()
    if not path:
        return name
    return _rest(reader, path) or name


def _rest(reader: _Reader, path: str) -> str:
    """Types nested in a context, extensions, and what is declared in it."""
    while True:
        if reader.peek() == "A" and _extension(reader):
            continue
        if not reader.peek().isdigit():
            break
        before = reader.at
        found = reader.identifier()
        if not found:
            return ""
        kind = reader.peek()
        if kind and kind in _NOMINAL:
            reader.at += 1
            path += f".{found}"
            reader.known.append(path)
        elif reader.take("E"):  # `found` is the module of an extension
            reader.known.append(found)
        else:
            return _member(reader, path, found) if before else ""
    tail = reader.text[reader.at :]
    if tail in ("Ma", "N", "Mn", "Mm"):
        return f"{path}.self"
    if "fC" in tail[-4:] or "fc" in tail[-4:]:
        return f"{path}.init"
    return path


def _extension(reader: _Reader) -> bool:
    """`AAE`: an extension in a module that was there before; or without `E`, no more than that."""
    at = reader.at
    reader.at += 1
    reader.substitution()
    if reader.take("E"):
        return True
    reader.at = at
    return False


def _member(reader: _Reader, path: str, found: str) -> str:
    tail = reader.text[reader.at :]
    if tail.endswith(("fC", "fc", "fCTj", "fcTj", "fCTq")):
        return f"{path}.init"
    for ends, word in (("vg", "get"), ("vs", "set"), ("vM", "modify")):
        if tail.removesuffix("Tj").removesuffix("Z").endswith(ends):
            return f"{path}.{found}.{word}"
    return f"{path}.{found}"


_ASCII, _OTHER = 0xE, 0xA
_SMALL = 15
_LARGE = (0xD, 0x1, 0x5)
_COUNT = (1 << 48) - 1


def joined_texts(values: Sequence[Value]) -> list[Value]:
    """Values of registers, a text in the first of the two that Swift passes one in."""
    found = list(values)
    for at in range(len(found) - 1):
        one, two = found[at], found[at + 1]
        if type(one) is not int:
            continue
        if isinstance(two, Literal) and _counts(one, two.text):
            found[at], found[at + 1] = two, None
        elif type(two) is int and (text := small_text(one, two)) is not None:
            found[at], found[at + 1] = Literal(text), None
    return found


def _counts(flags: int, text: str) -> bool:
    """Whether a number is what Swift passes before the address of a text: flags and its bytes."""
    return flags >> 60 & 15 in _LARGE and flags & _COUNT == len(text.encode())


def small_text(low: int, high: int) -> str | None:
    """The text that two registers hold, if they do: up to 15 bytes, and their count on top."""
    kind, count = high >> 60 & 15, high >> 56 & 15
    if kind not in (_ASCII, _OTHER) or count > _SMALL:
        return None
    raw = (low & (1 << 64) - 1).to_bytes(8, "little") + (high & (1 << 56) - 1).to_bytes(7, "little")
    if any(raw[count:]):
        return None
    try:
        return raw[:count].decode("utf-8")
    except UnicodeDecodeError:
        return None
