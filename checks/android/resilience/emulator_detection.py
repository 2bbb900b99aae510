"""Does the code look for an emulator?"""

from collections.abc import Iterator

from appsec.api import AndroidApp, Evidence, Seen, signs_of, table


def check(app: AndroidApp) -> Iterator[Seen]:
    """A hint only, and only in own code: a library may look for reasons of its own."""
    if places := signs_of(app.code, table(__file__, "detections")["emulator"]):
        yield Evidence("seen", places)
