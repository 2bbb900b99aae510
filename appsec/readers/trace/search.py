"""Searches all that one run kept for its canaries, once, and remembers what was not looked at."""

import re
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from appsec.facts.leaks import Leak, Where
from appsec.facts.traffic import over_tls
from appsec.model.noted import file_named
from appsec.model.outcome import Location
from appsec.model.run_files import Exchange, FileKind, FileSeen, LogLine, Snapshot
from appsec.model.text import visible
from appsec.model.trace import Attachment, Phase
from appsec.readers.trace.canaries import Canaries
from appsec.readers.trace.deletions import deletions
from appsec.readers.trace.index import Index
from appsec.readers.trace.layers import Unfolding
from appsec.readers.trace.left_out import ever_typed, typed
from appsec.readers.trace.looked import looked
from appsec.readers.trace.relied import relied_on
from appsec.readers.trace.run_file import BadFile, attached, by_hash, lines_of
from appsec.readers.trace.searched import MAX_PICTURES, Searched, Taken, keep
from appsec.readers.trace.searcher import Found, Searcher

T = TypeVar("T")
_Hits = list[tuple[str, Found]]

LOG, TRAFFIC = "log.jsonl", "traffic.jsonl"
FILE_NAME = "file name"
HOST_NAME = "host name"
MAX_FILE = 64 << 20
"""Files up to this size are unfolded; larger ones are searched as they are, and told."""
LONG_LINE = 900
"""From this length on, a line of a log may have been cut and go on in the next."""
_SYSTEM = re.compile(
    r"/code_cache/com\.android\.\w+\.shaders_cache|/com\.apple\.(?:metal|gpuarchiver)/"
)
"""What graphics drivers keep packed in an app's folder, and no app writes."""
_PICTURES = re.compile(r"/Library/(?:SplashBoard|Caches)/Snapshots/.+\.(?:ktx|png|jpe?g|heic)\Z")
"""Where iOS keeps the pictures that it takes of an app as it leaves the screen."""
_LOG_OF = "-wal"
_HOST_OF = re.compile(r"\w+://([^/?#]*)")


