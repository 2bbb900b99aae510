"""A session's folder is one terminal's at a time: two would write into the same runs."""

import errno
import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_UNABLE = (errno.EBADF, errno.EINVAL, errno.ENOLCK, errno.ENOTSUP)
"""What file systems answer that lock no folders; the trace of each run has its own lock besides."""


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Holds a folder, without writing anything into it. The system gives it back with the process,
    however that ends. Raises BlockingIOError for one that another holds, OSError."""
    fd = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            if error.errno not in _UNABLE:
                raise
        yield
    finally:
        os.close(fd)
