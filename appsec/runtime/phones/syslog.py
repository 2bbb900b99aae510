"""The log of an iPhone as `idevicesyslog` writes it: the public part of what is logged."""

import re
import time
from threading import Event, Thread

from appsec.model.run_files import LogLine
from appsec.runtime.collect import CollectError
from appsec.runtime.phones.adb import QUICK, Stream
from appsec.runtime.phones.words import told
from appsec.runtime.process_names import process_in
from appsec.runtime.run_folder import RunFolder
from appsec.runtime.vis import decoded

TICK = 0.2
GRACE = 1.0
MAX_LINE = 1 << 20
_HEAD = re.compile(r"\w{3} +\d+ \d\d:\d\d:\d\d(?:\.\d+)? ([^\[\]]+)\[(\d+)\] <(\w+)>: (.*)")
_OWN_WORDS = re.compile(r"\[(?:dis)?connected(?::[^\]]*)?\]")
_PRIORITIES = {"Debug": "D", "Info": "I", "Notice": "I", "Warning": "W", "Error": "E"}


class Syslog:
    """A Collector of runtime/collect.py. `executable` is the program whose lines are the app's."""

    def __init__(self, command: list[str], executable: str) -> None:
        self._command = command
        self._executable = executable
        self._stream: Stream | None = None
        self._stopping, self._came, self._over = Event(), Event(), Event()
        self._trouble = ""
        self._last: LogLine | None = None

    @property
    def trouble(self) -> str:
        return self._trouble

    def start(self, run: RunFolder) -> None:
        """The system of a phone is never quiet: the first line shows that its log comes."""
        self._stream = Stream(self._command)
        Thread(target=self._collect, args=(run, self._stream), daemon=True).start()
        if not self._came.wait(QUICK):
            self.stop()
            raise CollectError(self._trouble or told("log-silent"))

    def settle(self) -> None:
        """Nothing tells that all that was logged has come. Raises CollectError."""
        if self._over.wait(GRACE):
            raise CollectError(self._trouble or told("log-cut"))

    def stop(self) -> None:
        if self._stopping.is_set():
            return
        if not self._over.is_set():
            time.sleep(GRACE)  # nothing tells that all that was logged has come
        self._stopping.set()
        if self._stream is not None:
            self._stream.close()
            self._over.wait(QUICK)

    def _collect(self, run: RunFolder, stream: Stream) -> None:
        rest = b""
        try:
            with stream:
                while (piece := stream.poll(TICK)) != b"":
                    # Bytes until a line is whole: a character may come in two pieces.
                    *whole, rest = (rest + (piece or b"")).split(b"\n")
                    if len(rest) > MAX_LINE:
                        whole, rest = [*whole, rest], b""
                    self._keep(run, [decoded(line) for line in whole])
                self._keep(run, [decoded(rest)] if rest else [])
            if not self._stopping.is_set():
                self._trouble = told("unplugged")
        except OSError as error:
            self._trouble = told("disk-full", why=error.strerror or str(error))
        finally:
            self._came.set()
            self._over.set()

    def _keep(self, run: RunFolder, texts: list[str]) -> None:
        lines = []
        for text in texts:
            if self._last is None and _OWN_WORDS.fullmatch(text.strip()):
                continue  # of the program, not of the phone
            self._last = self._line(run, text, self._last)
            lines.append(self._last)
        if lines:
            run.log(lines)
            self._came.set()

    def _line(self, run: RunFolder, text: str, last: LogLine | None) -> LogLine:
        """A line; one without a head goes on with the one before."""
        head = _HEAD.match(text)
        if head is None:
            own = last.own if last is not None else False
            tag, pid = (last.tag, last.pid) if last is not None else ("", 0)
            return LogLine(run.now, run.phase, text, tag, "", pid, own)
        written, pid_, level, said = head.groups()
        process, own = process_in(written.strip(), self._executable)
        return LogLine(
            run.now, run.phase, said, process, _PRIORITIES.get(level, ""), int(pid_), own
        )
