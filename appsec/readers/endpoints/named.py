"""The hosts that any text of a build names."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import accumulate

from appsec.facts.app import App, FactUnavailable, Known
from appsec.facts.placed_text import Medium, PlacedText, TextBlock
from appsec.model.endpoint import Endpoint, Use
from appsec.model.outcome import Confidence
from appsec.readers.endpoints.addresses import SEPARATORS, Address, addresses_in
from appsec.readers.endpoints.gathered import Gathered
from appsec.readers.endpoints.hosts import holds_host, labels, lone_host, looks_like_host
from appsec.readers.endpoints.noise import is_list, is_only_named

_FACT = "endpoints"
_OF_SETTINGS = (Medium.RESOURCE, Medium.MANIFEST, Medium.SETTINGS)
_MOST_IN_SETTINGS = 30
"""A file that names more hosts is a collection of links, and sets nothing."""
_MAX_LONE = 120
_PIECE = 1 << 20
_CUT = 300
"""An address so near to the end of a piece may be cut off; the next piece has it whole."""
_CALLS = ("\nstun:", "\nstuns:", "\nturn:", "\nturns:")


def read_endpoints(app: App) -> Known[tuple[Endpoint, ...]]:
    """Those in use, and those that texts name."""
    found = Gathered(_FACT)
    found.join(app.read("used_endpoints"))
    with suppress(FactUnavailable):  # whoever asks for this fact is told of the gap of that one
        gather_named(app.read("texts").blocks(), found)
    return found.known()


def gather_named(blocks: Iterable[TextBlock], found: Gathered) -> None:
    """Adds what texts name. What is a setting is told by where a text lies; names of formats,
    documentation, licences and examples are none of it."""
    for block in blocks:
        for number in _worth_a_look(block):
            _add(block.placed(number), found)


def _worth_a_look(block: TextBlock) -> Iterable[int]:
    """The numbers of the texts that may name a host, found in all of them at once."""
    joined = "\n" + "\n".join(block.texts)
    starts = list(accumulate((len(one) + 1 for one in block.texts), initial=0))
    hits = {
        bisect_right(starts, at) - 1
        for sign in (*SEPARATORS, *_CALLS, *(f"\n{label}." for label in labels("first")))
        for at in _all(joined, sign)
    }
    hits.update(_of_hosts(block))
    return sorted(hits)


def _of_hosts(block: TextBlock) -> Iterator[int]:
    """Texts that may be a host, under a name that says so."""
    for number, name in enumerate(block.names):
        text = block.texts[number]
        may_be = name and len(text) <= _MAX_LONE and "." in text and " " not in text
        if may_be and holds_host(name):
            yield number


def _all(text: str, sign: str) -> Iterator[int]:
    at = text.find(sign)
    while at >= 0:
        yield at
        at = text.find(sign, at + 1)


def _add(one: PlacedText, found: Gathered) -> None:
    if is_list(one.at.file):
        return
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
        alone = lone_host(text) if one.name and holds_host(one.name) else None
        if alone is not None:
            yield alone, Confidence.MEDIUM
        elif (alone := looks_like_host(text)) is not None:
            yield alone, Confidence.LOW


def _sets(one: PlacedText, address: Address) -> bool:
    """Whether an address is the value of a setting. A file of settings that is read as a whole
    holds nothing else."""
    if one.medium not in _OF_SETTINGS:
        return False
    return address.whole or (one.medium is Medium.SETTINGS and not one.name)
