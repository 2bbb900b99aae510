"""Does a recorded run show connections to hosts that are not declared?"""

from collections.abc import Iterator

from appsec.api import Finding, IosApp, Question, Seen, by_host, covers, places_of_sent


def check(app: IosApp) -> Iterator[Seen]:
    declared = [one.host for one in app.declaration.domains if one.host.strip()]
    received = {one.host for one in app.leaks.in_traffic()}
    for host, sent in by_host(app.traffic.exchanges()).items():
        if not any(covers(one, host) for one in declared):
            kind, key = (Finding, "received") if host in received else (Question, "connected")
            yield kind(key, places_of_sent(sent), {"host": host}, ("host",))
