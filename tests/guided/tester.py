"""A tester at a terminal, who answers what is asked and does what the step says."""

import os
import pty
import re
import select
import subprocess
import sys
import time
from contextlib import suppress

from tests.command import ROOT, environment

WITHIN = 120
_ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
OWN = {
    "phone number": "0912345678", "national id": "L198765432", "card number": "4311952222222222",
    "carrier code": "/CANARY1", "advertising id": "cdda802e-fb9c-47ad-9866-0794d394c912",
    "Android ID": "9774d56d682e549c",
}  # fmt: skip
PROMPTS = {
    "own": r"([^\n]*?): [^\n]*\(Enter for none\)",
    "seed": r"Enter when done\.",
    "choice": r"\(\w/\w\)",
    "start": r"Enter to begin",
    "typed": r"([^\n]*?): type  (\S+)\s+(?:\([^\n]*\)\s+)?Enter typed \| v pasted[^\n]*",
    "no-value": r"([^\n]*?): no canary was given[^\n]*",
    "doing": r"Enter when done \(n, c[^\n]*",
    "question": r"([^\n]*?): what did the app show\?",
    "outcome": r"([^\n]*?): 1 [^\n]*words may follow[^\n]*",
    "picture": r"Screenshot: Enter takes one[^\n]*",
    "deleted": r"Delete ([^\n]*) and start the app again[^\n]*",
    "trusted": r"Does the store that the app trusts[^\n]*",
    "certificates": r"Log in or connect again and again until[^\n]*",
    "after": r"Enter go on \| r REASON redo this step[^\n]*",
}
"""What is asked, by the words of the question in English."""
_STEP = re.compile(r"Step \d+ \[\d+/\d+\] ([^\n]*)")


class Person:
    """Runs `appsec`, with a folder for a phone if there is one. Reads until something is asked, or the program ends. The program has a terminal of its own."""

    def __init__(self, device, *arguments, env=None):
        self._fd, theirs = pty.openpty()
        program = ["tests.guided.at_terminal", str(device)] if device else ["appsec"]
        command = ["-P", "-m", *program, *map(str, arguments)]
        self.process = subprocess.Popen(
            [sys.executable, *command], stdin=theirs, stdout=theirs, stderr=theirs, env=environment(**env or {}),
            cwd=ROOT, start_new_session=True,
        )  # fmt: skip
        os.close(theirs)
        self._raw = b""
        self.said = self.step = ""

    def next(self):
        """What is asked now: the kind, and what the question names. `end` when there is nothing."""
        while b"\r\n> " not in self._raw:
            if not self._read():
                self._hear(self._raw)
                self.process.wait(WITHIN)
                return "end", ()
        asked, _, self._raw = self._raw.partition(b"\r\n> ")
        before = self._hear(asked)
        for kind, pattern in PROMPTS.items():
            if match := re.search(f"{pattern}\\Z", before):
                return kind, match.groups()
        raise AssertionError(f"a question that nobody knows: {before[-300:]!r}")

    def answer(self, line=""):
        with suppress(OSError):  # nobody listens any more
            os.write(self._fd, line.encode() + b"\n")

    def heard(self, text):
        """Whether something was said by now that is no question."""
        while select.select([self._fd], [], [], 0.5)[0] and self._read():
            pass
        return text in _ESCAPES.sub("", self._raw.decode(errors="replace"))

    def until(self, text):
        """Reads until something is said that is no question."""
        while text not in _ESCAPES.sub("", self._raw.decode(errors="replace")):
            assert self._read(), f"no {text!r}"

    def close(self):
        if self._fd >= 0:
            self.process.kill()
            self.process.wait(WITHIN)
            os.close(self._fd)
            self._fd = -1

    def _hear(self, raw):
        told = _ESCAPES.sub("", raw.decode()).replace("\r", "")
        self.said += told
        for match in _STEP.finditer(told):
            self.step = match[1]
        return told

    def _read(self):
        """Whether the program said something more."""
        ready, _, _ = select.select([self._fd], [], [], WITHIN)
        assert ready, f"nothing more in {WITHIN} s after {self.said[-300:]!r}"
        try:
            more = os.read(self._fd, 1 << 16)
        except OSError:  # the other end of a terminal that is closed
            return False
        self._raw += more
        return bool(more)


def until(done, what):
    """Waits for something to happen on another's side."""
    end = time.monotonic() + WITHIN
    while not done():
        assert time.monotonic() < end, f"no {what} in {WITHIN} s"
        time.sleep(0.05)
