"""Which screens of an app ask for what nobody else should see, and which of them code guards."""

import re
from collections.abc import Collection, Iterable, Iterator

from appsec.facts.android import AndroidApp, Component, ComponentKind, Manifest
from appsec.facts.code import Code
from appsec.facts.objects import words_of
from appsec.model.frozen import frozen
from appsec.model.outcome import Location

_ACTIVITIES = ("Activity", "Screen", "Page")
_PARTS = ("Fragment", "Screen", "ScreenKt")
"""What a screen is called that is no component: fragments, and Compose's functions."""
_GENERATED = "Hilt_"
_MEMORY = re.compile("sd_?card", re.IGNORECASE)
"""A card that nobody pays with."""
_OF_EVERY_SCREEN = frozenset(
    f"onActivity{when}{what}" for when in ("", "Pre", "Post") for what in ("Created", "Resumed")
)
"""What Android tells an application's callbacks of each of its activities."""


@frozen
class Screen:
    """A screen by its class, and whether it is a component of its own or shown within one."""

    name: str
    at: Location
    component: bool

    @property
    def title(self) -> str:
        """The class without its package."""
        return self.name.rpartition(".")[2]


def sensitive_screens(app: AndroidApp, words: Collection[str]) -> list[Screen]:
    """The screens of the app's own whose names hold one of some words (login, pay)."""
    wanted = frozenset(words)
    every = _screens(app.manifest, app.code)
    return [one for one in every if not wanted.isdisjoint(_words(one))]


def _words(screen: Screen) -> tuple[str, ...]:
    return words_of(_MEMORY.sub("", screen.title))


def _screens(manifest: Manifest, code: Code) -> Iterator[Screen]:
    """Activities by the manifest, fragments and functions by what classes are called."""
    for activity in _activities(manifest, code):
        if activity.name.endswith(_ACTIVITIES):
            yield Screen(activity.name, activity.at, True)
    declared = {c.name for c in manifest.components}
    for one in code.class_names():
        if one.own and one.name.endswith(_PARTS) and one.name not in declared:
            title = one.name.rpartition(".")[2]
            if "$" not in title and not title.startswith(_GENERATED):
                yield Screen(one.name, one.at, False)


def _activities(manifest: Manifest, code: Code) -> list[Component]:
    """The app's own: the id of a build need not be the package of its code, and code that was not
    read tells no packages."""
    own = {one.name for one in code.class_names() if one.own}
    activities = (c for c in manifest.components if c.kind is ComponentKind.ACTIVITY)
    return [c for c in activities if c.name in own or c.name.startswith(f"{manifest.package}.")]


def not_guarded(app: AndroidApp, screens: list[Screen], methods: Iterable[str]) -> list[Screen]:
    """Those of some screens that none of these methods guards: not their own class, none above
    it, and no callback for every activity. What is shown within activities is taken to be guarded
    where each of the app's own is, as nothing tells in which it is shown."""
    guarded: set[str] = set()
    for method in methods:
        owner, _, name = method.rpartition(".")
        if name in _OF_EVERY_SCREEN:
            return []
        guarded |= _with_below(app.code, owner.partition("$")[0])
    activities = {one.name for one in _activities(app.manifest, app.code)}
    whole = bool(activities) and activities <= guarded
    return [one for one in screens if one.name not in guarded and (one.component or not whole)]


def _with_below(code: Code, owner: str) -> set[str]:
    return {owner, *(name for name, _, _ in code.subclasses(owner))}
