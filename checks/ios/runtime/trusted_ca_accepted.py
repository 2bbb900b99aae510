"""Does a recorded run show that the app relies on any CA that the device trusts?"""

from collections.abc import Iterator

from appsec.api import IosApp, Phase, Seen, hosts_to_probe, trusted_ca


def check(app: IosApp) -> Iterator[Seen]:
    hosts = hosts_to_probe(app)
    yield from trusted_ca(app.traffic.exchanges((Phase.TLS,)), hosts)
