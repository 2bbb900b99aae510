"""Was this build signed with a profile for development?"""

from collections.abc import Iterator

from appsec.api import IosApp, ProfileKind, Question, Seen

DEBUG = "get-task-allow"


def check(app: IosApp) -> Iterator[Seen]:
    """A profile for development without get-task-allow, which a check of its own asks about."""
    debuggable = {
        one.binary.rpartition("/")[0] for one in app.entitlements if one.values.get(DEBUG) is True
    }
    for profile in app.profiles:
        if profile.kind is ProfileKind.DEVELOPMENT and profile.bundle not in debuggable:
            values = {"bundle": profile.bundle, "profile": profile.name}
            yield Question("profile", profile.at, values, identity=("bundle",))
