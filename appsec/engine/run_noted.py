"""What testers noted of what they tried, as sightings."""

from collections.abc import Callable, Iterable, Iterator

from appsec.facts.run import Attempt
from appsec.model.outcome import Finding, Question, Seen
from appsec.model.text import visible

_MAX_WORDS = 120


def noted_of(
    attempts: Iterable[Attempt],
    key: str,
    kind: type[Seen] = Finding,
    doubts: Callable[[Attempt], str] = lambda _: "",
) -> Iterator[Seen]:
    """A sighting of each outcome that the standard forbids. `doubts` names the message of a
    question, for an attempt that shows nothing as it was made, whatever came of it."""
    for one in attempts:
        words = visible(one.noted.words, _MAX_WORDS) or "–"
        values = {"phase": str(one.phase), "outcome": one.noted.outcome, "words": words}
        if doubt := doubts(one):
            yield Question(doubt, one.at, values, ("outcome", "words"))
        elif one.noted.is_bad:
            yield kind(key, one.at, values, ("outcome", "words"))
