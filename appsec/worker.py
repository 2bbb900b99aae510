"""The child's work: read one artefact and run the checks, telling the parent step by step."""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import asdict, replace
from pathlib import Path
from typing import IO, Any

from appsec.assess.situation import RUNTIME
from appsec.engine.child import Emit
from appsec.engine.content import load_checks
from appsec.engine.declaration.file import declaration_of
from appsec.engine.observe.inventory import observe
from appsec.engine.resting import Resting
from appsec.engine.run import all_gaps, run
from appsec.engine.software import hashed_files, merged
from appsec.engine.wire import software_from_plain, to_plain
from appsec.facts.advisories import Advisories
from appsec.facts.app import App, FactUnavailable, Known, Reader
from appsec.model.endpoint import Endpoint
from appsec.model.feed import Feed
from appsec.model.outcome import Cause, Gap
from appsec.model.run_seen import RunSeen
from appsec.model.software import Software
from appsec.readers.artefact import open_artefact
from appsec.readers.companion import charged, code_facts, with_code_of
from appsec.readers.opened import Opened, Unreadable
from appsec.readers.own_id import own_id
from appsec.vulndb.asked import Asked, advisories_reader

ASIDE = "companion."
"""What stands before the name of a fact of the companion where it is told that it is read."""

MAX_TOLD_PLACES = 5
"""Places that an assessment keeps of one endpoint."""


class _Telling:
    """A journal that tells the parent, so that a crash can be charged to its fact."""

    def __init__(self, emit: Emit, prefix: str = "") -> None:
        self._emit = emit
        self._prefix = prefix

    def begin(self, fact: str) -> None:
        self._emit({"begin": f"{self._prefix}{fact}"})

    def end(self, fact: str) -> None:
        self._emit({"end": f"{self._prefix}{fact}"})


def work(request: dict[str, Any], payload: IO[bytes], emit: Emit) -> None:
    """Emits `unreadable`, or in turn `platform` with `sha256`, an `outcome` for each check,
    `observed` with `endpoints`, `software`, `runs` and `feeds` unless they could not be had,
    `gaps`, `content` if it is wanted, and `package`.

    `request` has `path`, `checks` (a folder of the user's own, or empty), `content` (whether it
    is wanted) and `lost`: facts that killed an earlier child, by name with the cause's key. With
    `shipped`, `path` is its companion: outcomes and gaps are those of the two as one app.
    `declaration` is what was declared, by the keys of its file, or absent; `supplied` what SBOM and
    lock files say of its components, likewise; `hashes` whether to hash the files of components.
    `advisories` names the database of advisories and the day for which it is asked, or is absent.
    `traces` are folders of recorded runs, which must be of the app with the SHA-256 `build`.
    `payload` is the metadata of all checks as JSON, as far as the parent could read it.
    """
    supplied = request.get("supplied")
    given = None if supplied is None else software_from_plain(supplied)
    software = {
        "supplied": _supplied(given),
        "software": _software(given),
        "advisories": advisories_reader(Asked.of(request.get("advisories"))),
    }
    declared = {"declaration": _declared(request.get("declaration"))}
    ran = _runs([Path(path) for path in request.get("traces", ())], request.get("build", ""))
    lost = {**declared, **software, **ran, **_unavailable(request["lost"])}
    with ExitStack() as stack:
        try:
            if not request.get("shipped"):
                opened = _open(request["path"], _Telling(emit), lost, stack)
                _tell(opened, opened.app, request, payload, emit)
                return
            told = {n.removeprefix(ASIDE): r for n, r in lost.items() if n.startswith(ASIDE)}
            # What the app is made of is a fact on code, so that the companion tells it.
            aside = {**software, **told}
            opened = _open(request["path"], _Telling(emit, ASIDE), aside, stack)
            own = {name: reader for name, reader in lost.items() if not name.startswith(ASIDE)}
            shipped = _open(request["shipped"], _Telling(emit), own, stack)
        except Unreadable as reason:
            emit({"unreadable": {"key": reason.key, "values": reason.values}})
            return
        if opened.app.platform != shipped.app.platform:
            emit({"platform": opened.app.platform, "sha256": opened.sha256()})
            emit({"package": asdict(opened.package())})
            return
        emit({"shipped": shipped.sha256()})
        _tell(opened, with_code_of(shipped.app, opened.app), request, payload, emit)


def _open(path: str, journal: _Telling, instead: Mapping[str, Reader], stack: ExitStack) -> Opened:
    opened = open_artefact(Path(path), journal, instead)
    stack.callback(opened.close)
    return opened


