"""Does the code look at whether USB debugging is on?"""

from collections.abc import Iterator

from appsec.api import AndroidApp, Evidence, Seen, signs_of, table


def check(app: AndroidApp) -> Iterator[Seen]:
    """A hint only, and only in own code: a library may look for reasons of its own."""
    if places := signs_of(app.code, table(__file__, "detections")["debug_setting"]):
        yield Evidence("seen", places)
