"""Does a recorded run show data sent without TLS?"""

from collections.abc import Iterator

from appsec.api import (
    AndroidApp,
    Question,
    Seen,
    by_host,
    leaked,
    own_hosts,
    places_of_sent,
    sent_in_clear,
)


def check(app: AndroidApp) -> Iterator[Seen]:
    leaks = [one for one in app.leaks.in_traffic() if one.clear]
    yield from leaked(leaks, own=own_hosts(app))
    told = {one.host for one in leaks}
    for host, sent in by_host(app.traffic.exchanges()).items():
        clear = sent_in_clear(sent)
        if clear and host not in told:
            yield Question("clear", places_of_sent(clear), {"host": host})
