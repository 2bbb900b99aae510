"""Is this a build for the simulator, which nobody can have on a device?"""

from collections.abc import Iterator

from appsec.api import IosApp, Question, Seen


def check(app: IosApp) -> Iterator[Seen]:
    """Executables only: libraries may bring parts for the simulator that are stripped later."""
    for binary in dict.fromkeys(one.binary for one in app.builds if one.main):
        slices = [one for one in app.builds if one.binary == binary and one.simulator]
        if slices:
            architectures = ", ".join(sorted({one.architecture for one in slices}))
            values = {"binary": binary, "architectures": architectures}
            yield Question("simulator", slices[0].at, values, identity=("binary",))
