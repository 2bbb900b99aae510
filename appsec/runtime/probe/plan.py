"""What a network probe is to do, and what it found out of each host."""

from enum import StrEnum
from pathlib import Path

from appsec.facts.traffic import BAD_CERTIFICATES, Presented
from appsec.model.frozen import frozen

SHOWN = (Presented.VALID, *BAD_CERTIFICATES, Presented.GENUINE)
"""All that a host is shown in the step TLS, in this order; the control comes first."""


class Outcome(StrEnum):
    """What came of showing a certificate. Only the first two tell something of the app."""

    ACCEPTED = "accepted"  # a request followed, or with the genuine one an answer
    REFUSED = "refused"
    HANDSHAKE = "handshake"  # the handshake ended well, and nothing was sent
    UNCLEAR = "unclear"  # it broke off for another reason, or once without any
    NOT_SEEN = "not-seen"


@frozen
class Plan:
    """`hosts` are the app's own (`*.example.tw` for all below); no other is looked into. `modes`
    are mitmproxy's: regular, socks5, wireguard, reverse:https://HOST. The first of them listens on
    `port`, the others on any that is free; 0 is any that is free. `resolved` says where hosts are
    that no name server knows, `upstream_ca` what their certificates are checked against instead of
    the public CAs. A client that ends a connection unused within `soon` seconds after the handshake
    refused it."""

    hosts: tuple[str, ...]
    modes: tuple[str, ...] = ("regular",)
    listen: str = "127.0.0.1"
    port: int = 0
    certificate: Presented = Presented.VALID
    resolved: tuple[tuple[str, str, int], ...] = ()
    upstream_ca: Path | None = None
    soon: float = 5.0

    @property
    def whole(self) -> bool:
        """Whether all of a device's traffic comes by, and not only what minds a proxy."""
        return all(one.partition(":")[0] == "wireguard" for one in self.modes)


@frozen
class Opened:
    """A port that the probe listens on; `client` is the configuration of a WireGuard client."""

    mode: str
    address: str
    port: int
    client: str = ""


@frozen
class HostTold:
    """What is known of one declared host. `routed` is whether any connection with it came by."""

    host: str
    routed: bool
    outcomes: dict[Presented, Outcome]

    @property
    def controlled(self) -> bool:
        """Whether the app was seen to use this host through the probe: without that, refusals say
        nothing."""
        control = (Presented.VALID, Presented.GENUINE)
        return any(self.outcomes[one] is Outcome.ACCEPTED for one in control)

    @property
    def missing(self) -> tuple[Presented, ...]:
        """What is still to be shown. The genuine certificate only matters to an app that does not
        take the valid one."""
        told = (Outcome.ACCEPTED, Outcome.REFUSED)
        taken = self.outcomes[Presented.VALID] is Outcome.ACCEPTED
        return tuple(
            one
            for one in SHOWN
            if self.outcomes[one] not in told and not (taken and one is Presented.GENUINE)
        )
