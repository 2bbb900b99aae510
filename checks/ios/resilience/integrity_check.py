"""Does the code look whether it was changed, or have Apple attest it?"""

from collections.abc import Iterator

from appsec.api import Evidence, IosApp, Seen, native_signs, table


def check(app: IosApp) -> Iterator[Seen]:
    """A hint only, and only in own code: a library may look for reasons of its own."""
    known = table(__file__, "detections")
    if places := native_signs(app.native_code, known["integrity"], known["weak"]):
        yield Evidence("seen", places)
