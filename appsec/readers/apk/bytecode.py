"""The code of an Android app: its DEX files of base and splits, asked by API."""

from collections.abc import Callable, Collection, Container, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import field
from functools import partial

from appsec.facts.android import AndroidApp
from appsec.facts.app import FactUnavailable, Journal, Known
from appsec.facts.code import Annotation, Body, CallSite, ClassName
from appsec.facts.values import FieldRead, Method, Value
from appsec.model.frozen import slotted
from appsec.model.outcome import Cause, Gap, Location, Origin
from appsec.model.shortage import is_out_of_memory
from appsec.readers.apk.elsewhere import elsewhere
from appsec.readers.apk.files import AppFiles
from appsec.readers.apk.named_classes import named_classes
from appsec.readers.apk.ownership import Ownership, ownership, unrecognised
from appsec.readers.apk.platform import platform_classes_below
from appsec.readers.apk.resolve import Resolver
from appsec.readers.apk.substitute import SETTLED
from appsec.readers.apk.watched import Watched
from appsec.readers.dex.annotations import annotated_methods
from appsec.readers.dex.dex_file import ClassDef, DexFile, dex_file
from appsec.readers.dex.file import BadDex, read_dex
from appsec.readers.dex.names import FieldRef, class_name, descriptor
from appsec.readers.dex.program import Place, Program, read_program
from appsec.readers.dex.reach import links_of
from appsec.readers.dex.statics import initial_values
from appsec.readers.dex.walk import Walked
from appsec.readers.endpoints.calls import taking

MAX_BYTES = 192 << 20
"""Of all DEX files of an app, of which the child's memory has to hold a multiple."""
_FACT = "code"


def read_code(files: AppFiles, app: AndroidApp, journal: Journal) -> Known["DexCode"]:
    """Every DEX file that can be read; each that cannot be is a gap. Raises FactUnavailable.

    The gaps go on growing with what is asked: a method that cannot be read is one.
    """
    manifest = app.manifest
    gaps: list[Gap] = []
    program = read_program(_dex_files(files, gaps))
    if not program.files:
        if gaps:
            raise FactUnavailable(gaps[0].cause, gaps[0].key, gaps[0].values)
        raise FactUnavailable(Cause.LOST, "no-code", {"file": files.base.where("classes.dex")})
    gaps += elsewhere(files, app.frameworks, manifest, program)
    named = named_classes(files, manifest, program.named.keys())
    own = ownership(program, links_of(program), manifest, named)
    gaps += unrecognised(program, own, manifest)
    addresses = taking(app.platform)
    watched = app.watched | addresses.anywhere
    in_own = (app.watched_in_own | addresses.in_own) - watched
    return Known(DexCode(program, own, watched, in_own, journal, gaps), gaps)


def _dex_files(files: AppFiles, gaps: list[Gap]) -> Iterator[DexFile]:
    left = MAX_BYTES
    for part in files.parts:
        for name in part.code_files():
            try:
                data = part.content(name, left)
                left -= len(data)
                found = [dex_file(part.where(name), dex) for dex in read_dex(data)]
                part.archive.hold(part.entry(name), data)
                yield from found
            except FactUnavailable as reason:
                gaps.append(Gap(_FACT, reason.cause, reason.key, reason.values))
            except BadDex as error:
                values = {"file": part.where(name), "why": str(error)}
                gaps.append(Gap(_FACT, Cause.LOST, "malformed-dex", values))


