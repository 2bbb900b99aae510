"""Which hosts that a run showed are the app's own: those whose tokens a session of it rests on."""

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING

from appsec.engine.canaries.forms import What
from appsec.engine.declaration.matching import covers
from appsec.engine.hosts import registered_name
from appsec.facts.app import FactUnavailable

if TYPE_CHECKING:
    from appsec.facts.android import AndroidApp
    from appsec.facts.ios import IosApp

OwnHost = Callable[[str], bool]
_LOGS_IN = frozenset((What.ACCOUNT, What.PASSWORD, What.OTP))


def own_hosts(app: "AndroidApp | IosApp") -> OwnHost:
    """Whether a host is declared, or registered under one name with one that is. Where none is
    declared: with one that was sent what the tester logged in with. Asked only when a host is, so
    that who has none to ask about lacks no declaration."""

    @cache
    def declared() -> tuple[str, ...] | None:
        try:
            named = tuple(one.host for one in app.declaration.domains if one.host.strip())
            return named or None
        except FactUnavailable:
            return None  # noted as a gap of who asks, who has something to tell anyhow

    @cache
    def names() -> frozenset[str]:
        named = declared()
        if named is None:
            sent = (one for one in app.leaks.in_traffic() if not one.learned)
            named = tuple(one.host for one in sent if one.what in _LOGS_IN)
        return frozenset(map(registered_name, named))

    def is_own(host: str) -> bool:
        return any(covers(one, host) for one in declared() or ()) or (
            registered_name(host) in names()
        )

    return is_own
