"""Is this build of a kind that is never released?"""

from collections.abc import Iterator

from appsec.api import IosApp, Location, ProfileKind, Question, Seen

DEBUG = "get-task-allow"
PLATFORMS = "CFBundleSupportedPlatforms"
SIMULATOR = "simulator"


def check(app: IosApp) -> Iterator[Seen]:
    """Beside get-task-allow, which a check of its own asks about: a profile for development
    without it, and a build for the simulator."""
    debuggable = {
        one.binary.rpartition("/")[0] for one in app.entitlements if one.values.get(DEBUG) is True
    }
    for profile in app.profiles:
        if profile.kind is ProfileKind.DEVELOPMENT and profile.bundle not in debuggable:
            values = {"bundle": profile.bundle, "profile": profile.name}
            yield Question("profile", profile.at, values, identity=("bundle",))
    for name, platforms in app.info.given(PLATFORMS):
        every = platforms if isinstance(platforms, list) else [platforms]
        named = sorted(str(one) for one in every if SIMULATOR in str(one).casefold())
        if named:
            values = {"bundle": app.info.path, "platforms": ", ".join(named)}
            place = Location(app.info.at.file, name)
            yield Question("simulator", place, values, identity=("bundle",))