class Search:
    """Searches one run directory."""

    def __init__(self, name: str, told: Index) -> None:
        self._name = name
        self._told = told
        self._folder = told.path.parent
        self._done = Searched()
        self._searcher = Searcher(())
        self._needed = deletions(told)
        # One content may be that of many files or bodies.
        self._known: dict[tuple[str, str, bool, bool], tuple[_Hits, list[str]]] = {}
        self._bodies: dict[str, tuple[_Hits, list[str]]] = {}

    def searched(self) -> Searched:
        done = self._done
        for number, mark in typed(self._told):
            done.typed.setdefault(mark.note, mark.at)
            done.typed_lines.setdefault(mark.note, number)
        for _, mark in ever_typed(self._told):
            done.ever_typed.setdefault(mark.note, mark.at)
        done.active = {phase for phase in Phase if any(p == phase for _, p in self._told.exercised)}
        exchanges = list(self._lines(TRAFFIC, (Exchange,)))
        done.sought = tuple(Canaries(self._told, done, self._body).sought(exchanges))
        done.relied = relied_on(self._told, done, exchanges)
        self._searcher = Searcher(done.sought)
        done.unsought, done.beside = self._searcher.unsought, self._searcher.beside
        done.traffic = self._is_attached(TRAFFIC)
        done.logged = self._is_attached(LOG)
        self._log()
        self._traffic(exchanges)
        for manifest in self._manifests():
            self._snapshot(manifest)
        self._looked()
        return done

    # What is searched.

    def _log(self) -> None:
        before: dict[tuple[int, str], bytes] = {}
        for number, line in enumerate(self._lines(LOG, (LogLine,)), 1):
            self._done.log_times.setdefault(line.phase, array("q")).append(line.at)
            if not line.own:
                continue
            self._done.own_log.setdefault(line.phase, array("q")).append(line.at)
            self._done.active.add(line.phase)
            data = f"{line.tag}: {line.text}".encode("utf-8", "surrogatepass")
            text = line.text.encode("utf-8", "surrogatepass")
            cut = before.get((line.pid, line.tag), b"")
            before[line.pid, line.tag] = text[-LONG_LINE:] if len(text) >= LONG_LINE else b""
            across = _across(self._searcher, cut, text) if cut else ()
            at = Location(f"{self._name}/{LOG}", at=f"line {number}")
            for layer, hit in [
                *self._hits(data, Where.LOG, line.phase, at.at),
                *(("", hit) for hit in across),
            ]:
                self._add(hit, layer, Where.LOG, line.phase, at, own=True)

    def _traffic(self, exchanges: Sequence[Exchange]) -> None:
        names = Searcher(self._done.sought if exchanges else (), caseless=True)
        for number, one in enumerate(exchanges, 1):
            if one.own is False:  # another app's, whatever it sends
                continue
            self._connected(one)
            lines = [one.host, one.sni, one.url, *(f"{k}: {v}" for k, v in one.request_headers)]
            head = "\n".join([*lines, ""]).encode("utf-8", "surrogatepass")
            at = Location(f"{self._name}/{TRAFFIC}", at=f"line {number}")
            body = self._body(one.request_body)
            hits = [*self._hits(head, Where.TRAFFIC, one.phase, at.at)]
            if (sent := one.request_body) not in self._bodies:
                self._bodies[sent] = self._unfolded(body)
            hits += self._noting(self._bodies[sent], Where.TRAFFIC, one.phase, at.at)
            known = {hit.canary for _, hit in hits}
            host = [(HOST_NAME, hit) for hit in names.found(_hosts(one)) if hit.canary not in known]
            for layer, hit in hits + host:
                told = {"host": visible(one.host), "clear": not over_tls(one), "own": one.own}
                self._add(hit, layer, Where.TRAFFIC, one.phase, at, **told)
            if one.unread or (one.request_body and not 0 < len(body) < MAX_FILE):
                self._done.halved(Where.TRAFFIC, one.phase, at.at, "size" if body else "missing")

    def _connected(self, one: Exchange) -> None:
        self._done.own_traffic.add(one.phase)
        self._done.active.add(one.phase)
        # A handshake that the app ended sent nothing; any other that nobody decrypted may have.
        if not one.method and one.accepted is not False:
            self._done.opaque[one.phase, visible(one.sni or one.host)] = None

    def _snapshot(self, manifest: str) -> None:
        entries = self._lines(manifest, (Snapshot, FileSeen))
        head = next(entries, None)
        if not isinstance(head, Snapshot):
            return
        taken = Taken(head)
        files = [one for one in entries if isinstance(one, FileSeen)]
        logs = {one.path: one for one in files if one.path.endswith(_LOG_OF) and one.sha256}
        paths = {one.path for one in files}
        for entry in files:
            half = taken.half.setdefault(entry.root, {})
            self._named(head, entry, manifest)
            if entry.kind is FileKind.UNREAD:
                keep(half, visible(entry.path), visible(entry.why))
            elif entry.kind is FileKind.FILE:
                taken.files[entry.root] += 1
                if _PICTURES.search(entry.path) and len(taken.pictures) < MAX_PICTURES:
                    taken.pictures.append(visible(entry.path))
                log = entry.path.endswith(_LOG_OF)
                paired = log and entry.path.removesuffix(_LOG_OF) in paths
                for why in self._file(head, entry, logs, manifest, paired):
                    keep(half, visible(entry.path), why)
        self._done.snapshots.setdefault(head.phase, []).append(taken)

    def _looked(self) -> None:
        for one in looked(self._told, self._done.bad):
            at = Location(f"{self._name}/{one.place}", one.subject)
            for hit in self._searcher.found(one.text.encode("utf-8", "surrogatepass")):
                self._add(hit, "", one.where, one.phase, at, path=one.subject, own=one.own)

    def _file(
        self,
        head: Snapshot,
        entry: FileSeen,
        logs: dict[str, FileSeen],
        manifest: str,
        paired: bool,
    ) -> list[str]:
        """Searches one file, each content once; why not all of it could be looked at."""
        log = logs.get(entry.path + _LOG_OF)
        system = _SYSTEM.search(entry.path) is not None
        known = (entry.sha256, log.sha256 if log else "", paired, system)
        if known not in self._known:
            folder = self._folder / "snapshot" / "contents"
            try:
                place = by_hash(folder, entry.sha256)
                beside = by_hash(folder, log.sha256) if log else None
                unfolding = Unfolding(opaque=not system)
                hits = list(_searched(self._searcher, unfolding, place, beside, paired))
                self._known[known] = hits, unfolding.limits
            except BadFile as error:
                self._done.bad.append(error)
                return [error.key]
        hits, limits = self._known[known]
        self._in_file(head, entry, manifest, hits)
        return limits

    def _named(self, head: Snapshot, entry: FileSeen, manifest: str) -> None:
        """Searches what the app called a file: below the folders that it has of the system."""
        around = max((r for r in head.roots if entry.path.startswith(r)), key=len, default="")
        name = entry.path.removeprefix(around).encode("utf-8", "surrogatepass")
        hits = [(FILE_NAME, hit) for hit in self._searcher.found(name)]
        self._in_file(head, entry, manifest, hits)

    def _in_file(self, head: Snapshot, entry: FileSeen, manifest: str, hits: _Hits) -> None:
        path = visible(entry.path)
        at = Location(f"{self._name}/{manifest}", path)
        needed = self._needed.get(entry.path.strip(), self._needed.get(file_named(path)))
        for layer, hit in hits:
            told = {"path": path, "root": entry.root, "mode": entry.mode, "needed": needed}
            self._add(hit, layer, Where.FILE, head.phase, at, **told)

    def _hits(self, data: bytes, where: Where, phase: Phase, place: str) -> _Hits:
        return self._noting(self._unfolded(data), where, phase, place)

    def _unfolded(self, data: bytes) -> tuple[_Hits, list[str]]:
        unfolding = Unfolding()
        hits = [("", hit) for hit in self._searcher.found(data)]
        for layer, inner in unfolding.layers(data):
            hits += [(layer, hit) for hit in self._searcher.found(inner)]
        return hits, unfolding.limits

    def _noting(self, of: tuple[_Hits, list[str]], where: Where, phase: Phase, place: str) -> _Hits:
        hits, limits = of
        for why in limits:
            self._done.halved(where, phase, place, why)
        return hits

    def _add(
        self, hit: Found, layer: str, where: Where, phase: Phase, at: Location, **told: object
    ) -> None:
        canary = self._done.canaries.get(hit.canary) or self._done.keys[hit.canary]
        leak = Leak(
            hit.canary, canary.what, canary.learned, where, phase, at, hit.form, hit.offset,
            layer=visible(layer), variant=bool(self._told.meta.variant),
            given_by=tuple(self._done.givers.get(hit.canary, ())),
            doubtful=hit.canary in self._done.doubtful,
        )  # fmt: skip
        self._done.add(replace(leak, **told))  # type: ignore[arg-type]

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
            with by_hash(self._folder / "bodies", name).open("rb") as file:
                return file.read(MAX_FILE)
        except BadFile as error:
            self._done.bad.append(error)
            return b""


