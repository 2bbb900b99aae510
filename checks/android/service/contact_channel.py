"""Does a text of the app tell an address to write to?"""

import re
from collections.abc import Iterator

from appsec.api import AndroidApp, Evidence, Seen

_ADDRESS = re.compile(r"mailto:|[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_MOST = 20


def check(app: AndroidApp) -> Iterator[Seen]:
    """It only points to a channel; that somebody answers there, a test message shows."""
    found = [one for one in app.strings if any(_ADDRESS.search(t.text) for t in one.texts)]
    if found:
        places = tuple(sorted({one.at for one in found}))[:_MOST]
        names = sorted({one.name for one in found})[:_MOST]
        yield Evidence("told", places, {"names": ", ".join(names)})
