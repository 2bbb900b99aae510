"""Is an executable of the app loaded at the same address every time?"""

from collections.abc import Iterator

from appsec.api import Evidence, IosApp, Seen


def check(app: IosApp) -> Iterator[Seen]:
    """Advice only. The flag exists for executables; libraries can be moved by nature."""
    for binary in app.binaries:
        fixed = sorted({part.architecture for part in binary.slices if not part.pie})
        if binary.main and fixed:
            values = {"binary": binary.path, "architectures": ", ".join(fixed)}
            yield Evidence("fixed-address", binary.at, values, identity=("binary",))
