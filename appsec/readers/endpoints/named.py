"""The hosts that any text of a build names."""

from collections.abc import Iterable, Iterator

from appsec.facts.placed_text import Medium, PlacedText
from appsec.model.endpoint import Use
from appsec.model.outcome import Confidence
from appsec.readers.endpoints.addresses import Address, addresses_in
from appsec.readers.endpoints.gathered import Gathered
from appsec.readers.endpoints.hosts import holds_host, lone_host, looks_like_host
from appsec.readers.endpoints.noise import is_list, is_only_named

_OF_SETTINGS = (Medium.RESOURCE, Medium.MANIFEST, Medium.SETTINGS)
_MOST_IN_SETTINGS = 30
"""A file that names more hosts is a collection of links, and sets nothing."""
_MAX_LONE = 120
_PIECE = 1 << 20
_CUT = 300
"""An address so near to the end of a piece may be cut off; the next piece has it whole."""


def gather_named(texts: Iterable[PlacedText], found: Gathered) -> None:
    """Adds what texts name. What is a setting is told by where a text lies; names of formats,
    documentation, licences and examples are none of it."""
    for one in texts:
        if is_list(one.at.file):
            continue
        named = [each for each in _named(one) if not is_only_named(each[0].host)]
        crowd = len({address.host for address, _ in named}) > _MOST_IN_SETTINGS
        for address, confidence in named:
            use = Use.SETTING if _sets(one, address) and not crowd else Use.NAMED
            found.add(address, use, one.at, one.origin, confidence)


def _named(one: PlacedText) -> Iterator[tuple[Address, Confidence]]:
    text = one.text
    last = len(text) - _CUT if len(text) >= _PIECE else len(text)
    for address in addresses_in(text):
        if address.at < last:
            yield address, Confidence.MEDIUM
    if "." in text and len(text) <= _MAX_LONE and "://" not in text:
        if one.name and holds_host(one.name) and (address_ := lone_host(text)):
            yield address_, Confidence.MEDIUM
        elif alone := looks_like_host(text):
            yield alone, Confidence.LOW


def _sets(one: PlacedText, address: Address) -> bool:
    """Whether an address is the value of a setting. A file of settings that is read as a whole
    holds nothing else."""
    if one.medium not in _OF_SETTINGS:
        return False
    return address.whole or (one.medium is Medium.SETTINGS and not one.name)
