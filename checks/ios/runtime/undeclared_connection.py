"""Does a recorded run show connections to hosts that are not declared?"""

from collections.abc import Iterator

from appsec.api import (
    Finding,
    IosApp,
    Phase,
    Question,
    Seen,
    by_name,
    by_sender,
    covers,
    declared_hosts,
    places_of_sent,
)


def check(app: IosApp) -> Iterator[Seen]:
    """SDKs report to their makers at the first start: one must have been recorded."""
    covered = [one.host for one in app.declaration.domains if one.host.strip()]
    received, perhaps = (
        {one.at for one in each} for each in by_sender(app.leaks.in_traffic(), declared_hosts(app))
    )
    every = [*app.traffic.exchanges((Phase.FIRST_START,)), *app.traffic.exchanges()]
    for host, sent in by_name({one.at: one for one in every}.values()).items():
        if not any(covers(one, host) for one in covered):
            places = {one.at for one in sent}
            is_told = bool(places & received)
            unsure = "whose" if places & perhaps else "connected"
            kind, key = (Finding, "received") if is_told else (Question, unsure)
            yield kind(key, places_of_sent(sent), {"host": host}, ("host",))