@slotted
class DexCode:
    """Answers what checks ask of the code; see `appsec.facts.code.Code`."""

    program: Program
    own: Ownership
    watched: frozenset[str]
    watched_in_own: frozenset[str]
    journal: Journal
    gaps: list[Gap]
    _sites: dict[str, list[CallSite]] | None = None
    _unreached: dict[str, list[CallSite]] = field(default_factory=dict)
    _classes: tuple[ClassName, ...] | None = None
    _resolver: Resolver = field(init=False)

    def __post_init__(self) -> None:
        self._resolver = Resolver(self.program, self._walk, self._statics)

    def calls(self, *apis: str) -> Iterator[CallSite]:
        """The calls of these APIs."""
        sites = self._all_sites()
        for api in apis:
            self._expect(api)
            yield from sites.get(api, ())

    def unreached(self, *apis: str) -> Iterator[CallSite]:
        """Those that the app's own code makes where no component comes to it."""
        sites = self._all_sites()
        for api in apis:
            self._expect(api)
            yield from (one for one in sites.get(api, ()) if self._is_left(one))
            yield from self._unreached.get(api, ())

    def _expect(self, api: str) -> None:
        if api not in self.watched and api not in self.watched_in_own:
            raise LookupError(f"no check announces that it watches {api}")

    def _all_sites(self) -> dict[str, list[CallSite]]:
        if self._sites is None:
            with self._reading():
                self._sites = self._read_sites()
        return self._sites

    def _is_left(self, site: CallSite) -> bool:
        left = site.origin is Origin.UNREACHED
        return left and self.own.has(descriptor(site.caller.owner))

    def overriding(self, base: str, name: str) -> Iterator[Body]:
        """The methods of this name below a class or interface, those that a class gets from one
        that is not below it included. What cannot be read is a gap and no method that does
        nothing."""
        with self._reading():
            every = [p for one in self._below(base) for p in self.program.held(one, name)]
            readable = [p for p in dict.fromkeys(every) if self._walk(p).readable]
            found = [self._body(place) for place in readable]
        yield from found

    def subclasses(self, base: str) -> Iterable[tuple[str, Location, Origin]]:
        """The classes below a class or interface."""
        for one in self._below(base):
            name = class_name(one.name)
            yield name, Location(one.file.name, name), self.own.of(one.name)

    def _below(self, base: str) -> Iterator[ClassDef]:
        """The app's classes below a class, be it through others of the platform."""
        roots = (base, *platform_classes_below(base))
        found = {c.name: c for root in roots for c in self.program.below(descriptor(root))}
        yield from found.values()

    def naming(self, *texts: str) -> Iterator[tuple[str, Location, Origin]]:
        """Where code names one of these texts."""
        for file in self.program.files:
            for text, row in file.naming(texts):
                place = Place(file, row)
                yield text, Location(file.name, file.told(row).api), self._origin(place)

    def class_names(self) -> Collection[ClassName]:
        """Every class that the app defines."""
        if self._classes is None:  # many checks ask
            has = self.own.has
            self._classes = tuple(
                [
                    ClassName(name, one.file.name, one.source, has(one.name))
                    for name, one in self.program.named.items()
                ]
            )
        return self._classes

    def annotations(self, *kinds: str) -> Iterator[Annotation]:
        """The annotations of these types on methods."""
        wanted = frozenset(map(descriptor, kinds))
        for file in self.program.files:
            try:
                with self._reading():
                    found = list(annotated_methods(file.dex, wanted))
                    methods = [file.dex.method(one.method) for one in found]
            except BadDex as error:
                self._lose(file, error)
                continue
            for one, ref in zip(found, methods, strict=True):
                parameters = tuple(map(class_name, ref.parameters))
                returns = class_name(ref.returns)
                method = Method(class_name(ref.owner), ref.name, parameters, returns)
                at, origin = Location(file.name, method.api), self.own.of(ref.owner)
                yield Annotation(class_name(one.kind), method, at, origin, one.texts)

    @contextmanager
    def _reading(self) -> Iterator[None]:
        """What kills the child while a check asks is charged to the fact."""
        self.journal.begin(_FACT)
        try:
            yield
        finally:
            self.journal.end(_FACT)

    def _walk(self, place: Place, calling: Container[int] | None = None) -> Walked:
        """What a method does, up to its last call of one of some methods: nothing, and a gap, if
        it cannot be read."""
        try:
            return place.file.walk(place.row, calling)
        except BadDex as error:
            self._lose(place.file, error)
        except Exception as error:
            if not isinstance(error, RecursionError) and not is_out_of_memory(error):
                raise
            self._lose(place.file, BadDex("a method beyond all measure"))
        return Walked(readable=False)

    def _statics(self, owner: ClassDef) -> Mapping[FieldRef, Value]:
        """What fields begin with: nothing, and a gap, if it cannot be read."""
        try:
            return initial_values(owner.file.dex, owner.row)
        except BadDex as error:
            self._lose(owner.file, error)
            return {}

    def _lose(self, file: DexFile, error: BadDex) -> None:
        gap = Gap(_FACT, Cause.LOST, "malformed-dex", {"file": file.name, "why": str(error)})
        if gap not in self.gaps:
            self.gaps.append(gap)

    def _body(self, place: Place) -> Body:
        walked = self._walk(place)
        method = place.file.told(place.row)
        return Body(
            method,
            Location(place.file.name, method.api),
            self._origin(place),
            tuple(self._resolve(one, place) for one in walked.returned),
            walked.throws,
            tuple(call.reference for call in walked.calls),
        )

    def _origin(self, place: Place) -> Origin:
        return self.own.of(place.file.method(place.row).owner)

    def _read_sites(self) -> dict[str, list[CallSite]]:
        found: dict[str, list[CallSite]] = {}
        watched = Watched(self.program, self.watched)
        watched_in_own = Watched(self.program, self.watched_in_own)
        for file in self.program.files:
            wanted, in_own = watched.methods(file), watched_in_own.methods(file)
            rows = set(file.callers(wanted))
            own = {row for row in file.callers(in_own) if self._is_own(file, row)}
            both = {
                index: list(dict.fromkeys((*wanted.get(index, ()), *in_own.get(index, ()))))
                for index in wanted.keys() | in_own.keys()
            }
            for row in sorted(rows | own):
                named = both if row in own else wanted
                for api, site in self._sites_of(Place(file, row), named):
                    left = site.origin is Origin.UNREACHED and api not in self.watched
                    (self._unreached if left else found).setdefault(api, []).append(site)
        return found

    def _is_own(self, file: DexFile, row: int) -> bool:
        return self.own.has(file.method(row).owner)

    def _sites_of(
        self, place: Place, wanted: Mapping[int, list[str]]
    ) -> Iterator[tuple[str, CallSite]]:
        caller = place.file.told(place.row)
        at, origin = Location(place.file.name, caller.api), self._origin(place)
        resolve, around = self._resolving(place), partial(self._around, place)
        walked = self._walk(place, wanted)
        for call in walked.calls:
            for api in wanted.get(call.method, ()):
                what = (call.reference, call.arguments, caller, call.is_static, at, origin)
                always = partial(walked.always, call.place)
                yield api, CallSite(*what, resolve, around, always, self._written)

    def _around(self, place: Place) -> tuple[Method, ...]:
        with self._reading():
            return tuple(call.reference for call in self._walk(place).calls)

    def _resolving(self, place: Place) -> Callable[[Value], Value]:
        def resolve(value: Value) -> Value:
            if type(value) in SETTLED:
                return value
            with self._reading():
                return self._resolve(value, place)

        return resolve

    def _written(self, read: FieldRead) -> list[Value]:
        """What is written to a field; nothing, and a gap, if to look would take too long."""
        with self._reading():
            try:
                return list(self._resolver.written(read))
            except BadDex as error:
                self._lose(self.program.files[0], error)
                return []

    def _resolve(self, value: Value, place: Place) -> Value:
        """A value as it is, and a gap, if more would take too long."""
        try:
            return self._resolver.resolve(value, place)
        except BadDex as error:
            self._lose(place.file, error)
            return value
