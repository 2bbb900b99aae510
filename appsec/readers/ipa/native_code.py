"""The code of an iOS app: the arm64 slices of its executables, asked by function and message."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import field

from appsec.facts.app import FactUnavailable, Journal, Known
from appsec.facts.ios import Binary, IosApp
from appsec.facts.ios_binary import is_swift_runtime
from appsec.facts.ios_code import Block, NativeBody, NativeCall, NativeClass
from appsec.model.frozen import frozen, slotted
from appsec.model.outcome import Cause, Gap, Location, Origin
from appsec.readers.endpoints.calls import taking
from appsec.readers.ipa.contents import Contents, gap
from appsec.readers.ipa.frameworks import unread_code
from appsec.readers.ipa.load_commands import MalformedMachO
from appsec.readers.ipa.macho import Scan
from appsec.readers.ipa.macho_header import read_header
from appsec.readers.ipa.native_owners import Owners, owners
from appsec.readers.macho.calls import NAMELESS, Called
from appsec.readers.macho.code import SliceCode
from appsec.readers.macho.code_bodies import calls_of
from appsec.readers.macho.code_classes import Classes
from appsec.readers.macho.code_find import Search, Watch
from appsec.readers.macho.code_names import texts_named
from appsec.readers.macho.code_told import MAX_DATA, Around, Teller
from appsec.readers.macho.slice_image import read_image

MAX_BYTES = 256 << 20
"""Of all executables of an app, of which the child's memory has to hold a multiple."""
_FACT = "native_code"
_READ = ("arm64", "arm64e")


@frozen
class Part:
    """One slice."""

    binary: Binary
    code: SliceCode
    teller: Teller
    imports: frozenset[str]

    def at(self, address: int) -> Location:
        """A place in it, as symbols name it."""
        return Location(self.binary.path, f"0x{address:x}")


def read_native_code(
    contents: Contents, scan: Scan, journal: Journal | None, app: IosApp
) -> Known["ArmCode"]:
    """Every arm64 slice that is not encrypted. The gaps go on growing with what is asked: a
    function that is too large to be followed is one."""
    gaps: list[Gap] = []
    classes = Classes()
    plain = set(app.code)
    parts: list[Part] = []
    left = MAX_BYTES
    for binary in app.binaries:
        if binary.path not in plain or is_swift_runtime(binary.path):
            continue
        left -= contents.size(binary.path)
        if left < 0:
            values = {"file": binary.path, "most": str(MAX_BYTES >> 20)}
            gaps.append(Gap(_FACT, Cause.LOST, "too-much-code", values))
            continue
        parts += _parts(binary, scan, classes, gaps)
    for part in parts:
        classes.add(part.code.image.classes)
    gaps += unread_code(_FACT, contents.app, contents.files, set(classes.parents))
    main = [one for part in parts if part.binary.main for one in part.code.image.classes]
    told = owners(app.info, app.bundles, app.binaries, main)
    addresses = taking(app.platform)
    watch = Watch(app.watched | app.watched_in_own | addresses.anywhere | addresses.in_own)
    return Known(ArmCode(tuple(parts), told, watch, journal, gaps), gaps)


def _parts(binary: Binary, scan: Scan, classes: Classes, gaps: list[Gap]) -> Iterator[Part]:
    try:
        slices = scan.slices(binary.path)
    except FactUnavailable as reason:
        gaps.append(gap(_FACT, reason))
        return
    found = False
    for data in slices:
        if _architecture(data) not in _READ:
            continue
        image = read_image(data)
        found = True
        values = {"file": binary.path}
        gaps += [Gap(_FACT, Cause.LOST, key, values) for key in image.lost]
        code = SliceCode(image, classes)
        named = frozenset(one.name for one in image.imports)
        yield Part(binary, code, Teller(_around(code)), named)
    if not found:
        kinds = ", ".join(one.architecture for one in binary.slices)
        values = {"file": binary.path, "architectures": kinds}
        gaps.append(Gap(_FACT, Cause.OUT_OF_REACH, "no-arm64-code", values))


def _architecture(data: memoryview) -> str:
    try:
        return read_header(data).architecture
    except MalformedMachO:
        return ""


def _around(code: SliceCode) -> Around:
    return Around(
        returns=lambda start: code.walk(start).returned,
        callers=code.known_callers,
        content=lambda address: code.image.constant_bytes(address, MAX_DATA),
    )


