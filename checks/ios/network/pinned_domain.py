"""For which domains does App Transport Security accept some certificates alone?"""

from collections.abc import Iterator

from appsec.api import Evidence, IosApp, Seen


def check(app: IosApp) -> Iterator[Seen]:
    """Only shown: that a wrong certificate is refused is seen in a run."""
    for security in app.transport_security:
        if security.pinned:
            values = {"bundle": security.bundle, "domains": ", ".join(security.pinned)}
            yield Evidence("pinned", security.at, values, identity=("bundle",))
