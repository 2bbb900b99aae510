"""The exit codes of the command line, and of the gate among them."""

from collections.abc import Iterable
from enum import IntEnum


class Exit(IntEnum):
    """What a run ends with; `worst` says which wins when several causes disagree."""

    OK = 0
    FAILED = 1
    USAGE = 2
    OPEN = 3
    UNREADABLE = 4
    INTERNAL = 70
    INTERRUPTED = 130
    BROKEN_PIPE = 141


PRECEDENCE = (
    Exit.INTERRUPTED,
    Exit.BROKEN_PIPE,
    Exit.USAGE,
    Exit.INTERNAL,
    Exit.UNREADABLE,
    Exit.FAILED,
    Exit.OPEN,
    Exit.OK,
)


def worst(codes: Iterable[int]) -> int:
    """The code that wins; 0 when there is none."""
    given = set(codes)
    return int(next((code for code in PRECEDENCE if code in given), Exit.OK))
