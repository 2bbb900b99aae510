"""Whether a version lies in what an advisory calls affected, and which later version does not."""

import re
from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from appsec.model.frozen import frozen
from appsec.vulndb.advisory import Affected, Edge, Range, RangeKind
from appsec.vulndb.versions import Order, Uncomparable, key, plain_tag


class Holds(StrEnum):
    """Whether an advisory applies to a version."""

    YES = "yes"
    NO = "no"
    UNTOLD = "untold"  # a version that cannot be compared, or a range of commits


@frozen
class Judged:
    """What an entry says of a version. `fixed` are the versions above it that are fixed, in
    order; empty where none is told."""

    holds: Holds
    fixed: tuple[str, ...] = ()


_FIRST = "0"
"""What is before every version."""
_NO_LIMIT = "*"
_FLAVOUR = re.compile(r"(?ai)[.\-](jre|jdk|java|android)\d*\Z")
_TIES = {Edge.FIXED: 0, Edge.LIMIT: 0, Edge.INTRODUCED: 1, Edge.LAST_AFFECTED: 2}
"""At one version what was mended before may be broken anew, so that it is affected."""


def judge(affected: Affected, version: str, order: Order) -> Judged:
    """Whether a version is affected. Silence of what cannot be compared is never a no."""
    if version in affected.excluded:
        return Judged(Holds.NO)
    ranges = [each for each in affected.ranges if each.kind is not RangeKind.GIT]
    told = [_in_range(each, version, order) for each in ranges]
    told.append(_listed(affected, version, order))
    if Holds.YES in told:
        return Judged(Holds.YES, _fixed_above(ranges, version, order))
    return Judged(Holds.UNTOLD if Holds.UNTOLD in told else Holds.NO)


def _listed(affected: Affected, version: str, order: Order) -> Holds:
    """Whether a version is named. Of commits nothing follows, whatever tags are named beside."""
    if {version, plain_tag(version)} & set(affected.versions):
        return Holds.YES
    if affected.ranges:
        only_commits = all(each.kind is RangeKind.GIT for each in affected.ranges)
        return Holds.UNTOLD if only_commits else Holds.NO
    if not affected.versions:
        return Holds.UNTOLD
    try:
        here = key(order, version)
    except Uncomparable:
        return Holds.UNTOLD
    return Holds.YES if any(_is(here, order, one) for one in affected.versions) else Holds.NO


def _is(here: object, order: Order, other: str) -> bool:
    try:
        return bool(here == key(order, other))
    except Uncomparable:
        return False


def _in_range(told: Range, version: str, order: Order) -> Holds:
    if told.kind is RangeKind.UNTOLD:
        return Holds.UNTOLD
    order = order_in(told, order)
    try:
        here = key(order, version)
        edges = [(key(order, at), _TIES[e], e) for e, at in told.edges if _compares(at)]
    except Uncomparable:
        return Holds.UNTOLD
    inside = any(edge is Edge.INTRODUCED and at == _FIRST for edge, at in told.edges)
    if order is Order.MAVEN and _is_flavour_of_last(version, here, edges):
        return Holds.UNTOLD
    for at, _, edge in sorted(edges, key=lambda each: each[:2]):
        if edge is Edge.INTRODUCED and here >= at:
            inside = True
        elif (edge in (Edge.FIXED, Edge.LIMIT) and here >= at) or (
            edge is Edge.LAST_AFFECTED and here > at
        ):
            inside = False
    return Holds.YES if inside else Holds.NO


def _is_flavour_of_last(version: str, here: Any, edges: Iterable[tuple[Any, int, Edge]]) -> bool:
    """Whether it is a last affected version, for one platform: 31.1-jre, which Maven has follow
    31.1. Whether who wrote 31.1 meant it, nothing tells."""
    plain = _FLAVOUR.sub("", version)
    if plain == version:
        return False
    least = key(Order.MAVEN, plain)
    return any(edge is Edge.LAST_AFFECTED and least <= at < here for at, _, edge in edges)


def order_in(told: Range, order: Order) -> Order:
    """The order that a range asks for, or else that of its ecosystem."""
    if told.kind is RangeKind.RETIRE:
        return Order.RETIRE
    if told.kind is RangeKind.SEMVER and order is not Order.PUB:
        return Order.SEMVER
    return order


def _compares(version: str) -> bool:
    return version not in (_FIRST, _NO_LIMIT)


def _fixed_above(ranges: Iterable[Range], version: str, order: Order) -> tuple[str, ...]:
    above = {}
    for told in ranges:
        for edge, at in told.edges:
            if edge is Edge.FIXED:
                try:
                    mended = key(order_in(told, order), at)
                    if mended > key(order_in(told, order), version):
                        above[at] = mended
                except Uncomparable:
                    continue
    return tuple(sorted(above, key=lambda at: above[at]))
