"""Do the app's settings give http:// addresses that App Transport Security lets through?"""

from collections.abc import Iterator

from appsec.api import Endpoint, IosApp, Seen, in_clear, one_about


def check(app: IosApp) -> Iterator[Seen]:
    """That a request uses them is not seen, so it is asked only."""
    settings = app.transport_security

    def permits(one: Endpoint) -> bool:
        return any(each.permits_http(one.host, in_page=True) for each in settings)

    yield from one_about("permitted", in_clear(app.used_endpoints, permits), lambda one: one.scheme)
