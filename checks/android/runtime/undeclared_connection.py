"""Does a recorded run show connections to hosts that are not declared?"""

from collections.abc import Iterator

from appsec.api import AndroidApp, Finding, Phase, Question, Seen, by_name, covers, places_of_sent


def check(app: AndroidApp) -> Iterator[Seen]:
    """SDKs report to their makers at the first start: one must have been recorded."""
    declared = [one.host for one in app.declaration.domains if one.host.strip()]
    received = {one.at for one in app.leaks.in_traffic()}
    every = [*app.traffic.exchanges((Phase.FIRST_START,)), *app.traffic.exchanges()]
    for host, sent in by_name({one.at: one for one in every}.values()).items():
        if not any(covers(one, host) for one in declared):
            is_told = any(one.at in received for one in sent)
            kind, key = (Finding, "received") if is_told else (Question, "connected")
            yield kind(key, places_of_sent(sent), {"host": host}, ("host",))
