"""Which hosts that a run showed are the app's own: those whose tokens a session of it rests on."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from appsec.engine.canaries.what import What
from appsec.engine.declaration.matching import covers
from appsec.engine.declaration.purpose import has_content, is_vague
from appsec.engine.hosts import is_of_a_platform, registered_name
from appsec.facts.app import FactUnavailable
from appsec.facts.traffic import ToProbe, Whose

if TYPE_CHECKING:
    from appsec.facts.android import AndroidApp
    from appsec.facts.ios import IosApp
    from appsec.model.declaration_rows import DeclaredDomain, ServerValue

OwnHost = Callable[[str], bool]
_LOGS_IN = frozenset((What.ACCOUNT, What.PASSWORD, What.OTP))
_OWN = ("own", "customer")
_HASHES = ("md5", "sha1", "sha256")


@dataclass(frozen=True, slots=True)
class OwnHosts:
    """Whether a host is the app's own, and what is declared of the values that servers give."""

    is_own: OwnHost
    declared: "Callable[[], tuple[ServerValue, ...]]"

    def __call__(self, host: str) -> bool:
        return self.is_own(host)

    def purposes(self, given_as: Sequence[tuple[str, str]]) -> tuple[str, ...]:
        """What a value is declared to be for that hosts gave under these names; nothing unless
        each of them is, by the very name."""
        found: dict[str, None] = {}
        for host, name in given_as:
            rows = [r for r in self.declared() if r.name.strip() == name and covers(r.host, host)]
            stated = [r.purpose.strip() for r in rows]
            told = [each for each in stated if has_content(each) and not is_vague(each)]
            if not told:
                return ()
            found[told[0]] = None
        return tuple(found)


def declared_hosts(app: "AndroidApp | IosApp") -> OwnHost:
    """Whether a host is declared as the app's own or the customer's. Others serve the system and
    other apps, too: that one is declared does not tell who connected to it. Nor does a name that
    stands for all of a platform's hosts, whoever is said to own it. Asked only when a host is."""

    @cache
    def declared() -> tuple[str, ...]:
        try:
            rows = [one for one in app.declaration.domains if one.owner.strip() in _OWN]
        except FactUnavailable:
            return ()  # as below
        hosts = (one.host.strip() for one in rows)
        return tuple(h for h in hosts if h and not (h.startswith("*") and is_of_a_platform(h)))

    return lambda host: any(covers(one, host) for one in declared())


def own_hosts(app: "AndroidApp | IosApp") -> OwnHosts:
    """Whether a host is declared as the app's own or the customer's, or registered under one name
    with one that is. Where none is declared: with one that was sent what the tester logged in with.
    Asked only when a host is, so that who has none to ask about lacks no declaration."""

    @cache
    def declared() -> "tuple[DeclaredDomain, ...]":
        try:
            return tuple(one for one in app.declaration.domains if one.host.strip())
        except FactUnavailable:
            return ()  # noted as a gap of who asks, who has something to tell anyhow

    @cache
    def own() -> tuple[str, ...]:
        if declared():
            return tuple(one.host for one in declared() if one.owner.strip() in _OWN)
        sent = (one for one in app.leaks.in_traffic() if not one.learned)
        # An SDK is given a hash of who logs in, to know them again: not to let them in.
        return tuple(
            one.host
            for one in sent
            if one.what in _LOGS_IN and not any(name in one.form.split() for name in _HASHES)
        )

    @cache
    def names() -> frozenset[str]:
        """Below a platform's name the next host may be anybody's."""
        return frozenset(registered_name(one) for one in own() if not is_of_a_platform(one))

    def is_own(host: str) -> bool:
        if any(covers(one, host) for one in own()):
            return True
        named = any(covers(one.host, host) for one in declared())
        return not named and registered_name(host) in names()

    @cache
    def values() -> "tuple[ServerValue, ...]":
        try:
            return app.declaration.server_values
        except FactUnavailable:
            return ()  # as above

    return OwnHosts(is_own, values)


def hosts_to_probe(app: "AndroidApp | IosApp") -> ToProbe:
    """Which hosts must be shown certificates. Without a declaration nobody knows which are the
    app's own: that is a gap of who asks, and every host must be."""
    try:
        every = [one for one in app.declaration.domains if one.host.strip()]
    except FactUnavailable:
        every = []
    named = tuple(one.host.strip() for one in every if one.owner.strip() in _OWN)
    if not named:
        return ToProbe((), lambda _: Whose.UNTOLD)
    is_own = own_hosts(app)

    def whose(host: str) -> Whose:
        if is_own(host):
            return Whose.OWN
        known = any(covers(one.host, host) for one in every)
        return Whose.ANOTHERS if known else Whose.UNTOLD

    return ToProbe(named, whose)
