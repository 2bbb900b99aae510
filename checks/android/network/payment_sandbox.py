"""Is the test environment of a payment service left in the app?"""

from collections.abc import Iterator

from appsec.api import (
    AndroidApp,
    CallSite,
    FieldRead,
    Seen,
    alternatives,
    gateway_of,
    is_own,
    one_about,
    one_question,
)

_TAPPAY = "tech.cherri.tpdirect.api.TPDSetup.initInstance"
_SERVER = 3


def check(app: AndroidApp) -> Iterator[Seen]:
    """A payment SDK names both of its environments: only what the app itself names counts."""
    own = (one for one in app.endpoints if is_own(one) and gateway_of(one.host))
    yield from one_about("host", own, lambda one: gateway_of(one.host))
    yield from one_question("sandbox", filter(_is_sandbox, app.code.calls(_TAPPAY)))


def _is_sandbox(site: CallSite) -> bool:
    servers = alternatives(site.argument(_SERVER))
    return any(isinstance(one, FieldRead) and one.name == "Sandbox" for one in servers)
