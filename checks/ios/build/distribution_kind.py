"""For what distribution was this build signed?"""

from collections.abc import Iterator

from appsec.api import Evidence, IosApp, ProfileKind, Seen

KEYS = {
    ProfileKind.STORE: "store",
    ProfileKind.AD_HOC: "ad-hoc",
    ProfileKind.ENTERPRISE: "enterprise",
    ProfileKind.DEVELOPMENT: "development",
}


def check(app: IosApp) -> Iterator[Seen]:
    """Only shown: any of these is normal for a build that is handed to a lab."""
    for profile in app.profiles:
        if profile.bundle == app.info.path and profile.kind in KEYS:
            values = {
                "profile": profile.name,
                "expires": profile.expires or "-",
                "devices": str(profile.devices),
            }
            yield Evidence(KEYS[profile.kind], profile.at, values, identity=())
