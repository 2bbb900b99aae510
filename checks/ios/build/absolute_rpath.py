"""Does the app look for libraries outside itself and the system?"""

from collections.abc import Iterator

from appsec.api import Evidence, IosApp, Seen

KNOWN = ("@", "/usr/lib/", "/System/")
"""How search paths begin that lead into the app or into iOS itself."""


def check(app: IosApp) -> Iterator[Seen]:
    """Advice only: an app on a device cannot write to any such place."""
    for binary in dict.fromkeys(one.binary for one in app.builds):
        slices = [one for one in app.builds if one.binary == binary]
        paths = sorted(
            {path for one in slices for path in one.rpaths if not path.startswith(KNOWN)}
        )
        if paths:
            values = {"binary": binary, "paths": ", ".join(paths)}
            yield Evidence("outside", slices[0].at, values, identity=("binary",))
