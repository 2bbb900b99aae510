"""Whether an answer is somebody's: it holds what was entered of the account."""

from collections.abc import Iterator

from appsec.engine.canaries.forms import What
from appsec.model.run_files import Exchange
from appsec.readers.trace.bodies import Bodies
from appsec.readers.trace.canaries import account_searcher
from appsec.readers.trace.index import Index

ENTERED = (What.PASSWORD, What.OTP)
"""What one logs in with: no server answers with it."""
Found = set[tuple[str, What]]


class Personal:
    """What of the account is in the requests and answers of one run."""

    def __init__(self, told: Index, bodies: Bodies) -> None:
        self._bodies = bodies
        self._searcher, self._whats = account_searcher(told)

    def enters(self, one: Exchange) -> bool:
        """Whether a request carries what one logs in with."""
        return any(what in ENTERED for _, what in self._sent(one))

    def answered(self, one: Exchange, answer: bytes) -> Found:
        """What the answer holds, and the request does not."""
        found = {each for each in self.found(answer) if each[1] not in ENTERED}
        return found - self._sent(one) if found else found

    def found(self, data: bytes) -> Iterator[tuple[str, What]]:
        """Which canaries are in it, and of which kinds they are."""
        yield from ((hit.canary, self._whats[hit.canary]) for hit in self._searcher.found(data))

    def _sent(self, one: Exchange) -> Found:
        return set(self.found(self._bodies.text(one).encode("utf-8", "replace")))
