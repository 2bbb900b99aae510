"""What one recorded run shows by itself: a pure function of its directory."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from appsec.assess.verdict import RUNTIME
from appsec.assess.words import fill, load
from appsec.engine.content import load_checks
from appsec.engine.run import run
from appsec.facts.android import AndroidApp
from appsec.facts.app import App, FactUnavailable, Known, Reader
from appsec.facts.ios import IosApp
from appsec.model.check import Check
from appsec.model.frozen import frozen
from appsec.model.outcome import Cause, Gap, Outcome
from appsec.model.run_seen import RunSeen
from appsec.model.text import Text
from appsec.readers.trace.index import BadTrace, index
from appsec.readers.trace.leaks import read_leaks
from appsec.readers.trace.runs import TRACE, read_runs
from appsec.readers.trace.seen import runs_seen
from appsec.readers.trace.traffic import read_traffic

_KINDS: Mapping[str, type[App]] = {"android": AndroidApp, "ios": IosApp}


class NoRun(Exception):
    """A folder that holds no run; says why in both languages."""

    def __init__(self, message: Text) -> None:
        super().__init__(str(message))
        self.message = message


@frozen
class Answer:
    """What one check comes to: what it saw, and what it lacked and how to get it."""

    check: str
    title: Text
    status: str
    seen: tuple[Text, ...]
    lacked: tuple[tuple[Text, Text], ...]


@frozen
class Evaluation:
    """One run: which it was, what it can show, and what each check makes of it."""

    run: RunSeen
    platform: str
    package: str
    answers: tuple[Answer, ...]


def evaluate(path: Path) -> Evaluation:
    """Evaluates a run directory without the build: what needs that stays unknown. Raises NoRun."""
    try:
        meta = index(path / TRACE if path.is_dir() else path).meta
    except BadTrace as error:
        values = {"run": path.name, "line": "0", "why": error.why}
        raise NoRun(fill(load("gaps")[str(error.trouble)].text, values)) from error
    if meta.platform not in _KINDS:
        values = {"run": path.name, "why": meta.platform}
        raise NoRun(fill(load("gaps")["trace-without-beginning"].text, values))
    known = read_runs([path], meta.app_sha256)
    made = _KINDS[meta.platform](_readers(known, _KINDS[meta.platform]))
    checks = [one for one in load_checks(meta.platform).values() if one.topic == RUNTIME]
    answers = tuple(_answer(check, run(check, made)) for check in checks)
    (seen,) = runs_seen(known.value)
    return Evaluation(seen, meta.platform, meta.package, answers)


def _readers(known: Known[Any], kind: type[App]) -> dict[str, Reader]:
    def missing(_: object) -> Known[Any]:
        raise FactUnavailable(Cause.NOT_SUPPLIED, "build-not-supplied")

    return {
        **dict.fromkeys(kind.facts(), missing),
        "runs": lambda _: known,
        "leaks": lambda app: read_leaks(app.runs),
        "traffic": lambda app: read_traffic(app.runs),
    }


def _answer(check: Check, outcome: Outcome) -> Answer:
    messages = check.about.messages
    seen = tuple(fill(messages[one.key].text, one.values) for one in outcome.seen)
    lacked = tuple(dict.fromkeys(map(_Told.of, outcome.gaps)))
    return Answer(
        check.id, check.about.title, outcome.status, seen, tuple(one.texts for one in lacked)
    )


@frozen
class _Told:
    """A gap without its fact: two facts may lack the same."""

    key: str
    values: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, gap: Gap) -> "_Told":
        return cls(gap.key, tuple(sorted(gap.values.items())))

    @property
    def texts(self) -> tuple[Text, Text]:
        words, values = load("gaps")[self.key], dict(self.values)
        return fill(words.text, values), fill(words.next or {}, values)
