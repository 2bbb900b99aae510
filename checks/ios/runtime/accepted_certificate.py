"""Does a recorded run show that the app accepts certificates that it must refuse?"""

from collections.abc import Iterator

from appsec.api import IosApp, Seen, accepted_certificates, hosts_to_probe


def check(app: IosApp) -> Iterator[Seen]:
    hosts = hosts_to_probe(app)
    yield from accepted_certificates(app.traffic.probed(hosts), hosts)
