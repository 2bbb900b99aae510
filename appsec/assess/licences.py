"""Licences of components: what they are in SPDX, and which of them a team denies."""

import re
from collections.abc import Iterator
from fnmatch import fnmatchcase
from functools import cache
from typing import TYPE_CHECKING, Any

from appsec.model.check import STRICT
from appsec.model.frozen import frozen
from appsec.model.licences import Denied, LicenceReport
from appsec.model.software import Software, SoftwareComponent
from appsec.model.text import visible, worded

if TYPE_CHECKING:
    from license_expression import Licensing

MAX_EXPRESSION = 300
"""Longest expression that is taken apart, in characters."""

_OWN = "licenseref-"
"""What a licence begins with that SPDX does not list, and that a document names itself."""


@frozen
class Exempted:
    """A component, by name or package URL, that may have a denied licence, and why."""

    __pydantic_config__ = STRICT

    component: str
    licence: str
    reason: str


@frozen
class LicencePolicy:
    """`[licences]` of a team's settings. `deny` are SPDX identifiers that nothing in the app may
    have; `GPL-*` is all that begin so."""

    __pydantic_config__ = STRICT

    deny: tuple[str, ...] = ()
    exceptions: tuple[Exempted, ...] = ()


def unfit(policy: LicencePolicy) -> Iterator[str]:
    """What is wrong with a policy: an identifier that is none would deny nothing."""
    for one in policy.deny:
        if not _denies_something(one):
            yield f"licences.deny: {visible(one, 60)!r} is no SPDX identifier"
    for number, each in enumerate(policy.exceptions):
        where = f"licences.exceptions.{number}"
        for key in ("component", "licence", "reason"):
            if not worded(getattr(each, key)):
                yield f"{where}.{key}: is empty"
        if not _matches(each.licence, policy.deny):
            yield f"{where}.licence: {visible(each.licence, 60)!r} is not denied"


def judged(software: Software | None, policy: LicencePolicy) -> LicenceReport | None:
    """What a policy says of an app's components; None where there is none.

    A component without a licence, or with one that cannot be understood, is unknown: nobody can
    say that it is none of those denied.
    """
    if not policy.deny:
        return None
    denied: list[Denied] = []
    unknown: dict[str, None] = {}
    for one in software.components if software else ():
        told = [(licence, blocking(licence, policy.deny)) for licence in one.licences]
        for licence, names in told:
            for name in names or ():
                why = _exempted(one, name, policy)
                denied.append(Denied(one.name, one.version, licence, name, why))
        if not told or any(names is None for _, names in told):
            unknown[one.name] = None
    return LicenceReport(policy.deny, tuple(denied), tuple(unknown))


def _exempted(one: SoftwareComponent, licence: str, policy: LicencePolicy) -> str:
    """The reason of the exception for it; empty if there is none."""
    names = (one.name.casefold(), one.purl.casefold())
    for each in policy.exceptions:
        if each.component.casefold() in names and _matches(licence, (each.licence,)):
            return visible(each.reason)
    return ""


def blocking(expression: str, deny: tuple[str, ...]) -> tuple[str, ...] | None:
    """The denied identifiers that an expression leaves no way around: of `A OR B` one may be taken
    that is not denied. Empty if there is a way; None if that cannot be told."""
    tree = parsed(expression)
    return None if tree is None else _weighed(tree, deny)


def _weighed(tree: Any, deny: tuple[str, ...]) -> tuple[str, ...] | None:
    if not tree.args:
        # What an exception allows besides does not make it another licence.
        licence = getattr(tree, "license_symbol", tree)
        if _matches(licence.key, deny):
            return (licence.key,)
        return () if is_listed(licence.key) else None
    inner = [_weighed(one, deny) for one in tree.args]
    names = tuple(dict.fromkeys(name for one in inner for name in one or ()))
    if tree.operator.strip() == "OR":
        if () in inner:
            return ()
        return None if None in inner else names
    return names or (None if None in inner else ())


def _matches(licence: str, deny: tuple[str, ...]) -> bool:
    key = licence.casefold()
    return any(fnmatchcase(key, _key_of(one).casefold()) for one in deny)


def _key_of(denied: str) -> str:
    """An identifier as SPDX writes it now: GPL-3.0 is GPL-3.0-only."""
    tree = None if "*" in denied else parsed(denied)
    return denied if tree is None or tree.args else str(getattr(tree, "key", denied))


def _denies_something(denied: str) -> bool:
    if "*" in denied:
        pattern = denied.casefold()
        return any(fnmatchcase(key.casefold(), pattern) for key in _licensing().known_symbols)
    key = _key_of(denied)
    if key.casefold() != denied.strip().casefold() and not re.search(r"\d", denied):
        # `GPL` is taken for GPL-1.0-or-later alone, and would let all others pass.
        return False
    return is_listed(key) or key.casefold().startswith(_OWN)


def is_listed(key: str) -> bool:
    """Whether SPDX lists a licence under this identifier."""
    return key in _licensing().known_symbols and not key.casefold().startswith(_OWN)


def parsed(expression: str) -> Any:
    """The tree of an expression, its identifiers as SPDX writes them; None if it is none."""
    from boolean import ParseError
    from license_expression import ExpressionError

    if len(expression) > MAX_EXPRESSION:
        return None
    try:
        return _licensing().parse(expression)
    except (ExpressionError, ParseError, RecursionError):
        return None


@cache
def _licensing() -> "Licensing":
    from license_expression import get_spdx_licensing

    return get_spdx_licensing()
