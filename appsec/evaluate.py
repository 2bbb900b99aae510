"""What one recorded run shows by itself: a pure function of its directory."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from appsec.assess.situation import RUNTIME
from appsec.assess.words import fill, fill_run, load
from appsec.engine.child import Emit
from appsec.engine.content import load_checks
from appsec.engine.declaration.file import declaration_of
from appsec.engine.isolate import MIB, ChildFailure, Limits, run_child
from appsec.engine.run import run
from appsec.facts.android import AndroidApp
from appsec.facts.app import App, FactUnavailable, Known, Reader
from appsec.facts.ios import IosApp
from appsec.model.check import Check
from appsec.model.frozen import frozen
from appsec.model.outcome import Cause, Gap, Outcome
from appsec.model.run_seen import RunSeen
from appsec.model.text import Lang, Text, visible
from appsec.readers.trace.index import BadTrace, meta_of
from appsec.readers.trace.leaks import read_leaks
from appsec.readers.trace.runs import TRACE, read_runs
from appsec.readers.trace.seen import runs_seen
from appsec.readers.trace.traffic import read_traffic

if TYPE_CHECKING:
    from appsec.assess.declaration import GivenDeclaration

LIMITS = Limits(memory=1024 * MIB, cpu=120, wall=180)
"""What reading runs between two steps may take: somebody waits for it."""

_KINDS: Mapping[str, type[App]] = {"android": AndroidApp, "ios": IosApp}


class NoRun(Exception):
    """A folder that holds no run; says why in both languages."""

    def __init__(self, message: Text) -> None:
        super().__init__(str(message))
        self.message = message


@frozen
class Lacked:
    """What a check lacked, and how to get it, by the key and values of the words for it."""

    key: str
    values: Mapping[str, str]
    why: Text
    do: Text


@frozen
class Answer:
    """What one check comes to: what it saw and what it lacked. `files` are those of the device in
    which it saw something."""

    check: str
    title: Text
    status: str
    seen: tuple[Text, ...]
    lacked: tuple[Lacked, ...]
    files: tuple[str, ...] = ()


@frozen
class Evaluation:
    """One run: which it was, what it can show, and what each check makes of it."""

    run: RunSeen
    platform: str
    package: str
    answers: tuple[Answer, ...]


def evaluate(path: Path, declaration: "GivenDeclaration | None" = None) -> Evaluation:
    """Evaluates a run directory without the build: what needs that stays unknown. It is read in a
    child: what an app left in it is hostile. Raises NoRun, and FileProblem for the declaration of
    another app."""
    from appsec.engine.declaration.form import plain as as_written

    told: dict[str, Any] = {}
    answers: list[Answer] = []

    def hear(line: bytes) -> None:
        plain = json.loads(line)
        if "answer" in plain:
            answers.append(_heard(plain["answer"]))
        else:
            told.update(plain)

    try:
        stated = as_written(declaration.form) if declaration else None
        request = {"path": str(path.resolve()), "declaration": stated}
        run_child("appsec.evaluate:work_alone", request, hear, LIMITS)
    except ChildFailure as failure:
        values = {"file": visible(path.name), **failure.values}
        raise NoRun(fill(load("unreadable")[failure.key].text, values)) from failure
    if "unusable" in told:
        key, values = told["unusable"]
        raise NoRun(fill(load("gaps")[key].text, values))
    if declaration is not None:
        # What re-signs a variant may rename it.
        variant, declared = told["run"]["variant"], declaration.form.app.package_id
        package = declared if variant else told["package"]
        declaration.must_be_of(told["platform"], package)
    run: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in told["run"].items()
    }
    return Evaluation(RunSeen(**run), told["platform"], told["package"], tuple(answers))


def work_alone(request: dict[str, Any], _payload: IO[bytes], emit: Emit) -> None:
    """The child's part: emits what is `unusable`, or the `run` and an `answer` for each check."""
    path = Path(request["path"])
    try:
        meta = meta_of(path / TRACE if path.is_dir() else path)
    except BadTrace as error:
        values = {"run": visible(path.name), "line": "0", "why": visible(error.why)}
        return emit({"unusable": [str(error.trouble), values]})
    if meta.platform not in _KINDS:
        values = {"run": visible(path.name), "why": visible(meta.platform)[:40]}
        return emit({"unusable": ["trace-without-beginning", values]})
    known = read_runs([path], meta.app_sha256)
    (seen,) = runs_seen(known.value)
    package = visible(meta.package)[:200]
    emit({"run": asdict(seen), "platform": meta.platform, "package": package})
    for answer in _answers(known, meta.platform, request["declaration"]):
        emit({"answer": asdict(answer)})
    return None


