"""Hosts and addresses that a build names, with what they are used for."""

from collections.abc import Iterable
from dataclasses import replace
from enum import StrEnum

from appsec.model.frozen import frozen
from appsec.model.outcome import Confidence, Location, Origin


class Use(StrEnum):
    """What an address is used for, the most telling first."""

    REQUEST = "request"  # reaches what makes a request
    PAGE = "page"  # is loaded by a web view
    RULE = "rule"  # named in a network security configuration or transport security settings
    LINK = "link"  # a deep link, universal link or associated domain
    SETTING = "setting"  # in a settings file, resource or manifest
    NAMED = "named"  # only appears in a text


@frozen
class Endpoint:
    """One address. `scheme` and `port` are as written, empty where none is. `host` is lower case,
    in ASCII (punycode); an IPv6 address has no brackets. `cloud` and `region` are of the provider
    whose hosts look like this one, if any, and `country` is what a table says of it."""

    host: str
    uses: tuple[Use, ...]
    at: tuple[Location, ...]
    scheme: str = ""
    port: str = ""
    path: str = ""
    origin: Origin = Origin.APP
    confidence: Confidence = Confidence.HIGH
    cloud: str = ""
    region: str = ""
    country: str = ""

    @property
    def key(self) -> tuple[str, str, str]:
        """What tells it from others: one host may be named with several schemes and ports."""
        return self.host, self.scheme, self.port


MAX_PLACES = 20
"""Most places that are kept of one endpoint."""
_ORIGINS = (Origin.APP, Origin.LIBRARY, Origin.UNREACHED)


def both(one: Endpoint, other: Endpoint) -> Endpoint:
    """Two endpoints of one key as one. The stronger use comes first and decides how sure it is;
    what is the app's own in either is the app's."""
    order, ranks = list(Use).index, list(Confidence).index
    surest = min((one, other), key=lambda each: (order(each.uses[0]), ranks(each.confidence)))
    return replace(
        one,
        uses=tuple(sorted({*one.uses, *other.uses}, key=order)),
        at=tuple(dict.fromkeys((*one.at, *other.at)))[:MAX_PLACES],
        path=one.path or other.path,
        origin=min(one.origin, other.origin, key=_ORIGINS.index),
        confidence=surest.confidence,
    )


def together(endpoints: Iterable[Endpoint]) -> tuple[Endpoint, ...]:
    """Each once, by host."""
    found: dict[tuple[str, str, str], Endpoint] = {}
    for one in endpoints:
        found[one.key] = both(found[one.key], one) if one.key in found else one
    return tuple(found[key] for key in sorted(found))
