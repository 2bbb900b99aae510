"""Does the app name hosts of a private network, or of a test environment?"""

from collections.abc import Iterator

from appsec.api import (
    AndroidApp,
    Seen,
    Use,
    environment_of,
    gateway_of,
    in_use,
    is_loopback,
    is_own,
    is_private,
    one_about,
)


def check(app: AndroidApp) -> Iterator[Seen]:
    """Only the app's own; a payment service's test environment is a check of its own."""
    own = [one for one in app.endpoints if is_own(one) and one.uses[0] is not Use.RULE]
    yield from one_about("private", (one for one in own if _is_elsewhere(one.host)), lambda one: "")
    used = (one for one in in_use(own) if not gateway_of(one.host))
    tests = (one for one in used if environment_of(one.host) and not is_private(one.host))
    yield from one_about("test-environment", tests, lambda one: "")


def _is_elsewhere(host: str) -> bool:
    """An app that talks to itself, to show its own pages say, does nothing out of the way."""
    return is_private(host) and not is_loopback(host)
