"""Does a recorded run show that old tokens are accepted after logout?"""

from collections.abc import Iterator

from appsec.api import (
    Finding,
    IosApp,
    Question,
    Seen,
    Sent,
    Shows,
    own_hosts,
    places_of_sent,
)

_TOLD = {Shows.ACCEPTED: ("accepted", Finding), Shows.UNCLEAR: ("unclear", Question)}


def check(app: IosApp) -> Iterator[Seen]:
    """One sighting of each token for all that it was sent with."""
    together: dict[tuple[Shows, str, str], list[Sent]] = {}
    for one in app.traffic.sent_again(own_hosts(app)):
        together.setdefault((one.shows, one.host, one.name), []).append(one.sent)
    for (shows, host, name), sent in together.items():
        if shows in _TOLD:
            key, kind = _TOLD[shows]
            answers = dict.fromkeys(str(one.exchange.status) for one in sent)
            values = {"host": host, "name": name, "status": ", ".join(answers)}
            yield kind(key, places_of_sent(sent), values, ("host", "name"))
