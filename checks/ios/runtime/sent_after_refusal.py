"""Does a recorded run show sensitive data sent although the user refused?"""

from collections.abc import Iterator

from appsec.api import (
    OF_THE_DEVICE,
    IosApp,
    Phase,
    Question,
    Seen,
    by_sender,
    declared_hosts,
    leaked,
)


def check(app: IosApp) -> Iterator[Seen]:
    """A token that a server gave may identify nobody, so that it is a question."""
    found = app.leaks.in_traffic((Phase.CONSENT_REFUSE,))
    sent, perhaps = by_sender(found, declared_hosts(app))
    yield from leaked(sent, {"token": ("token", Question)})
    yield from leaked(perhaps, OF_THE_DEVICE)
