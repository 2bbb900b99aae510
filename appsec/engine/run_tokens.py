"""What servers answered to tokens that were sent again after the session had ended."""

from collections.abc import Iterable, Iterator

from appsec.engine.run_hits import places_of_sent
from appsec.facts.traffic import Sent, SentAgain, Shows
from appsec.model.outcome import Finding, Question, Seen

_TOLD: dict[Shows, tuple[str, type[Seen]]] = {
    Shows.ACCEPTED: ("accepted", Finding),
    Shows.ELSEWHERE: ("elsewhere", Question),
    Shows.UNCLEAR: ("unclear", Question),
}


def old_tokens(sent_again: Iterable[SentAgain]) -> Iterator[Seen]:
    """One sighting of each token for all that it was sent with, and none of what was refused."""
    together: dict[tuple[Shows, str, str], list[Sent]] = {}
    for one in sent_again:
        together.setdefault((one.shows, one.host, one.name), []).append(one.sent)
    for (shows, host, name), sent in together.items():
        if shows in _TOLD:
            key, kind = _TOLD[shows]
            answers = dict.fromkeys(str(one.exchange.status) for one in sent)
            values = {"host": host, "name": name, "status": ", ".join(answers)}
            yield kind(key, places_of_sent(sent), values, ("host", "name"))
