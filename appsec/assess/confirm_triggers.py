"""What a statement that carries over rests on: traits of the app then and now; gaps by name."""

import hashlib
from collections.abc import Iterable, Mapping
from typing import Literal

from appsec.assess.confirmations import TRIGGERS, Snapshot
from appsec.assess.words import load
from appsec.model.observed import Observed, Trait
from appsec.model.text import Lang, Text, visible

SHOWN = 300
"""Characters of a value that tell a gap from others; fewer than any saved form keeps."""

MAX_NAMED = 5
"""Changed names that a sentence lists; the others are counted."""


def snapshot(app: str, platform: Literal["android", "ios"], observed: Observed) -> Snapshot:
    """The traits of a build that ask for a statement again when they change."""
    return Snapshot(
        app=app,
        platform=platform,
        unread=tuple(trait for trait in TRIGGERS if trait in observed.unread),
        **{trait.value: observed.names(trait) for trait in TRIGGERS},
    )


def changes(before: Snapshot, now: Snapshot) -> tuple[Text, ...]:
    """What changed, a sentence for each; empty if nothing did.

    A trait that was read in full then and is not now may have changed unseen, which is a change.
    """
    told: list[Text] = []
    for trait in TRIGGERS:
        was, is_now = set(before.names(trait)), set(now.names(trait))
        told += _told("added", trait, is_now - was)
        told += _told("gone", trait, was - is_now)
        if trait in now.unread and trait not in before.unread:
            told += _told("unread", trait, ())
    return tuple(told)


def gap_identity(fact: str, key: str, values: Mapping[str, str]) -> str:
    """What tells one gap from others of its fact and key, the same for its saved form."""
    # What was cut short and made visible once, in a saved form, is cut the same way again.
    shown = sorted((name, visible(value)[:SHOWN]) for name, value in values.items())
    return hashlib.sha256(repr((fact, key, shown)).encode()).hexdigest()[:16]


def _told(key: str, trait: Trait, names: Iterable[str]) -> list[Text]:
    listed = sorted(names)
    if key != "unread" and not listed:
        return []
    words = load("confirmations")
    shown = ", ".join(visible(name) for name in listed[:MAX_NAMED])
    if len(listed) > MAX_NAMED:
        shown += f" … (+{len(listed) - MAX_NAMED})"
    return [
        {
            lang: words[f"trait-{key}"]
            .text[lang]
            .format(trait=words[f"trait-{trait}".replace("_", "-")].text[lang], names=shown)
            for lang in Lang
        }
    ]
