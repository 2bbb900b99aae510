"""Does App Transport Security let connections to certain hosts go unencrypted?"""

from collections.abc import Iterator
from ipaddress import ip_network
from typing import Any

from appsec.api import IosApp, Question, Seen, TransportDomain, table


def check(app: IosApp) -> Iterator[Seen]:
    """One question for each bundle and reach. The device itself (localhost) is no network."""
    for security in app.transport_security:
        by_key: dict[str, list[TransportDomain]] = {}
        for domain in security.domains:
            if domain.allows_http and (key := _key(domain)):
                by_key.setdefault(key, []).append(domain)
        for key, domains in by_key.items():
            names = ", ".join(domain.name for domain in domains)
            places = tuple(domain.at for domain in domains)
            yield Question(key, places, {"bundle": security.bundle, "domains": names})


def _key(domain: TransportDomain) -> str:
    hosts = table(__file__, "local_hosts")
    name = domain.name.casefold().rstrip(".")
    if _within(name, hosts["loopback_names"], hosts["loopback_networks"]):
        return ""
    # A name without a dot is a host of the local network, unless it stands for a whole "com".
    is_bare = "." not in name and ":" not in name and not domain.includes_subdomains
    is_local = is_bare or _within(name, hosts["local_names"], hosts["local_networks"])
    return "for-local-network" if is_local else "for-domain"


def _within(name: str, parents: list[str], networks: list[str]) -> bool:
    if any(name == parent or name.endswith(f".{parent}") for parent in parents):
        return True
    try:
        address: Any = ip_network(name, strict=False)
    except ValueError:
        return False
    wider = [ip_network(network) for network in networks]
    return any(address.version == net.version and address.subnet_of(net) for net in wider)
