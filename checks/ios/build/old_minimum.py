"""Does the app still run on versions of iOS that are no longer maintained?"""

import re
from collections.abc import Iterator

from appsec.api import Evidence, IosApp, Location, Seen

KEY = "MinimumOSVersion"
OLDEST = 13
"""First version that is not remarked on, by our own judgement."""


def check(app: IosApp) -> Iterator[Seen]:
    """Advice only: a low minimum is no known vulnerability."""
    for name, version in app.info.given(KEY):
        major = re.match(r"\d+", str(version))
        if major and int(major[0]) < OLDEST:
            values = {"bundle": app.info.path, "version": str(version)}
            place = Location(app.info.at.file, name)
            yield Evidence("unmaintained", place, values, identity=("bundle",))
