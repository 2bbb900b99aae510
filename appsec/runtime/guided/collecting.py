"""What collects while the steps of a guided session are gone through: the log and the probe."""

from collections.abc import Callable, Iterator

from appsec.model.trace import BROKE_OFF
from appsec.runtime.collect import CollectError, Collector
from appsec.runtime.guided.given import Trouble
from appsec.runtime.run_folder import RunFolder


class Collecting:
    """What runs now, by what it collects. Whatever ends by itself or is cut is marked in the run:
    the phase that lasts is not whole then."""

    def __init__(self) -> None:
        self._running: dict[str, Collector] = {}

    def __contains__(self, what: str) -> bool:
        return what in self._running

    def start(
        self, what: str, run: RunFolder, make: Callable[[], Collector | None]
    ) -> Iterator[Trouble]:
        """Starts it unless it runs. Tells if that fails."""
        if what in self._running:
            return
        try:
            if (collector := make()) is not None:
                collector.start(run)
                self._running[what] = collector
        except CollectError as error:
            yield Trouble(what, str(error))

    def settle(self, what: str, run: RunFolder | None) -> str:
        """Has all that came by now written. Why it is not, if so; what fails in this is ended, so
        that another can be started."""
        if (collector := self._running.get(what)) is None or run is None:
            return ""
        try:
            collector.settle()
        except CollectError as error:
            run.mark(BROKE_OFF, f"{what}: {error}")
            collector.stop()
            self._running.pop(what, None)
            return str(error)
        return ""

    def ended(self, run: RunFolder | None) -> list[Trouble]:
        """What ended by itself since the last time."""
        found = [Trouble(what, one.trouble) for what, one in self._running.items() if one.trouble]
        for trouble in found:
            self._running.pop(trouble.what).stop()
            if run is not None:
                run.mark(BROKE_OFF, f"{trouble.what}: {trouble.why}")
        return found

    def stop(self, what: str, run: RunFolder | None) -> None:
        """Ends it; what was cut off by that belongs to the phase that lasts."""
        if (collector := self._running.get(what)) is None:
            return
        collector.stop()
        self._running.pop(what, None)  # not before: a stop that is interrupted is done again
        if collector.trouble and run is not None:
            run.mark(BROKE_OFF, f"{what}: {collector.trouble}")

    def release(self) -> None:
        """Ends all of it, as it is; a second time it does nothing."""
        for collector in self._running.values():
            collector.stop()
