"""Hosts and addresses that a build names, with what they are used for."""

from dataclasses import dataclass
from enum import StrEnum

from appsec.model.outcome import Confidence, Location, Origin


class Use(StrEnum):
    """What an address is used for, the most telling first."""

    REQUEST = "request"  # reaches what makes a request
    PAGE = "page"  # is loaded by a web view
    RULE = "rule"  # named in a network security configuration or transport security settings
    LINK = "link"  # a deep link, universal link or associated domain
    SETTING = "setting"  # in a settings file, resource or manifest
    NAMED = "named"  # only appears in a text


@dataclass(frozen=True, slots=True)
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
