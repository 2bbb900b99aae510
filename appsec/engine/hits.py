"""How a check tells what it found in code: the app's own code apart from what is elsewhere."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field
from typing import TYPE_CHECKING

from appsec.facts.android import AndroidApp, Manifest
from appsec.facts.code import Body, CallSite, Code
from appsec.facts.outside import is_typed, proof
from appsec.facts.values import classes_of
from appsec.model.frozen import frozen
from appsec.model.outcome import Evidence, Finding, Location, Origin, Question, Seen

if TYPE_CHECKING:
    from appsec.facts.ios_code import NativeBody, NativeCall, NativeCode

ELSEWHERE = "-elsewhere"


@frozen
class Hit:
    """One place in code that a check has something to say about: the key and values of its
    message, and the kind of sighting that it would be in the app's own code."""

    place: "CallSite | Body | NativeCall | NativeBody"
    key: str
    values: Mapping[str, str] = field(default_factory=dict)
    kind: type[Seen] = Finding


def sightings(hits: Iterable[Hit], together: bool = False) -> Iterator[Seen]:
    """A sighting for each method of the app's own code, or with `together` one for all of its
    methods that have the same to say; what is in a library, or in code that no component reaches,
    is one question with the key `<key>-elsewhere` and all its places.

    Evidence stays evidence wherever it is.
    """
    if together:
        yield from _together(hits := tuple(hits))
        hits = [hit for hit in hits if hit.place.origin is not Origin.APP]
    own: dict[tuple[object, ...], Seen] = {}
    elsewhere: dict[tuple[type[Seen], str], dict[Location, Origin]] = {}
    for hit in hits:
        if hit.place.origin is Origin.APP:
            identity = (hit.kind, hit.key, hit.place.at, *sorted(hit.values.items()))
            own.setdefault(identity, hit.kind(hit.key, hit.place.at, hit.values))
        else:
            kind: type[Seen] = Evidence if hit.kind is Evidence else Question
            places = elsewhere.setdefault((kind, hit.key + ELSEWHERE), {})
            places[hit.place.at] = hit.place.origin
    yield from own.values()
    for (told, key), places in elsewhere.items():
        origins = set(places.values())
        origin = Origin.LIBRARY if Origin.LIBRARY in origins else Origin.UNREACHED
        yield told(key, tuple(sorted(places)), {"count": str(len(places))}, origin=origin)


def _together(hits: Iterable[Hit]) -> Iterator[Seen]:
    """One sighting for all places of the app's own code with the same key and values."""
    same: dict[tuple[object, ...], tuple[Hit, dict[Location, None]]] = {}
    for hit in hits:
        if hit.place.origin is Origin.APP:
            identity = (hit.kind, hit.key, *sorted(hit.values.items()))
            _, places = same.setdefault(identity, (hit, {}))
            places[hit.place.at] = None
    for hit, places in same.values():
        yield hit.kind(hit.key, tuple(sorted(places)), hit.values)


def given(app: AndroidApp, kinds: Iterable[str], *apis: str) -> Iterator[str]:
    """The classes of the objects that methods of others than the app get for parameters of these
    types, as far as the calls tell. A check watches `(type)` for each, and `apis` that the app's
    own classes inherit: `myWebView.setWebViewClient(...)` names a class of the app."""
    own = {one.name for one in app.code.class_names() if one.own}
    for kind in kinds:
        foreign = (s for s in app.code.calls(f"({kind})") if s.method.owner not in own)
        for site in (*foreign, *app.code.calls(*apis)):
            for number in site.taking(kind):
                yield from classes_of(site.argument(number))


def sharing(code: Code, body: Body, bodies: Iterable[Body]) -> frozenset[str]:
    """The classes whose objects have this very method: its own, and those below that neither
    have one of `bodies` instead nor get one from in between."""
    owner = body.method.owner
    found = _with_below(code, owner)
    for other in bodies:
        same = other.method.parameters == body.method.parameters
        if same and other.method.owner in found - {owner}:
            found -= _with_below(code, other.method.owner)
    return frozenset(found)


def _with_below(code: Code, owner: str) -> set[str]:
    return {owner, *(name for name, _, _ in code.subclasses(owner))}


def chosen(
    site: CallSite, key: str, holds: Iterable[bool], values: Mapping[str, str] | None = None
) -> Iterator[Hit]:
    """`key` if something holds for each alternative of a value, the question `perhaps-<key>` if
    only for some: the code may never take that path. Nothing if for none."""
    told = tuple(holds)
    if any(told):
        sure = all(told) or site.origin is not Origin.APP
        which, kind = (key, Finding) if sure else (f"perhaps-{key}", Question)
        yield Hit(site, which, values or {}, kind)


def flows(site: CallSite, number: int, manifest: Manifest, typed: str = "flows") -> Iterator[Hit]:
    """`flows` if a text from outside the app comes to an argument of a call; `may-flow` for the
    app's own code if that is not proven, as `proof` tells. `typed` is the key where only the user
    gives the text, and no other app."""
    kind = proof(site, number, manifest)
    if kind is Finding:
        by_user = site.origin is Origin.APP and is_typed(site, number)
        yield Hit(site, typed if by_user else "flows", kind=Finding)
    elif kind is Question and site.origin is Origin.APP:
        yield Hit(site, "may-flow", kind=Question)


def one_question(key: str, sites: "Iterable[CallSite] | Iterable[NativeCall]") -> Iterator[Seen]:
    """One question for all these calls, with all their places and `count`; none for none."""
    places = tuple(sorted({site.at for site in sites}))
    if places:
        yield Question(key, places, {"count": str(len(places))})


def signs_of(code: Code, known: Mapping[str, Iterable[str]]) -> tuple[Location, ...]:
    """Where the app's own code names one of some `texts` or makes one of some `calls`, sorted."""
    texts = {at for _, at, origin in code.naming(*known["texts"]) if origin is Origin.APP}
    calls = {site.at for site in code.calls(*known["calls"]) if site.origin is Origin.APP}
    return tuple(sorted(texts | calls))


def native_signs(
    code: "NativeCode", known: Mapping[str, Iterable[str]], weak: Iterable[str]
) -> tuple[Location, ...]:
    """Where the app's own code names one of some `texts`, makes one of some `calls` or holds one of
    some Swift `types`, sorted. Calls that are `weak` count beside another sign only."""
    strong = {at for _, at, origin in code.texts(*known["texts"]) if origin is Origin.APP}
    calls = [site for site in code.calls(*known["calls"]) if site.origin is Origin.APP]
    strong |= {site.at for site in calls if site.callee.name not in weak}
    strong |= {at for name, at, _ in code.swift_types() if name in known["types"]}
    if not strong:
        return ()
    return tuple(sorted(strong | {site.at for site in calls}))
