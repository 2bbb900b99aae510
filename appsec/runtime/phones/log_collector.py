"""Collects the log of an Android device while an app is used, and goes on after a pulled cable."""

import secrets
from collections import deque
from collections.abc import Iterator
from threading import Event, Thread

from appsec.model.run_files import LogLine
from appsec.runtime.collect import CollectError
from appsec.runtime.phones.adb import Adb, Stream
from appsec.runtime.phones.logcat import Entry, Garbled, Records
from appsec.runtime.phones.owner import Owner
from appsec.runtime.phones.words import told, trouble
from appsec.runtime.run_folder import RunFolder

TAG = "appsec"
TICK = 0.1
CLOCK_TRIES = 3
MARK_SECONDS = 60.0
QUIET_SECONDS = 30.0
"""A device whose log says nothing for so long is asked to say something."""
SET_BACK = 5_000_000
"""Microseconds by which a line may seem older than what it answers: a clock that drifts is no more
than that off."""
MARGIN_NANOS = 10**9
"""Records come nearly in the order of their times."""
RECENT = 5_000
"""Records that are compared after the connection broke, to lose none and to keep none twice."""
_BUFFERS = ("all", "main,system,crash")


class Clock:
    """Tells from the device's clock when in the run something was, to half of the time that asking
    takes."""

    def __init__(self, run: RunFolder, adb: Adb) -> None:
        self._run = run
        asked = [self._asked(run, adb) for _ in range(CLOCK_TRIES)]
        self._first, self.began, _, coarse = asked[0]
        before, device, after, _ = min(asked, key=lambda one: one[2] - one[0])
        self._offset = (before + after) // 2 - (device + coarse // 2) // 1000
        self.error = after - before + coarse // 1000

    @staticmethod
    def _asked(run: RunFolder, adb: Adb) -> tuple[int, int, int, int]:
        """When it was asked, what the device answered, when that came, and how coarse it is."""
        before = run.now
        seconds, _, fraction = adb.shell("date +%s.%N").text.strip().partition(".")
        if not seconds.isdigit():
            raise trouble("no-answer", what="date")
        device = int(seconds) * 10**9
        if len(fraction) != len("123456789") or not fraction.isdigit():
            return before, device, run.now, 10**9
        return before, device + int(fraction), run.now, 0

    def at(self, entry: Entry) -> int:
        return max(self._first, min(self.told(entry), self._run.now))

    def told(self, entry: Entry) -> int:
        """When it was by the device's clock, which may have been set since."""
        return entry.nanos // 1000 + self._offset


