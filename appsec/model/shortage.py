"""How Python says that memory ran out: not always by MemoryError."""

import errno

_SAID = ("without exception set", "without setting an exception")
"""What ends a SystemError for which there was no memory to make a MemoryError."""
_LINES = ("MemoryError", f"OSError: [Errno {errno.ENOMEM}]")


def is_out_of_memory(error: BaseException) -> bool:
    """Whether this was raised for want of memory."""
    if isinstance(error, OSError):
        return error.errno == errno.ENOMEM
    return isinstance(error, MemoryError) or (
        isinstance(error, SystemError) and str(error).endswith(_SAID)
    )


def tells_out_of_memory(line: str) -> bool:
    """Whether the last line of a traceback says so."""
    return line.startswith(_LINES) or (line.startswith("SystemError") and line.endswith(_SAID))
