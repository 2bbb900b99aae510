"""Does a recorded run show session identifiers that can be foreseen?"""

from collections.abc import Iterator

from appsec.api import ENOUGH, AndroidApp, Question, Seen, flaws_of, own_hosts, told_as


def check(app: AndroidApp) -> Iterator[Seen]:
    """What another's host gives is no identifier of a session with this app's service."""
    is_own = own_hosts(app)
    for one in app.traffic.sessions(is_own):
        for flaw in flaws_of(one.values):
            counted = str(len(one.values))
            values = {"host": one.host, "name": one.name, "count": counted, "flaw": flaw.words}
            if not is_own(one.host):
                yield Question("elsewhere", one.at[:ENOUGH], values, ("host", "name"))
                break
            key, kind = told_as(flaw, one)
            values |= {"beside": one.beside} if key == "beside" else {}
            yield kind(key, one.at[:ENOUGH], values, ("host", "name"))
