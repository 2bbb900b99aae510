"""Names that the Swift compiler mangles, as far as people write them: `Module.Type.member`.

Only identifiers and the types around them are read; signatures and generic arguments are not.
"""

import re
import string

_OLD = re.compile(r"_Tt([CVOP]+)")
_NEW = re.compile(r"\$[sS]|_T0|_\$[sS]")
_NUMBER = re.compile(r"[1-9][0-9]{0,5}")
# A word ends before a capital that follows another letter, before an underscore and at the end.
_WORD = re.compile(r"[^0-9_](?:[^A-Z_]|(?<=[A-Z])[A-Z])*")
_MODULES = {"s": "Swift", "So": "__C", "SC": "__C_Synthesized"}
_STANDARD = {
    "SS": "String",
    "Sa": "Array",
    "SD": "Dictionary",
    "Sh": "Set",
    "Si": "Int",
    "Su": "UInt",
    "Sb": "Bool",
    "Sd": "Double",
    "Sf": "Float",
    "Sq": "Optional",
    "SJ": "Character",
    "Ss": "Substring",
}
_KINDS = "CVOPa"
"""Class, struct, enum, protocol, type alias."""
_LETTERS = string.ascii_letters
_WORDS = 26
_OLD_FILE, _FILE = "P33_", 32
_MOST = 4096
_MOST_PARTS = 32


def nominal(name: str) -> str:
    """`_TtC4Main5Login` as `Main.Login`; any other name as it is."""
    found = _OLD.match(name) if len(name) <= _MOST else None
    if found is None:
        return swift_name(name) or name
    reader = _Reader(name, found.end())
    parts = [reader.module(), *(reader.identifier() for _ in found[1])]
    return ".".join(parts) if all(parts) else name


def swift_name(symbol: str) -> str:
    """`$s4Main5LoginC4saveyyF` as `Main.Login.save`; empty for what is no name of Swift's."""
    found = _NEW.match(symbol) if len(symbol) <= _MOST else None
    if found is None:
        return ""
    reader = _Reader(symbol, found.end())
    parts = reader.context()
    while parts and len(parts) < _MOST_PARTS:
        part = reader.identifier()
        if not part:
            break
        if reader.extends():
            continue
        parts.append(part)
        if not reader.kind():
            break
    return ".".join(parts)


class _Reader:
    """Reads identifiers: a length and letters, in which words of earlier ones may be repeated."""

    def __init__(self, text: str, at: int) -> None:
        self._text = text
        self._at = at
        self._words: list[str] = []

    def context(self) -> list[str]:
        """The module, or a type of the standard library."""
        pair = self._text[self._at : self._at + 2]
        if pair in _STANDARD:
            self._at += 2
            return ["Swift", _STANDARD[pair]]
        module = self.module()
        return [module] if module else []

    def module(self) -> str:
        """The first identifier, or a letter for well-known modules."""
        for mark, name in _MODULES.items():
            if self._take(mark):
                return name
        return self.identifier()

    def extends(self) -> bool:
        """Whether the identifier before named the module of an extension."""
        return self._take("E") or self._take("AAE")

    def kind(self) -> bool:
        """Whether the identifier before named a type; a private one names its file, too."""
        before = self._at
        if not (self.identifier() and self._take("LL")):
            self._at = before
        return any(self._take(letter) for letter in _KINDS)

    def identifier(self) -> str:
        """The next identifier; empty if there is none."""
        # In old names a private type names its file first.
        if self._take(_OLD_FILE):
            self._at += _FILE
        repeats = not self._text.startswith("00", self._at) and self._take("0")
        parts: list[str] = []
        while True:
            while repeats and (word := self._repeated()) is not None:
                parts.append(word[0])
                repeats = not word[1]
            if parts and self._take("0"):
                break
            part = self._letters()
            if not part:
                return ""
            parts.append(part)
            if not repeats:
                break
        return "".join(parts)

    def _take(self, text: str) -> bool:
        found = self._text.startswith(text, self._at)
        if found:
            self._at += len(text)
        return found

    def _repeated(self) -> tuple[str, bool] | None:
        """A word of an earlier identifier by its letter, and whether it is the last so repeated."""
        letter = self._text[self._at : self._at + 1]
        number = ord(letter.lower()) - ord("a") if letter in _LETTERS and letter else -1
        if not 0 <= number < len(self._words):
            return None
        self._at += 1
        return self._words[number], letter.isupper()

    def _letters(self) -> str:
        found = _NUMBER.match(self._text, self._at)
        if found is None:
            return ""
        end = found.end() + int(found[0])
        part = self._text[found.end() : end]
        if end > len(self._text):
            return ""
        self._at = end
        room = _WORDS - len(self._words)
        self._words += [word for word in _WORD.findall(part) if len(word) > 1][:room]
        return part