def _hosts(one: Exchange) -> bytes:
    """Every name that is given for where an exchange goes."""
    address = _HOST_OF.match(one.url)
    names = [one.host, one.sni, address[1] if address else ""]
    names += (
        value for name, value in one.request_headers if name.lower() in (":authority", "host")
    )
    return "\n".join(names).encode("utf-8", "surrogatepass")


def _searched(
    searcher: Searcher, unfolding: Unfolding, place: Path, log: Path | None, paired: bool
) -> Iterator[tuple[str, Found]]:
    """What is in a file and, if it is a database, in it with its log."""
    with place.open("rb") as file:
        yield from (("", hit) for hit in searcher.found_in(file))
    if max(one.stat().st_size for one in (place, log or place)) > MAX_FILE:
        unfolding.limits.append("size")
        return
    data = log.read_bytes() if log else b""
    for layer, inner in unfolding.layers(place.read_bytes(), place, data, paired=paired):
        yield from ((layer, hit) for hit in searcher.found(inner))


def _across(searcher: Searcher, before: bytes, text: bytes) -> Iterator[Found]:
    """What begins in one line and ends in the next."""
    alone = {(one.canary, one.form, one.offset) for one in searcher.found(before)}
    for hit in searcher.found(before + text[:LONG_LINE]):
        known = (hit.canary, hit.form, hit.offset) in alone
        if hit.offset < len(before) and not known:
            yield replace(hit, offset=0)
