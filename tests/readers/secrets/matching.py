"""Makes up texts that a regular expression matches, for comparing rules with those of others."""

import random
import re
import string

try:
    from re import _constants as c  # type: ignore[attr-defined]
    from re import _parser as parser  # type: ignore[attr-defined]
except ImportError:  # before Python 3.11
    import sre_constants as c
    import sre_parse as parser

_ANY = string.ascii_letters + string.digits
_FLAGS = re.compile(r"\(\?([a-z]+)\)")
_CLASSES = {"[[:alnum:]]": "[A-Za-z0-9]", r"\z": r"\Z", "[:alnum:]": "A-Za-z0-9"}


def matching(pattern: str, seed: int) -> str:
    """A text that matches a pattern of RE2, without anything that may be left out."""
    for theirs, ours in _CLASSES.items():
        pattern = pattern.replace(theirs, ours)
    # Python wants flags for all of a pattern at its beginning; here they only widen the choice.
    parsed = parser.parse(_FLAGS.sub("", pattern))
    return _Maker(random.Random(seed)).made(parsed)


class _Maker:
    def __init__(self, rand: random.Random) -> None:
        self._random = rand
        self._groups: dict[int, str] = {}

    def made(self, parsed: object) -> str:
        return "".join(self._one(kind, value) for kind, value in parsed)  # type: ignore[attr-defined]

    def _one(self, kind: object, value: object) -> str:
        if kind is c.LITERAL:
            return chr(value)  # type: ignore[arg-type]
        if kind in (c.MAX_REPEAT, c.MIN_REPEAT):
            least, most, inside = value  # type: ignore[misc]
            count = least or (1 if most == 1 and kind is c.MAX_REPEAT else 0)
            return "".join(self.made(inside) for _ in range(count))
        if kind is c.BRANCH:
            return self.made(self._random.choice(value[1]))  # type: ignore[index]
        if kind is c.SUBPATTERN:
            return self.made(value[-1])  # type: ignore[index]
        if kind in (c.ANY, c.NOT_LITERAL, c.IN):
            return self._random.choice(self._allowed(value) if kind is c.IN else _ANY)
        return ""

    def _allowed(self, items: object) -> str:
        found, negated = set(), False
        for kind, value in items:  # type: ignore[attr-defined]
            if kind is c.NEGATE:
                negated = True
            elif kind is c.LITERAL:
                found.add(chr(value))
            elif kind is c.RANGE:
                found |= set(map(chr, range(value[0], value[1] + 1)))
            elif kind is c.CATEGORY:
                found |= _category(value)
        chosen = set(_ANY) - found if negated else found
        return "".join(sorted(chosen & set(_ANY) or chosen))


def _category(value: object) -> set[str]:
    if value is c.CATEGORY_DIGIT:
        return set(string.digits)
    if value is c.CATEGORY_SPACE:
        return {" "}
    return set(_ANY) | {"_"}
