"""Does a recorded run show connections with an old version of TLS or a weak cipher suite?"""

from collections.abc import Iterator

from appsec.api import AndroidApp, Seen, is_own, weak_connections


def check(app: AndroidApp) -> Iterator[Seen]:
    def own_hosts() -> set[str]:
        return {one.host for one in app.endpoints if is_own(one)}

    yield from weak_connections(app.traffic.exchanges(), own_hosts)
