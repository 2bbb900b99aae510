"""Which hosts the network probe looks into, as commands and declarations name them."""

from collections.abc import Iterable

import click

from appsec.engine.declaration.matching import is_for_everybody
from appsec.model.hostname import is_host
from appsec.model.text import visible


def own_hosts(hosts: Iterable[str], named: str = "--host") -> tuple[str, ...]:
    """These hosts, each of which the probe can tell from others'; `named` is where they are named.
    Raises UsageError for what would be looked into nowhere."""
    for one in (found := tuple(hosts)):
        shown = f"{named} {visible(one)}"
        if not is_host(one):
            raise click.UsageError(
                f"{shown}: no host, address or *.DOMAIN (without https:// and path)"
                " 非主機名稱、IP 位址或 *.網域（不含 https:// 及路徑）"
            )
        if is_for_everybody(one):
            raise click.UsageError(
                f"{shown}: everybody's names are below that, name your own"
                " 其下為眾人之網域，請列出自有主機"
            )
    return found


def resolve(text: str) -> tuple[str, str, int]:
    """HOST=ADDRESS:PORT. Raises UsageError."""
    host, _, where = text.partition("=")
    address, _, port = where.rpartition(":")
    if not host or not address or not port.isdecimal():
        raise click.UsageError(f"--resolve {text}: HOST=ADDRESS:PORT")
    return host, address, int(port)