class LogCollector:
    """A Collector of runtime/collect.py. It takes records of one run from a thread of its own.
    `error` is by how many microseconds the times of lines may be wrong."""

    def __init__(self, adb: Adb, package: str, *, patience: float = 120.0) -> None:
        self._adb = adb
        self._patience = patience
        self._owner = Owner(adb, package)
        self._package = package
        self._run: RunFolder | None = None
        self._stream: Stream | None = None
        self._recent: deque[Entry] = deque(maxlen=RECENT)
        self._marker = ("", Event())
        self._stopping = Event()
        self._over = Event()
        self._buffers = _BUFFERS[0]
        self._trouble = ""
        self._asked = 0
        self.error = 0

    @property
    def trouble(self) -> str:
        return self._trouble

    def start(self, run: RunFolder) -> None:
        """Begins with what the device logs from now on, and shows that it does."""
        self._owner.learn()
        if not self._owner.uids:
            raise trouble("not-installed", package=self._package, like="-")
        clock = Clock(run, self._adb)
        self._run, self.error = run, clock.error
        Thread(target=self._collect, args=(run, clock), name="appsec log", daemon=True).start()
        if not self._seen_through():
            self._end()
            raise CollectError(self._trouble or told("log-silent"))

    def settle(self) -> None:
        """Waits for all that was logged so far. Raises CollectError."""
        if not self._seen_through() or self._trouble:
            raise CollectError(self._trouble or told("log-cut"))

    def stop(self) -> None:
        """Waits for all that was logged so far, and ends."""
        if self._stopping.is_set() or self._run is None:
            return
        if not self._over.is_set() and not self._seen_through():
            self._trouble = self._trouble or told("log-cut")
        self._end()

    def _end(self) -> None:
        self._stopping.set()
        if self._stream is not None:
            self._stream.close()
        self._over.wait(MARK_SECONDS)

    def _seen_through(self) -> bool:
        """Has the device log a word of ours and waits for it: all before it is there then."""
        word = secrets.token_hex(8)
        seen = Event()
        self._marker = (word, seen)
        self._asked = self._run.now if self._run is not None else 0
        try:
            if self._adb.shell(f"log -t {TAG} {word}").code != 0:
                return False
        except CollectError:
            return False
        for _ in range(int(MARK_SECONDS / TICK)):
            if seen.wait(TICK) or self._over.is_set():
                break
        return seen.is_set()

    def _collect(self, run: RunFolder, clock: Clock) -> None:
        try:
            while not self._stopping.is_set():
                self._take(run, clock)
                if self._stopping.is_set() or self._trouble:
                    break
                if self._refused():
                    self._buffers = _BUFFERS[1]
                    run.mark("note", f"log: {self._buffers}")
                elif not self._adb.back(self._patience, self._stopping.is_set):
                    self._trouble = str(self._adb.lost())
        except CollectError as error:
            self._trouble = self._trouble or str(error)
        except Garbled:
            self._trouble = told("log-garbled")
        except OSError as error:
            self._trouble = told("disk-full", why=error.strerror or str(error))
        finally:
            self._over.set()

    def _refused(self) -> bool:
        """Not every device gives all buffers: then there is no record at all."""
        return self._buffers == _BUFFERS[0] and not self._recent and self._adb.state() == "device"

    def _take(self, run: RunFolder, clock: Clock) -> None:
        """Takes records until the connection ends."""
        again = list(self._recent)
        since = min((one.nanos for one in again), default=clock.began)
        command = f"logcat -B -b {self._buffers} -T {since // 10**9}.{since % 10**9:09d}"
        replay, records, quiet = _Replay(again), Records(), 0.0
        with self._adb.endless(command) as stream:
            self._stream = stream
            while not self._stopping.is_set() and (piece := stream.poll(TICK)) != b"":
                quiet = quiet + TICK if piece is None else 0.0
                if quiet >= QUIET_SECONDS:
                    quiet = 0.0
                    if not self._speaks():
                        return
                if piece and not self._keep(run, clock, records.feed(piece), replay):
                    return

    def _speaks(self) -> bool:
        """Has a quiet log say something; whether the device is there to do so."""
        try:
            return self._adb.shell(f"log -t {TAG} quiet").code == 0
        except CollectError:
            return False

    def _keep(
        self, run: RunFolder, clock: Clock, entries: Iterator[Entry], replay: "_Replay"
    ) -> bool:
        """Whether all could be told whose they are; else they are to be asked for again."""
        lines: list[LogLine] = []
        whole = True
        for entry in entries:
            if replay.again(entry):
                continue
            if replay.lost(entry):
                self._trouble = told("log-lost")
            try:
                lines.append(self._line(run, clock, entry))
            except CollectError:
                whole = False
                break
            self._recent.append(entry)
        if lines:
            run.log(lines)
            self._answer(lines)
        return whole

    def _line(self, run: RunFolder, clock: Clock, entry: Entry) -> LogLine:
        at = clock.at(entry)
        priority, tag, text = entry.words()
        ours = (tag, text) == (TAG, self._marker[0])
        if ours and clock.told(entry) < self._asked - self.error - SET_BACK:
            self._trouble = told("clock-set-back")
        own = self._owner.owns(entry)
        if own and tag == "chatty" and " expire " in text:
            self._trouble = told("log-lost")
        return LogLine(at, run.recorder.phase_at(at), text, tag, priority, entry.pid, own)

    def _answer(self, lines: list[LogLine]) -> None:
        word, seen = self._marker
        if word and any(line.tag == TAG and line.text == word for line in lines):
            seen.set()


class _Replay:
    """Tells records that were there before the connection broke from those that came since. The
    last of each buffer must come again, or the device threw away what came after it, too."""

    def __init__(self, before: list[Entry]) -> None:
        self._before = set(before)
        self._waited = {one.buffer: one for one in before}

    def again(self, entry: Entry) -> bool:
        known = entry in self._before
        if known and self._waited.get(entry.buffer) == entry:
            del self._waited[entry.buffer]
        return known

    def lost(self, entry: Entry) -> bool:
        """Whether something new came of a time after a record that did not come again."""
        return any(entry.nanos > one.nanos + MARGIN_NANOS for one in self._waited.values())
