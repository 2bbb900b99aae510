"""Do the app's settings give http:// addresses that its network configuration permits?"""

from collections.abc import Iterator

from appsec.api import AndroidApp, Seen, in_clear, one_about


def check(app: AndroidApp) -> Iterator[Seen]:
    """That a request uses them is not seen, so it is asked only."""
    config = app.network_config
    found = in_clear(app.used_endpoints, lambda one: config.permits_cleartext(one.host))
    yield from one_about("permitted", found, lambda one: one.scheme)
