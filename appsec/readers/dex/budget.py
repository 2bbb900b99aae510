"""How much work a file may make: what its size explains, and not what its makers want."""

from appsec.model.frozen import slotted
from appsec.readers.dex.file import BadDex

_FOR_EACH_BYTE = 100
_AT_LEAST = 10_000_000


@slotted
class Budget:
    """What is left, in registers looked at."""

    left: int

    def spend(self, work: int) -> None:
        """Raises BadDex where nothing is left."""
        self.left -= work
        if self.left < 0:
            raise BadDex("more work than its size explains")


def budget_of(size: int) -> Budget:
    """For a file of so many bytes."""
    return Budget(_AT_LEAST + _FOR_EACH_BYTE * size)