def evaluated(
    paths: Sequence[Path], platform: str, build: str, declaration: Mapping[str, Any] | None = None
) -> tuple[Answer, ...]:
    """What several runs of one build show together, read in a child. `declaration` is as a scan's
    request has it. Raises ChildFailure."""
    told: list[Answer] = []
    request = {
        "paths": [str(path.resolve()) for path in paths],
        "platform": platform,
        "build": build,
        "declaration": declaration,
    }

    def hear(line: bytes) -> None:
        plain = json.loads(line)
        if "answer" in plain:
            told.append(_heard(plain["answer"]))

    run_child("appsec.evaluate:work", request, hear, LIMITS)
    return tuple(told)


def work(request: dict[str, Any], _payload: IO[bytes], emit: Emit) -> None:
    """The child's part: emits an `answer` for each check that reads runs."""
    known = read_runs([Path(path) for path in request["paths"]], request["build"])
    for answer in _answers(known, request["platform"], request["declaration"]):
        emit({"answer": asdict(answer)})


def _heard(plain: Mapping[str, Any]) -> Answer:
    def text(one: Mapping[str, str]) -> Text:
        return {Lang(lang): words for lang, words in one.items()}

    return Answer(
        plain["check"],
        text(plain["title"]),
        plain["status"],
        tuple(map(text, plain["seen"])),
        tuple(
            Lacked(one["key"], one["values"], text(one["why"]), text(one["do"]))
            for one in plain["lacked"]
        ),
        tuple(plain["files"]),
    )


def _answers(
    known: Known[Any], platform: str, declaration: Mapping[str, Any] | None = None
) -> Iterator[Answer]:
    made = _KINDS[platform](_readers(known, _KINDS[platform], declaration))
    checks = [one for one in load_checks(platform).values() if one.topic == RUNTIME]
    return (_answer(check, run(check, made)) for check in checks)


def _readers(
    known: Known[Any], kind: type[App], declaration: Mapping[str, Any] | None
) -> dict[str, Reader]:
    def missing(_: object) -> Known[Any]:
        raise FactUnavailable(Cause.NOT_SUPPLIED, "build-not-supplied")

    def declared(_: object) -> Known[Any]:
        if declaration is None:
            raise FactUnavailable(Cause.NOT_SUPPLIED, "declaration-not-supplied")
        return Known(declaration_of("declaration", declaration))

    return {
        **dict.fromkeys(kind.facts(), missing),
        "declaration": declared,
        "runs": lambda _: known,
        "leaks": lambda app: read_leaks(app.runs),
        "traffic": lambda app: read_traffic(app.runs),
    }


def _answer(check: Check, outcome: Outcome) -> Answer:
    messages = check.about.messages
    seen = tuple(fill_run(messages[one.key].text, one.values) for one in outcome.seen)
    lacked = tuple(dict.fromkeys(map(_Told.of, outcome.gaps)))
    places = (place.member for one in outcome.seen for place in one.locations)
    return Answer(
        check.id, check.about.title, outcome.status, seen, tuple(one.lacked for one in lacked),
        tuple(dict.fromkeys(filter(None, places))),
    )  # fmt: skip


@frozen
class _Told:
    """A gap without its fact: two facts may lack the same."""

    key: str
    values: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, gap: Gap) -> "_Told":
        return cls(gap.key, tuple(sorted(gap.values.items())))

    @property
    def lacked(self) -> Lacked:
        words, values = load("gaps")[self.key], dict(self.values)
        why, do = fill_run(words.text, values), fill_run(words.next or {}, values)
        return Lacked(self.key, values, why, do)
