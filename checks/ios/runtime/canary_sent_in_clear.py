"""Does a recorded run show data sent without TLS?"""

from collections.abc import Iterator

from appsec.api import (
    OF_THE_DEVICE,
    IosApp,
    Question,
    Seen,
    by_host,
    by_sender,
    declared_hosts,
    leaked,
    own_hosts,
    places_of_sent,
    sent_in_clear,
)


def check(app: IosApp) -> Iterator[Seen]:
    leaks = [one for one in app.leaks.in_traffic() if one.clear]
    sent, perhaps = by_sender(leaks, declared_hosts(app))
    yield from leaked(sent, own=own_hosts(app))
    yield from leaked(perhaps, OF_THE_DEVICE)
    told = {one.host for one in leaks}
    for host, each in by_host(app.traffic.exchanges()).items():
        clear = sent_in_clear(each)
        if clear and host not in told:
            yield Question("clear", places_of_sent(clear), {"host": host})
