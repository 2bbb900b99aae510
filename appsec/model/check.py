"""A check: what it asks, what it may say, in both languages, and the generator that looks."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from appsec.model.frozen import frozen
from appsec.model.outcome import Confidence, Kind, Seen, Severity
from appsec.model.text import Text

STRICT = {"extra": "forbid", "strict": True}
"""How pydantic loads the files that people write: no unknown key, no silent conversion."""


@frozen
class Message:
    """One thing that a check may say: its kind and a template with `{value}` places.

    `severity` overrides that of the check. `review` tells a person how to close a question.
    """

    __pydantic_config__ = STRICT

    kind: Kind
    text: Text
    severity: Severity | None = None
    review: Text | None = None


@frozen
class Metadata:
    """The YAML beside a check. `watches` names the APIs that the code readers must note, and
    `watches_own` those that matter in the app's own code only: what everyone calls, such as
    `String.equals`, is too much to note in libraries."""

    __pydantic_config__ = STRICT

    severity: Severity
    confidence: Confidence
    title: Text
    why: Text
    fix: Text
    messages: Mapping[str, Message]
    cwe: tuple[int, ...] = ()
    masvs: tuple[str, ...] = ()
    maswe: tuple[str, ...] = ()
    mastg: tuple[str, ...] = ()
    watches: tuple[str, ...] = ()
    watches_own: tuple[str, ...] = ()


@frozen
class Check:
    """A check: its id (`android-cleartext-traffic`), platform, metadata and generator."""

    id: str
    platform: str
    topic: str
    about: Metadata
    look: Callable[[Any], Iterable[Seen]]
