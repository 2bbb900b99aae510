"""Does App Transport Security accept old TLS or keys without forward secrecy for certain hosts?"""

from collections.abc import Iterator

from appsec.api import IosApp, Question, Seen

SOUND = frozenset({"TLSv1.2", "TLSv1.3"})


def check(app: IosApp) -> Iterator[Seen]:
    """A lowered limit is only a question: what is negotiated depends on the server as well."""
    for security in app.transport_security:
        old = [domain for domain in security.domains if domain.minimum_tls not in SOUND]
        if old:
            named = ", ".join(f"{domain.name} ({domain.minimum_tls})" for domain in old)
            places = tuple(domain.at for domain in old)
            yield Question("old-version", places, {"bundle": security.bundle, "domains": named})
        static = [domain for domain in security.domains if not domain.forward_secrecy]
        if static:
            named = ", ".join(domain.name for domain in static)
            places = tuple(domain.at for domain in static)
            values = {"bundle": security.bundle, "domains": named}
            yield Question("no-forward-secrecy", places, values)
