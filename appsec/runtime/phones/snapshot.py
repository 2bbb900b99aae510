"""Takes a snapshot of folders of a device: until nothing changes any more, or it says what did."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import field
from typing import IO, cast

from appsec.model.frozen import frozen, slotted
from appsec.model.run_files import Root, Snapshot
from appsec.model.text import visible
from appsec.runtime.collect import CollectError
from appsec.runtime.phones.adb import Cut
from appsec.runtime.phones.device_files import Content, DeviceFiles, Fact, Listing, text
from appsec.runtime.phones.fetched import Fetched
from appsec.runtime.phones.places import Place
from appsec.runtime.phones.words import told, trouble
from appsec.runtime.run_folder import RunFolder, Taking

ROUNDS = 4
CUTS = 3
"""How often a snapshot goes on after the connection broke."""


@frozen
class Source:
    """Folders, and who reads them. Of what changed last before `since` nothing is fetched: it was
    there before the app was."""

    files: DeviceFiles
    places: tuple[Place, ...]
    since: int = 0


@slotted
class _Kept:
    """What a snapshot has of one folder: which state of each file was fetched."""

    place: Place
    source: Source
    settled: int
    marks: dict[bytes, str] = field(default_factory=dict)
    refused: dict[bytes, tuple[int, str]] = field(default_factory=dict)
    changing: tuple[Fact, ...] = ()
    last: Listing = field(default_factory=Listing)
    older: int = 0


class Snapshots:
    """Takes snapshots into a run. `back` waits for a device that is gone, and says whether it came
    back."""

    def __init__(self, run: RunFolder, sources: Sequence[Source], back: Callable[[], bool]) -> None:
        self._run = run
        self._sources = sources
        self._back = back
        self._cuts = 0
        self._fetched = Fetched(run.folder)

    def take(self, name: str, first: Sequence[str] = ()) -> Snapshot:
        """Fetches all; what could not be fetched is told in what it answers, and what was fetched
        stays there for the next snapshot. `first` are reasons why it cannot be whole already.
        Raises CollectError if the disk is full, or nothing could be listed at all."""
        try:
            kept = self._kept()
        except Cut as error:
            raise CollectError(str(error)) from error
        taking = self._run.snapshot(name, [one.place.path for one in kept])
        whys = list(first)
        try:
            for one in kept:
                if why := self._place(taking, one):
                    whys.append(why)
                    break
            return self._done(taking, kept, whys)
        except OSError as error:
            raise trouble("disk-full", why=error.strerror or str(error)) from error

    def _kept(self) -> list[_Kept]:
        found = []
        for source in self._sources:
            settled = source.files.settled()
            found += [
                _Kept(place, source, settled)
                for place in source.places
                if source.files.exists(place.path)
            ]
        return found

    def _place(self, taking: Taking, one: _Kept) -> str:
        """Fetches a folder. Why it had to be given up, empty if it was not."""
        left = ROUNDS
        while left:
            try:
                if self._round(taking, one, last=left == 1):
                    return ""
                left -= 1
            except (Cut, CollectError) as error:
                self._cuts += 1
                if self._cuts > CUTS or not self._back():
                    return str(error)
        return ""

    def _round(self, taking: Taking, one: _Kept, *, last: bool) -> bool:
        """Lists a folder and fetches what is new; whether there was nothing."""
        listing = one.source.files.listing(one.place, links=True)
        wanted = [fact for fact in listing.files if one.marks.get(fact.path) != fact.mark]
        since = one.source.since
        older = [f for f in wanted if 0 < f.changed < since and f.modified < since]
        one.last, one.older = listing, len(older)
        skipped = {fact.path for fact in older}
        skipped |= {p for p, (tries, _) in one.refused.items() if tries > 1}
        wanted = [fact for fact in wanted if fact.path not in skipped]
        one.changing = tuple(f for f in wanted if f.path in one.marks)
        if last:
            one.changing = tuple(wanted)
            return True
        again = [fact for fact in wanted if not self._known(taking, one, fact)]
        for content in one.source.files.contents(again):
            self._fetch(taking, one, content)
        return not wanted and not listing.why

    def _known(self, taking: Taking, one: _Kept, fact: Fact) -> bool:
        """Takes over what was fetched before, if it is still that."""
        place = self._fetched.content(fact)
        if place is None:
            return False
        with place.open("rb") as file:
            self._add(taking, one, fact, file)
        return True

    def _fetch(self, taking: Taking, one: _Kept, content: Content) -> None:
        fact = content.fact
        if content.stream is None:
            tries, _ = one.refused.get(fact.path, (0, ""))
            one.refused[fact.path] = (tries + 1, content.why)
            return
        digest = self._add(taking, one, fact, content.stream)
        one.refused.pop(fact.path, None)
        if 0 < fact.changed < one.settled:
            self._fetched.remember(fact, digest)

    @staticmethod
    def _add(taking: Taking, one: _Kept, fact: Fact, stream: IO[bytes]) -> str:
        hashed = _Hashed(stream)
        path = text(fact.path)
        taking.add(path, one.place.part(path), cast("IO[bytes]", hashed), fact.mode, fact.modified)
        one.marks[fact.path] = fact.mark
        return hashed.digest

    def _done(self, taking: Taking, kept: Sequence[_Kept], whys: list[str]) -> Snapshot:
        notes: list[str] = []
        for one in kept:
            self._told(taking, one)
            if one.last.why:
                whys.append(one.last.why)
            if one.last.others:
                shown = ", ".join(visible(text(path), 80) for path in one.last.others[:3])
                notes.append(told("others", count=str(len(one.last.others)), paths=shown))
            if one.older:
                notes.append(told("older", count=str(one.older), folder=one.place.path))
        return taking.done(complete=not whys, why=" ".join([*whys, *notes])[:1500])

    @staticmethod
    def _told(taking: Taking, one: _Kept) -> None:
        """Names what was not fetched, and the links."""
        for raw, target in one.last.links:
            path = text(raw)
            taking.link(path, one.place.part(path), text(target))
        # What is gone by now need not be read.
        there = {fact.path for fact in one.last.files}
        refused = {path: why for path, (_, why) in one.refused.items() if path in there}
        refused |= {fact.path: told("changing") for fact in one.changing}
        for raw, why in refused.items():
            path = text(raw)
            part: Root = one.place.part(path)
            taking.unread(path, part, why)


class _Hashed:
    """Hashes a stream as it is read."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._hash = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        piece = self._stream.read(size)
        self._hash.update(piece)
        return piece

    @property
    def digest(self) -> str:
        return self._hash.hexdigest()