@slotted
class ArmCode:
    """Answers what checks ask of the code; see `appsec.facts.ios_code.NativeCode`."""

    parts: Sequence[Part]
    owners: Owners
    watch: Watch
    journal: Journal | None
    gaps: list[Gap]
    _sites: dict[str, list[NativeCall]] | None = None
    _bodies: dict[tuple[str, int, int], NativeBody] = field(default_factory=dict)

    def calls(self, *callees: str) -> Iterator[NativeCall]:
        """The calls of these functions and messages."""
        if self._sites is None:
            with self._reading():
                self._sites = self._read_sites()
        for callee in callees:
            if callee not in self.watch.patterns:
                raise LookupError(f"no check announces that it watches {callee}")
            yield from self._sites.get(callee, ())

    def implementing(self, *selectors: str) -> Iterator[NativeBody]:
        """The app's methods by one of these names."""
        wanted = set(selectors)
        with self._reading():
            found = [
                self._body(part, method.implementation)
                for part in self.parts
                for method in part.code.methods.values()
                if method.selector in wanted
            ]
        yield from found

    def body(self, block: Block, at: Location) -> NativeBody | None:
        """What a block does that is handed over at a place."""
        with self._reading():
            for part in self.parts:
                if part.binary.path == at.file and part.code.body(block.at):
                    return self._body(part, block.at)
        return None

    def classes(self) -> Iterable[NativeClass]:
        """The classes that the app defines or extends."""
        for part in self.parts:
            for one in part.code.image.classes:
                first = min((m.implementation for m in one.methods), default=0)
                yield NativeClass(
                    one.name,
                    one.superclass,
                    one.protocols,
                    tuple(method.name for method in one.methods),
                    one.swift,
                    part.at(first) if first else Location(part.binary.path),
                    self.owners.of_name(part.binary, one.name),
                    bool(one.methods) and all(method.category for method in one.methods),
                )

    def imports(self, *names: str) -> Iterator[tuple[str, Location, Origin]]:
        """Which executables take these from others."""
        for part in self.parts:
            for name in dict.fromkeys(names):
                if name in part.imports:
                    origin = self.owners.of_name(part.binary, "")
                    yield name, Location(part.binary.path), origin

    def texts(self, *texts: str) -> Iterator[tuple[str, Location, Origin]]:
        """Where code refers to one of these texts."""
        for part in self.parts:
            with self._reading():
                found = texts_named(part.code, frozenset(texts))
            for text, address, start in found:
                yield text, part.at(address), self.owners.of(part.binary, part.code, start)

    def swift_types(self) -> Iterable[tuple[str, Location, Origin]]:
        """The nominal types that Swift's metadata tells."""
        for part in self.parts:
            for name in part.code.image.swift_types:
                origin = self.owners.of_name(part.binary, name)
                yield name, Location(part.binary.path), origin

    @contextmanager
    def _reading(self) -> Iterator[None]:
        """What kills the child while a check asks is charged to the fact."""
        if self.journal:
            self.journal.begin(_FACT)
        try:
            yield
        finally:
            if self.journal:
                self.journal.end(_FACT)
            self._count_unread()

    def _count_unread(self) -> None:
        for part in self.parts:
            if part.code.unread:
                values = {"file": part.binary.path, "count": str(len(part.code.unread))}
                one = Gap(_FACT, Cause.LOST, "functions-too-large", values)
                if one not in self.gaps:
                    self.gaps.append(one)

    def _read_sites(self) -> dict[str, list[NativeCall]]:
        found: dict[str, list[NativeCall]] = {}
        for part in self.parts:
            search = Search(part.code, self.watch)
            for start in search.interesting():
                for pattern, call in search.calls(start):
                    found.setdefault(pattern, []).append(self._call(part, start, call))
        return found

    def _body(self, part: Part, start: int) -> NativeBody:
        key = (part.binary.path, id(part), start)
        if key not in self._bodies:
            walked = part.code.walk(start)
            returned = (part.teller.tell(value, start) for value in walked.returned)
            self._bodies[key] = NativeBody(
                part.code.function(start),
                part.at(start),
                self.owners.of(part.binary, part.code, start),
                tuple(dict.fromkeys(returned)),
                tuple(self._call(part, start, call) for call in calls_of(part.code, start)),
            )
        return self._bodies[key]

    def _call(self, part: Part, start: int, call: Called) -> NativeCall:
        name = part.code.function(start)
        return NativeCall(
            call.callee,
            part.teller.tell(call.receiver, start),
            tuple(part.teller.tell(one, start) for one in call.arguments),
            "" if name.startswith(NAMELESS) else name,
            part.at(call.at),
            self.owners.of(part.binary, part.code, start),
            tuple(one.callee for one in part.code.walk(start).calls),
        )
