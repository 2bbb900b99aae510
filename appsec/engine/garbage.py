"""When a process looks for garbage: rarely, where it keeps what it makes and ends soon."""

import gc

_NEW_OBJECTS = 500_000


def collect_rarely() -> None:
    """To look for cycles again and again in what is kept took a fifth of a scan's time."""
    gc.freeze()
    gc.set_threshold(_NEW_OBJECTS, 50, 50)


def collect_no_more() -> None:
    """For a process that ends: it would look through everything once more to free it."""
    gc.disable()
    gc.freeze()
