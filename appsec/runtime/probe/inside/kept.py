"""The bytes of one conversation, up to a limit in each direction."""


class Kept:
    """`cut` is whether the client sent more than is kept."""

    def __init__(self, most: int) -> None:
        self.sent, self.came = bytearray(), bytearray()
        self.cut = False
        self._most = most

    def add(self, data: bytes, *, from_client: bool) -> None:
        """Takes what one side sent, as far as there is room."""
        side = self.sent if from_client else self.came
        room = self._most - len(side)
        # Only what is kept is copied, whatever comes afterwards.
        side += memoryview(data)[:room]
        if from_client:
            self.cut |= len(data) > room
