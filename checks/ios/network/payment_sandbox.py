"""Is the test environment of a payment service left in the app?"""

from collections.abc import Iterator

from appsec.api import IosApp, Seen, gateway_of, is_own, one_about


def check(app: IosApp) -> Iterator[Seen]:
    """A payment SDK names both of its environments: only what the app itself names counts."""
    own = (one for one in app.endpoints if is_own(one) and gateway_of(one.host))
    yield from one_about("host", own, lambda one: gateway_of(one.host))
