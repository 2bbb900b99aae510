"""The hosts that any text of a build names."""

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import cache

from appsec.facts.app import App, FactUnavailable, Known
from appsec.facts.placed_text import Medium, PlacedText, TextBlock
from appsec.model.endpoint import Endpoint, Use
from appsec.model.outcome import Confidence
from appsec.readers.endpoints.addresses import SEPARATORS, Address, addresses_in
from appsec.readers.endpoints.gathered import Gathered
from appsec.readers.endpoints.hosts import holds_host, lone_host, looks_like_host
from appsec.readers.endpoints.noise import is_list, is_only_named, labels

_FACT = "endpoints"
_OF_SETTINGS = (Medium.RESOURCE, Medium.MANIFEST, Medium.SETTINGS)
_MOST_IN_SETTINGS = 30
"""A file that names more hosts is a collection of links, and sets nothing."""
_MAX_LONE = 120
_NO_SERVICE = re.compile(r"\.(dtd|xsd|crl\w?)\Z", re.I)
"""Ends of addresses of schemas and of revocation lists; ASN.1 puts a letter behind the latter."""
_PIECE = 1 << 20
_CUT = 300
"""An address so near to the end of a piece may be cut off; the next piece has it whole."""
_FIRST = 2
"""Characters that each of these beginnings has."""
_CALLS = ("stun:", "stuns:", "turn:", "turns:")
_ESCAPING = (Medium.SETTINGS, Medium.SCRIPT, Medium.FILE)


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


def _worth_a_look(block: TextBlock) -> list[int]:
    """The numbers of the texts that may name a host: of very many, few do."""
    begins, first, (plain, escaped) = _begins(), _first(), SEPARATORS
    texts = block.texts
    hits = {
        n
        for n, text in enumerate(texts)
        if plain in text or (text[:_FIRST] in first and text.startswith(begins))
    }
    if block.medium in _ESCAPING:
        hits.update(n for n, text in enumerate(texts) if escaped in text)
    hits.update(_of_hosts(block))
    return sorted(hits)


@cache
def _begins() -> tuple[str, ...]:
    """How texts begin that are a host without a scheme, or with one that has no slashes."""
    return (*_CALLS, *(f"{label}." for label in sorted(labels("first"))))


@cache
def _first() -> frozenset[str]:
    """The first characters of those, which most texts do not begin with."""
    return frozenset(begin[:_FIRST] for begin in _begins())


def _of_hosts(block: TextBlock) -> Iterator[int]:
    """Texts that may be a host, under a name that says so."""
    if any(block.names):
        for number, (name, text) in enumerate(zip(block.names, block.texts, strict=True)):
            may_be = name and len(text) <= _MAX_LONE and "." in text and " " not in text
            if may_be and holds_host(name):
                yield number


def _add(one: PlacedText, found: Gathered) -> None:
    if is_list(one.at.file):
        return
    named = [each for each in _named(one) if not _is_noise(each[0])]
    crowd = len({address.host for address, _ in named}) > _MOST_IN_SETTINGS
    for address, confidence in named:
        use = Use.SETTING if _sets(one, address) and not crowd else Use.NAMED
        found.add(address, use, one.at, one.origin, confidence)


def _is_noise(address: Address) -> bool:
    return is_only_named(address.host) or bool(_NO_SERVICE.search(address.path))


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
