"""What a build shows of what its developer has to declare: an inventory, without judgement."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import field, replace
from enum import StrEnum
from typing import Any

from appsec.model.frozen import frozen
from appsec.model.outcome import Location, Origin
from appsec.model.text import visible


class Trait(StrEnum):
    """A kind of thing that the declaration asks for, and that the build may show."""

    PERMISSION = "permission"
    IDENTIFIER = "identifier"
    SDK = "sdk"
    DOMAIN = "domain"
    SHARING_POINT = "sharing_point"
    INPUT_FIELD = "input_field"
    PUBLIC_KEY = "public_key"
    LOGIN = "login"
    PAYMENT = "payment"


@frozen
class Observation:
    """One thing seen: `name` is what tells it from others of its trait (a permission's full name, a
    host, a field's id); `detail` is what a person wants to know beside it, by key."""

    trait: Trait
    name: str
    detail: Mapping[str, str] = field(default_factory=dict)
    locations: tuple[Location, ...] = ()
    origin: Origin = Origin.APP


@frozen
class Observed:
    """The inventory of one build. Of the traits in `unread` more may be there than is listed:
    silence says nothing of them. `cells` are what the build says for single cells of the
    declaration, by their keys: `app.min_os`."""

    things: tuple[Observation, ...] = ()
    unread: tuple[Trait, ...] = ()
    cells: Mapping[str, str] = field(default_factory=dict)

    def names(self, trait: Trait) -> tuple[str, ...]:
        """The names of all things of a trait, each once, sorted."""
        return tuple(sorted({one.name for one in self.of(trait)}))

    def of(self, trait: Trait) -> tuple[Observation, ...]:
        """The things of a trait."""
        return tuple(one for one in self.things if one.trait is trait)

    def joined(self, other: "Observed") -> "Observed":
        """This inventory and that of another build of the app as one: what either could not read
        stays unread, and the cells are those of this one."""
        things = {(one.trait, one.name): one for one in (*other.things, *self.things)}
        order = list(Trait)
        every = sorted(things.values(), key=lambda one: (order.index(one.trait), one.name))
        unread = {*self.unread, *other.unread}
        return Observed(tuple(every), tuple(t for t in Trait if t in unread), self.cells)


Things = dict[tuple[Trait, str], Observation]

Taker = Callable[[Any], Iterator[Observation]]
"""Looks in an app of one platform for the things of one trait."""

MAX_PLACES = 20
"""Most places that are kept of one thing."""


def add(things: Things, thing: Observation) -> None:
    """Adds a thing to those seen, its texts with nothing invisible in them. In several places it is
    one; what is the app's own in any of them is the app's."""
    detail = {key: visible(value) for key, value in thing.detail.items()}
    thing = replace(thing, name=visible(thing.name), detail=detail)
    before = things.get((thing.trait, thing.name))
    if before is not None:
        places = tuple(dict.fromkeys((*before.locations, *thing.locations)))[:MAX_PLACES]
        origin = Origin.APP if Origin.APP in (before.origin, thing.origin) else before.origin
        detail = {**thing.detail, **before.detail}
        thing = replace(before, detail=detail, locations=places, origin=origin)
    things[thing.trait, thing.name] = thing
