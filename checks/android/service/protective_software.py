"""Does a text of the app speak of protective software for the device?"""

import re
from collections.abc import Iterator

from appsec.api import AndroidApp, Evidence, Seen

_SPEAKS = re.compile(r"防毒|防護軟體|安全軟體|anti-?virus|security software", re.IGNORECASE)


def check(app: AndroidApp) -> Iterator[Seen]:
    """It only points to where a picture may be taken."""
    found = [one for one in app.strings if any(_SPEAKS.search(t.text) for t in one.texts)]
    if found:
        places = tuple(sorted({one.at for one in found}))
        yield Evidence("mentioned", places, {"names": ", ".join(sorted({o.name for o in found}))})
