"""Is code of the app packed or encrypted by something other than the App Store?"""

from collections.abc import Iterator

from appsec.api import IosApp, Question, Seen

LEAST_SIZE, MOST_ENTROPY = 4096, 7.5
"""Bytes from which entropy tells; bits for each byte that compiled code does not reach (6 to 7)."""


def check(app: IosApp) -> Iterator[Seen]:
    """Sections of instructions only: pictures, models and archives are data. What the App Store
    encrypted shows nothing, so that the code has to be readable, too."""
    _ = app.code
    for binary in dict.fromkeys(one.binary for one in app.builds):
        slices = [one for one in app.builds if one.binary == binary]
        packed = {
            f"{each.segment},{each.name}": each.entropy
            for one in slices
            for each in one.sections
            if each.code and each.size >= LEAST_SIZE and (each.entropy or 0) > MOST_ENTROPY
        }
        if packed:
            values = {"binary": binary, "sections": ", ".join(sorted(packed))}
            yield Question("packed", slices[0].at, values, identity=("binary",))
