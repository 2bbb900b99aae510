"""Searches all that one run kept for its canaries, once, and remembers what was not looked at."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

from appsec.engine.canaries.forms import What
from appsec.facts.leaks import Leak, Where
from appsec.model.outcome import Location
from appsec.model.run_files import Exchange, FileKind, FileSeen, LogLine, Snapshot
from appsec.model.text import visible
from appsec.model.trace import TYPED, Attachment, Canary, Mark, Phase
from appsec.readers.trace.deletions import deletions
from appsec.readers.trace.index import Index
from appsec.readers.trace.layers import Unfolding
from appsec.readers.trace.learned import learned
from appsec.readers.trace.run_file import BadFile, attached, by_hash, inside, lines_of
from appsec.readers.trace.searcher import Found, Searcher, Sought

T = TypeVar("T")

LOG, TRAFFIC, CANARIES = "log.jsonl", "traffic.jsonl", "canaries.json"
MAX_FILE = 64 << 20
"""Files up to this size are unfolded; larger ones are searched as they are, and told."""
MAX_CANARIES = 2_000
MAX_LEAKS = 20_000


@dataclass(slots=True)
class Searched:
    """What a search brought up. `typed` says when each canary was entered first; `log_phases` and
    `own_log` of which phases, and of whom, there are lines; `own_traffic` whether the app was seen
    to connect at all, `opaque` to which hosts in a way that nobody could read; `active` in which
    phases anything of the app's own was recorded; `half_sent` in which phases something that was
    sent could not be searched whole. `bad` are the files that could not be read."""

    leaks: list[Leak] = field(default_factory=list)
    canaries: dict[str, Canary] = field(default_factory=dict)
    typed: dict[str, int] = field(default_factory=dict)
    unsought: tuple[str, ...] = ()
    snapshots: dict[Phase, list[Snapshot]] = field(default_factory=dict)
    logged: bool = False
    log_phases: set[Phase] = field(default_factory=set)
    own_log: bool = False
    traffic: bool = False
    own_traffic: bool = False
    opaque: dict[tuple[Phase, str], None] = field(default_factory=dict)
    active: set[Phase] = field(default_factory=set)
    half_read: dict[tuple[str, str], None] = field(default_factory=dict)
    givers: dict[str, dict[str, None]] = field(default_factory=dict)
    half_sent: dict[Phase, str] = field(default_factory=dict)
    bad: list[BadFile] = field(default_factory=list)


class Search:
    """Searches one run directory."""

    def __init__(self, name: str, told: Index) -> None:
        self._name = name
        self._told = told
        self._folder = told.path.parent
        self._done = Searched()
        self._known: dict[str, tuple[list[tuple[str, Found]], list[str]]] = {}
        self._needed = deletions(told)

    def searched(self) -> Searched:
        done = self._done
        for _, mark in self._told.of(Mark):
            if mark.name == TYPED:
                done.typed.setdefault(mark.note, mark.at)
        done.active = {phase for phase in Phase if any(p == phase for _, p in self._told.exercised)}
        exchanges = list(self._lines(TRAFFIC, (Exchange,)))
        searcher = Searcher(self._canaries(exchanges))
        done.unsought = searcher.unsought
        done.traffic = self._is_attached(TRAFFIC)
        done.logged = self._is_attached(LOG)
        self._log(searcher)
        self._traffic(searcher, exchanges)
        for manifest in self._manifests():
            self._snapshot(searcher, manifest)
        return done

    # The canaries: typed ones from the recorder's file, learned ones from the trace and traffic.

    def _canaries(self, exchanges: Iterable[Exchange]) -> list[Sought]:
        announced = {one.id: one for one in self._told.meta.canaries}
        announced |= {one.id: one for _, one in self._told.of(Canary)}
        sought = [s for s in self._kept() if self._is_announced(s, announced.get(s.id))]
        if missing := sorted(announced.keys() - {one.id for one in sought}):
            self._done.bad.append(BadFile("canary-without-value", ", ".join(missing)[:200]))
        ids = {one.value: one.id for one in sought}
        for exchange in (one for one in exchanges if one.own is not False):
            for what, value in learned(exchange, self._body(exchange.response_body)):
                if value not in ids and len(sought) < MAX_CANARIES:
                    digest = sha256(value.encode("utf-8", "surrogatepass")).hexdigest()
                    one = Canary(f"learned-{digest[:12]}", str(what), digest, learned=True)
                    announced[one.id] = one
                    ids[value] = one.id
                    sought.append(Sought(one.id, what, value))
                if value in ids:
                    givers = self._done.givers.setdefault(ids[value], {})
                    givers[visible(exchange.host)] = None
        self._done.canaries = {one.id: announced[one.id] for one in sought}
        return sought

    def _kept(self) -> Iterator[Sought]:
        try:
            plain = json.loads(inside(self._folder, CANARIES).read_bytes())
            for one in plain[:MAX_CANARIES]:
                yield Sought(str(one["id"]), What(one["what"]), str(one["value"]))
        except BadFile as error:
            if self._told.meta.canaries:
                self._done.bad.append(error)
        except (OSError, ValueError, TypeError, KeyError, RecursionError) as error:
            self._done.bad.append(BadFile("run-file-unreadable", CANARIES, type(error).__name__))

    @staticmethod
    def _is_announced(sought: Sought, canary: Canary | None) -> bool:
        digest = sha256(sought.value.encode("utf-8", "surrogatepass")).hexdigest()
        return canary is not None and (canary.sha256, canary.what) == (digest, str(sought.what))

    # What is searched.

    def _log(self, searcher: Searcher) -> None:
        for number, line in enumerate(self._lines(LOG, (LogLine,)), 1):
            self._done.log_phases.add(line.phase)
            if not line.own:
                continue
            self._done.own_log = True
            self._done.active.add(line.phase)
            data = f"{line.tag}: {line.text}".encode("utf-8", "surrogatepass")
            for layer, hit in self._hits(searcher, data):
                at = Location(f"{self._name}/{LOG}", at=f"line {number}")
                self._add(hit, layer, Where.LOG, line.phase, at, own=True)

    def _traffic(self, searcher: Searcher, exchanges: Iterable[Exchange]) -> None:
        for number, one in enumerate(exchanges, 1):
            self._connected(one)
            head = "\n".join([one.url, *(f"{k}: {v}" for k, v in one.request_headers)])
            at = Location(f"{self._name}/{TRAFFIC}", at=f"line {number}")
            where, known = f"{TRAFFIC} line {number}", len(self._done.half_read)
            if one.unread:
                self._half(where, "size")
            body = self._body(one.request_body, where)
            for part in (head.encode("utf-8", "surrogatepass"), body):
                for layer, hit in self._hits(searcher, part, where):
                    clear = not one.tls and one.scheme != "https"
                    told = {"host": visible(one.host), "clear": clear, "own": one.own}
                    self._add(hit, layer, Where.TRAFFIC, one.phase, at, **told)
            if len(self._done.half_read) > known:
                self._done.half_sent.setdefault(one.phase, where)

    def _connected(self, one: Exchange) -> None:
        if one.own is False:
            return
        self._done.own_traffic = True
        self._done.active.add(one.phase)
        # A handshake that the app ended sent nothing; any other that nobody decrypted may have.
        if not one.method and one.accepted is not False:
            self._done.opaque[one.phase, visible(one.sni or one.host)] = None

    def _snapshot(self, searcher: Searcher, manifest: str) -> None:
        entries = self._lines(manifest, (Snapshot, FileSeen))
        head = next(entries, None)
        if not isinstance(head, Snapshot):
            return
        whole = head.complete
        for entry in entries:
            if not isinstance(entry, FileSeen):
                continue
            if entry.kind is FileKind.UNREAD:
                whole = False
                self._half(visible(entry.path), visible(entry.why))
            elif entry.kind is FileKind.FILE:
                whole &= self._file(searcher, head, entry, manifest)
        self._done.snapshots.setdefault(head.phase, []).append(replace(head, complete=whole))

    def _file(self, searcher: Searcher, head: Snapshot, entry: FileSeen, manifest: str) -> bool:
        """Searches one file, each content once; whether all of it could be looked at."""
        if entry.sha256 not in self._known:
            try:
                place = by_hash(self._folder / "snapshot" / "contents", entry.sha256)
                self._known[entry.sha256] = self._searched(searcher, place)
            except BadFile as error:
                self._done.bad.append(error)
                return False
        hits, limits = self._known[entry.sha256]
        path = visible(entry.path)
        at = Location(f"{self._name}/{manifest}", path)
        for layer, hit in hits:
            needed = self._needed.get(entry.path)
            told = {"path": path, "root": entry.root, "mode": entry.mode, "needed": needed}
            self._add(hit, layer, Where.FILE, head.phase, at, **told)
        for why in limits:
            self._half(path, why)
        return not limits

    def _searched(
        self, searcher: Searcher, place: Path
    ) -> tuple[list[tuple[str, Found]], list[str]]:
        with place.open("rb") as file:
            hits = [("", hit) for hit in searcher.found_in(file)]
        if place.stat().st_size > MAX_FILE:
            return hits, ["size"]
        unfolding = Unfolding()
        for layer, inner in unfolding.layers(place.read_bytes(), place):
            hits += [(layer, hit) for hit in searcher.found(inner)]
        return hits, unfolding.limits

    def _hits(
        self, searcher: Searcher, data: bytes, where: str = ""
    ) -> Iterator[tuple[str, Found]]:
        yield from (("", hit) for hit in searcher.found(data))
        unfolding = Unfolding()
        for layer, inner in unfolding.layers(data):
            yield from ((layer, hit) for hit in searcher.found(inner))
        for why in unfolding.limits:
            self._half(where, why)

    def _half(self, path: str, why: str) -> None:
        self._done.half_read[path, why] = None

    def _add(
        self, hit: Found, layer: str, where: Where, phase: Phase, at: Location, **told: object
    ) -> None:
        if len(self._done.leaks) >= MAX_LEAKS:
            self._half("", "leaks")
            return
        canary = self._done.canaries[hit.canary]
        leak = Leak(
            hit.canary, canary.what, canary.learned, where, phase, at, hit.form, hit.offset,
            layer=visible(layer), variant=bool(self._told.meta.variant),
            given_by=tuple(self._done.givers.get(hit.canary, ())),
        )  # fmt: skip
        self._done.leaks.append(replace(leak, **told))  # type: ignore[arg-type]

    # Files of the run directory.

    def _manifests(self) -> list[str]:
        named = {line.path for _, line in self._told.of(Attachment)}
        return sorted(n for n in named if n.startswith("snapshot/") and n.endswith(".jsonl"))

    def _is_attached(self, path: str) -> bool:
        try:
            return attached(self._told, path) is not None
        except BadFile:
            return False

    def _lines(self, path: str, kinds: tuple[type[T], ...]) -> Iterator[T]:
        try:
            place = attached(self._told, path)
            if place is not None:
                yield from lines_of(place, kinds)
        except BadFile as error:
            self._done.bad.append(error)

    def _body(self, name: str, where: str = "") -> bytes:
        if not name:
            return b""
        try:
            place = by_hash(self._folder / "bodies", name)
            if place.stat().st_size > MAX_FILE:
                self._half(where or f"bodies/{name}", "size")
            with place.open("rb") as file:
                return file.read(MAX_FILE)
        except BadFile as error:
            self._done.bad.append(error)
            return b""
