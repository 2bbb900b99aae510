"""The fact `secrets`: what the rules find in all texts of an app, and files that give it away."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import field

from appsec.facts.app import Known
from appsec.facts.placed_text import Medium, PlacedText, Texts
from appsec.facts.secret import Secret, Sensitivity
from appsec.model.frozen import slotted
from appsec.model.outcome import Cause, Confidence, Gap, Location, Origin
from appsec.readers.secrets.buffer import Buffer
from appsec.readers.secrets.leftovers import leftovers
from appsec.readers.secrets.rules import Rule, rules
from appsec.readers.secrets.search import Hit, Search

_FACT = "secrets"
MAX_VALUES = 200
"""Values of one rule that are told; nobody looks at more."""
_MAX_PLACES = 50
_DIGITS, _DIGITS_OF_PERSONS = 12, 4
_COST = 1 << 10
_SHOWN, _PART = 4, 6
_RANK = (Confidence.HIGH, Confidence.MEDIUM, Confidence.LOW)
_ORIGINS = (Origin.APP, Origin.UNREACHED, Origin.LIBRARY)


@slotted
class _Found:
    """One value of a rule, wherever it was found."""

    confidence: Confidence
    lone: bool
    origin: Origin
    medium: Medium
    name: str
    places: dict[Location, None] = field(default_factory=dict)


def read_secrets(texts: Texts, files: Iterable[str]) -> Known[tuple[Secret, ...]]:
    """By rule and value, then by kind of file. The gaps are those of rules that find too much: what
    is not read is a gap of the texts."""
    search = Search()
    found: dict[Rule, dict[str, _Found]] = defaultdict(dict)
    full: set[str] = set()
    for block in texts.blocks():
        buffer = Buffer(block)
        for hit in search.hits(buffer):
            values = found[hit.rule]
            if hit.value not in values and len(values) >= MAX_VALUES:
                full.add(hit.rule.name)
                continue
            _note(values, hit, buffer.placed(hit.number))
    told = tuple(
        _secret(rule, value, one)
        for rule, values in _settled(found)
        for value, one in sorted(values.items())
    )
    gaps = (
        Gap(_FACT, Cause.LOST, "too-many-secrets", {"what": name, "limit": str(MAX_VALUES)})
        for name in sorted(full)
    )
    return Known((*told, *leftovers(files)), tuple(gaps))


def _note(values: dict[str, _Found], hit: Hit, text: PlacedText) -> None:
    name = "" if hit.value in text.name else text.name
    known = values.get(hit.value)
    if known is None:
        known = _Found(hit.confidence, hit.lone, text.origin, text.medium, name)
        values[hit.value] = known
    known.confidence = min(known.confidence, hit.confidence, key=_RANK.index)
    known.origin = min(known.origin, text.origin, key=_ORIGINS.index)
    known.lone &= hit.lone
    if len(known.places) < _MAX_PLACES:
        known.places[text.at] = None


def _settled(
    found: dict[Rule, dict[str, _Found]],
) -> Iterable[tuple[Rule, dict[str, _Found]]]:
    """Without what stands alone and is not met often enough, and without what a general rule says
    of a value that another one knows better."""
    known = [value for rule, values in found.items() if not rule.generic for value in values]
    for rule, values in list(found.items()):
        if rule.least and len(values) < rule.least:
            found[rule] = {value: one for value, one in values.items() if not one.lone}
    for rule in sorted((one for one in found if one.generic), key=rules().index):
        found[rule] = {
            value: one
            for value, one in found[rule].items()
            if not any(value in other or other in value for other in known)
        }
        known += found[rule]
    return sorted(found.items(), key=lambda pair: pair[0].id)


def _secret(rule: Rule, value: str, one: _Found) -> Secret:
    context = {"name": rule.name, "severity": rule.severity.value, "medium": one.medium.value}
    if one.name:
        context["key"] = one.name
    return Secret(
        rule.id,
        rule.kind,
        redacted(value),
        digest(rule, value),
        tuple(sorted(one.places)),
        one.confidence,
        one.origin,
        context,
    )


def redacted(value: str) -> str:
    """All that is ever shown of a value: a sixth of it, four characters at most, and its length."""
    shown = value[: min(_SHOWN, len(value) // _PART)]
    return f"{shown}… ({len(value)})"


def digest(rule: Rule, value: str) -> str:
    """Tells values apart without telling them. Who has a report could try all numbers of a kind, or
    a list of passwords: so that it takes some milliseconds for each, and of data of persons there
    is not enough to tell the right one from the many that have the same."""
    salt, text = rule.id.encode(), value.encode("utf-8", "replace")
    found = hashlib.scrypt(text, salt=salt, n=_COST, r=8, p=1, dklen=_DIGITS).hex()
    return found[: _DIGITS_OF_PERSONS if rule.kind is Sensitivity.PERSONAL else _DIGITS]
