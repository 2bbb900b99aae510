"""What a check would say of own code that no component reaches, were it reached: questions."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

from appsec.engine.hits import ELSEWHERE
from appsec.facts.android import AndroidApp
from appsec.facts.app import App, Known
from appsec.facts.code import Annotation, Body, CallSite, ClassName, Code
from appsec.model.check import Check
from appsec.model.frozen import frozen
from appsec.model.outcome import Evidence, Location, Origin, Question, Seen


@frozen
class _AsReached:
    """The code of an app in which nothing but some unreached methods calls anything."""

    code: Code
    sites: Mapping[str, Collection[CallSite]]

    def calls(self, *apis: str) -> Iterator[CallSite]:
        for api in apis:
            yield from self.sites.get(api, ())

    def unreached(self, *apis: str) -> Iterator[CallSite]:
        yield from ()

    def overriding(self, base: str, name: str) -> Iterator[Body]:
        return self.code.overriding(base, name)

    def subclasses(self, base: str) -> Iterator[tuple[str, Location, Origin]]:
        yield from self.code.subclasses(base)

    def naming(self, *texts: str) -> Iterator[tuple[str, Location, Origin]]:
        return self.code.naming(*texts)

    def class_names(self) -> Collection[ClassName]:
        return self.code.class_names()

    def annotations(self, *kinds: str) -> Iterator[Annotation]:
        return self.code.annotations(*kinds)


def in_unreached_code(
    check: Check, app: AndroidApp, told: Collection[Location]
) -> Iterator[Question]:
    """The questions about what a check would say of own code that nothing comes to.

    The check looks again, at the calls there and no others. What it says of their places and has
    not `told` is a question: `<key>-elsewhere` with `count` if the check has such a message.
    Evidence is dropped: a protection that nothing reaches protects nothing. So is what it says of
    any other place, as of a screen that it now sees no protection of.
    """
    about = check.about
    sites = {
        api: [replace(one, origin=Origin.APP) for one in app.code.unreached(api)]
        for api in (*about.watches, *about.watches_own)
    }
    if not any(sites.values()):
        return
    places = {one.at for every in sites.values() for one in every}.difference(told)
    grouped: dict[str, dict[Location, None]] = {}
    for one in check.look(_seeing(app, _AsReached(app.code, sites))):
        at = tuple(sorted(places.intersection(one.locations)))
        if isinstance(one, Evidence) or not at:
            continue
        key = one.key.removesuffix(ELSEWHERE) + ELSEWHERE
        if key in about.messages:
            grouped.setdefault(key, {}).update(dict.fromkeys(at))
        else:
            yield Question(one.key, at, one.values, one.identity, Origin.UNREACHED)
    for key, found in grouped.items():
        count = {"count": str(len(found))}
        yield Question(key, tuple(sorted(found)), count, origin=Origin.UNREACHED)


def _seeing(app: AndroidApp, code: Code) -> AndroidApp:
    """The same app with other code. What is touched of it counts as touched of the app."""
    facts = {name: lambda _, name=name: Known(app.read(name)) for name in app.facts()}
    return AndroidApp({**facts, "code": lambda _: Known(code)})


def everything(check: Check, app: App, touched: Collection[str]) -> Iterator[Seen]:
    """What a check says of an app: of what it looks at by itself, and of unreached own code if
    code was among the facts that it has `touched` by then."""
    told: set[Location] = set()
    for one in check.look(app):
        told.update(one.locations)
        yield one
    watches = check.about.watches or check.about.watches_own
    if isinstance(app, AndroidApp) and watches and "code" in touched:
        yield from in_unreached_code(check, app, told)
