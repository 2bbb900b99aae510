"""Is this a build for the simulator, which nobody can have on a device?"""

from collections.abc import Iterator

from appsec.api import IosApp, Location, Question, Seen

PLATFORMS = "CFBundleSupportedPlatforms"
SIMULATOR = "simulator"


def check(app: IosApp) -> Iterator[Seen]:
    """One question for the build. Of code the executables only: libraries may bring parts for the
    simulator that are stripped later."""
    slices = [one for one in app.builds if one.main and one.simulator]
    named = list(_named(app))
    if slices or named:
        places = tuple(dict.fromkeys([one.at for one in slices] + [place for place, _ in named]))
        signs = sorted({one.architecture for one in slices} | {name for _, name in named})
        values = {
            "files": ", ".join(dict.fromkeys(place.file for place in places)),
            "signs": ", ".join(signs),
        }
        yield Question("simulator", places, values, identity=("files",))


def _named(app: IosApp) -> Iterator[tuple[Location, str]]:
    for name, platforms in app.info.given(PLATFORMS):
        for one in platforms if isinstance(platforms, list) else [platforms]:
            if SIMULATOR in str(one).casefold():
                yield Location(app.info.at.file, name), str(one)
