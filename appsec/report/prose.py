"""Lines of a terminal, broken as Chinese is: between characters, never before a full stop."""

from typing import Any

from rich.cells import cell_len
from rich.console import Console
from rich.containers import Lines
from rich.text import Text

_NEVER_FIRST = frozenset("，。、；：！？）」』》】〉…,.;:!?)]}")
_NEVER_LAST = frozenset("（「『《【〈([{→")

_SLACK = 48
"""Cells that a line may stay short by, so that a name is not torn."""


class Prose(Text):
    """Words that wrap where both languages allow it; a name that is too long is cut."""

    def wrap(self, console: Console, width: int, **how: Any) -> Lines:
        """The lines, none of them wider than `width`."""
        del console, how
        lines = Lines()
        for line in self.split(allow_blank=True):
            for part in line.divide(breaks(line.plain, width)):
                part.rstrip()
                lines.append(part)
        return lines


def breaks(words: str, width: int) -> list[int]:
    """Where new lines start, as offsets."""
    found: list[int] = []
    start = used = 0
    allowed, allowed_at = 0, 0
    for n, char in enumerate(words):
        if n > start and _may_break(words[n - 1], char):
            allowed, allowed_at = n, used
        wide = cell_len(char)
        if used + wide > width and char != " ":
            torn = allowed <= start or allowed_at < width - _SLACK
            start = n if torn else allowed
            used = 0 if torn else used - allowed_at
            found.append(start)
        used += wide
    return found


def _may_break(before: str, after: str) -> bool:
    if before in _NEVER_LAST or after in _NEVER_FIRST or after == " ":
        return False
    return before == " " or cell_len(before) > 1 or cell_len(after) > 1