def _tell(
    opened: Opened, app: App, request: dict[str, Any], payload: IO[bytes], emit: Emit
) -> None:
    """Of `app`, which is that of `opened`, or one that takes its code from there."""
    emit({"platform": app.platform, "sha256": opened.sha256()})
    code = code_facts(app) if app is not opened.app else frozenset()
    own = Path(request["checks"]) if request["checks"] else None
    checks = load_checks(app.platform, own, json.loads(payload.read() or b"{}")).values()
    app.watched = opened.app.watched = frozenset(a for one in checks for a in one.about.watches)
    own_only = frozenset(api for one in checks for api in one.about.watches_own)
    app.watched_in_own = opened.app.watched_in_own = own_only
    resting = Resting(app)
    for check in checks:
        outcome = run(check, app)
        if check.topic == RUNTIME and request.get("traces"):
            outcome = resting.of(check, outcome)
        emit({"outcome": to_plain(replace(outcome, gaps=tuple(charged(outcome.gaps, code))))})
    observed, failed = observe(app)
    endpoints = [asdict(one) for one in _endpoints(app)]
    emit({"observed": asdict(observed), "endpoints": endpoints})
    if (software := _known(app)) is not None:
        if request.get("hashes") and app is opened.app:
            software = replace(software, hashes=dict(opened.hashes(hashed_files(software))))
        emit({"software": asdict(software)})
    if request.get("traces"):
        emit({"runs": [asdict(run) for run in _runs_seen(app)]})
    if feeds := _feeds(app):
        emit({"feeds": [asdict(feed) for feed in feeds]})
    crashed = [Gap("", Cause.LOST, "inventory-crashed", {"what": what}) for what in failed]
    emit({"gaps": [asdict(gap) for gap in (*charged(all_gaps(app), code), *crashed)]})
    if request.get("content"):
        emit({"content": dict(opened.content()), "code": sorted(code_facts(app))})
    emit({"package": asdict(opened.package())})


def _endpoints(app: App) -> Iterator[Endpoint]:
    """All that are known; why there are none is told by the gaps."""
    with suppress(FactUnavailable):
        for one in app.read("endpoints"):
            yield replace(one, at=one.at[:MAX_TOLD_PLACES])


def _declared(given: Mapping[str, Any] | None) -> Reader:
    def read(_: object) -> Known[Any]:
        if given is None:
            raise FactUnavailable(Cause.NOT_SUPPLIED, "declaration-not-supplied")
        return Known(declaration_of("declaration", given))

    return read


def _runs(paths: Sequence[Path], build: str) -> Mapping[str, Reader]:
    def read(app: Any) -> Known[Any]:
        if not paths:
            raise FactUnavailable(Cause.NOT_SUPPLIED, "trace-not-supplied")
        from appsec.readers.trace.runs import read_runs

        return read_runs(paths, build, own_id(app))

    def search(app: Any) -> Known[Any]:
        found = app.runs  # raises where there are none, before anything is imported for them
        from appsec.readers.trace.leaks import read_leaks

        return read_leaks(found)

    def connections(app: Any) -> Known[Any]:
        found = app.runs
        from appsec.readers.trace.traffic import read_traffic

        return read_traffic(found)

    return {"runs": read, "leaks": search, "traffic": connections}


def _supplied(given: Software | None) -> Reader:
    def read(_: object) -> Known[Software]:
        if given is None:
            raise FactUnavailable(Cause.NOT_SUPPLIED, "sbom-not-supplied")
        return Known(given)

    return read


def _software(given: Software | None) -> Reader:
    # Not by way of the fact `supplied`: what the build shows is whole without it.
    def read(app: Any) -> Known[Software]:
        try:
            identified = app.identified
        except FactUnavailable:
            if given is None:
                raise
            identified = Software()  # its gap is this fact's as well; what was given is known
        supplied = given or Software()
        return Known(merged(identified, supplied, apple=app.platform == "ios"))

    return read


def _known(app: Any) -> Software | None:
    """None where it cannot be had, which its gap tells."""
    try:
        software: Software = app.software
    except Exception:  # its gap tells why; nothing that the app holds may stop the scan
        return None
    return software


def _feeds(app: Any) -> tuple[Feed, ...]:
    """What the database of advisories was made of; nothing where none could be asked."""
    try:
        advisories: Advisories = app.advisories
    except Exception:  # as above
        return ()
    return advisories.feeds


def _runs_seen(app: Any) -> Iterator[RunSeen]:
    """The runs that were given, as far as they are of this build."""
    from appsec.readers.trace.seen import runs_seen

    with suppress(FactUnavailable):
        yield from runs_seen(app.read("runs"))


def _unavailable(lost: Mapping[str, Mapping[str, Any]]) -> Mapping[str, Reader]:
    def reader(why: Mapping[str, Any]) -> Reader:
        def read(_: object) -> Known[Any]:
            raise FactUnavailable(Cause.LOST, why["key"], why["values"])

        return read

    return {fact: reader(why) for fact, why in lost.items()}
