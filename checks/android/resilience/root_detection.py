"""Does the code look for a rooted device?"""

from collections.abc import Iterator

from appsec.api import AndroidApp, Evidence, Seen, signs_of, table


def check(app: AndroidApp) -> Iterator[Seen]:
    """A hint only, and only in own code: a library may look for reasons of its own."""
    if places := signs_of(app.code, table(__file__, "detections")["root"]):
        yield Evidence("seen", places)
