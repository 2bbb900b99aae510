"""A session that somebody goes through to its end, and what came of it."""

import json

from appsec.model.trace import Mark, Phase
from appsec.readers.trace.index import index
from tests.command import FIXED_APK
from tests.guided.phone import FolderApp
from tests.guided.tester import OWN, Person, until

MOST = 400
"""Questions of a session; one that asks more asks for ever."""


class Played:
    """A session in which the tester does everything, and what came of it."""

    def __init__(self, tmp_path, weak, *options, act=None, backend="test", app=None, env=None,
                 device=None):  # fmt: skip
        self.app = app or FolderApp(tmp_path / "phone", weak)
        self.out = tmp_path / "session"
        self.act = act or (lambda kind, names, tester: None)
        self.values = {}
        self.deleted = []
        self.tester = Person(
            device or (None if app else tmp_path / "phone"), "dynamic", "session", FIXED_APK, "--out", self.out, "--lang", "en",
            *(("--backend", backend) if backend else ()), *options, env=env,
        )  # fmt: skip

    def go(self, tester=None):
        """Answers until the program ends. Answers its exit code."""
        tester = self.tester = tester or self.tester
        tester.app = self.app
        for _ in range(MOST):
            kind, names = tester.next()
            if kind == "end":
                assert tester.process.returncode != 70, tester.said[-3000:]
                return tester.process.returncode
            if (line := self.act(kind, names, tester)) is None:
                line = self._usual(kind, names)
            tester.answer(line)
        raise AssertionError(f"more than {MOST} questions: {tester.said[-600:]}")

    def _usual(self, kind, names):
        if kind == "own":
            return next((value for name, value in OWN.items() if name in names[0]), "")
        if kind == "typed":
            self.values[names[0]] = names[1]
            self.app.typed(*names)
        if kind == "doing":
            self.uses()
        if kind == "deleted":
            self.deleted.append(names[0])
        if kind == "choice" and "Does the app behave" in self.tester.said[-200:]:
            return "n" if "/cache/" in self.deleted[-1] else "y"
        if kind == "outcome":
            return "2 as it should"
        if kind == "question":
            return "a warning"
        return {"picture": "-", "no-value": "-", "choice": "y"}.get(kind, "")

    def uses(self):
        """The app does something, and the log of it has come by the time that this is over. No
        tester is as quick as this one: what a phone's clock, which is known to a few milliseconds,
        puts before the mark is done again."""
        words = []

        def done():
            came = [run for run, text in self._logs() if words and words[-1] in text]
            if any(self._is_of(run, words[-1]) for run in came):
                return True
            if came or not words:
                words.append(f"used {len(self.tester.said)}-{len(words)};")
                self.app.says(words[-1])
            return False

        until(done, "log line")

    def _logs(self):
        return [(one.parent, one.read_text()) for one in self.out.glob("runs/*/log.jsonl")]

    @staticmethod
    def _is_of(run, word):
        """Whether the log has a word in the phase in which the run is."""
        told = [json.loads(line) for line in _whole_lines(run / "trace.jsonl")]
        phases = [one["name"] for one in told if one["t"] == "mark" and one["name"] in [*Phase]]
        lines = [line for line in _whole_lines(run / "log.jsonl") if word in line]
        return any(json.loads(line)["phase"] == phases[-1] for line in lines)

    def results(self, place=None):
        """What the scan made of each item."""
        report = json.loads((place or self.out / "reports/report.json").read_text())
        every = (*report["verdicts"], *report["verdicts_apart"])
        return {one["requirement"]: one["result"] for one in every}

    def marks(self, run="plain"):
        told = index(self.out / "runs" / run / "trace.jsonl")
        assert told.trouble is None, told.trouble
        return [(mark.name, mark.note) for _, mark in told.of(Mark)]

    def steps(self):
        """What became of each step."""
        return {
            name: (one["state"], one["why"])
            for name, one in json.loads((self.out / "session.json").read_text())["steps"].items()
        }


def _whole_lines(place):
    return place.read_text().rpartition("\n")[0].splitlines()
