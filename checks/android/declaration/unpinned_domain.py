"""Do the settings pin the hosts that are declared as pinned?"""

from collections.abc import Iterator

from appsec.api import (
    DECLARATION_FILE,
    AndroidApp,
    Location,
    Question,
    Seen,
    covers,
    said_to_be_pinned,
)


def check(app: AndroidApp) -> Iterator[Seen]:
    """Only a question: code can pin, too."""
    hosts = tuple(said_to_be_pinned(app.declaration))
    pinned = {d for rule in app.network_config.domains if rule.pins for d in rule.domains}
    for place, host in hosts:
        if not any(covers(host, one) or covers(f"*.{one}", host) for one in pinned):
            at = Location(DECLARATION_FILE, place)
            yield Question("not-in-settings", at, {"host": host})
