"""Does a recorded run show keychain items that can be read while the device is locked?"""

import re
from collections.abc import Iterator

from appsec.api import Finding, IosApp, Question, Seen, Thing

_ADDS = ("SecItemAdd", "SecItemUpdate")
_ALWAYS = re.compile(r"\bpdmn\s*=\s*\"?dku?\b")
"""kSecAttrAccessible with the values of Always and AlwaysThisDeviceOnly."""


def check(app: IosApp) -> Iterator[Seen]:
    held = {leak.at: leak.what for leak in app.leaks.in_calls(_ADDS)}
    for one in app.runs.calls(_ADDS, any_of=True, each=True):
        texts = (given.text for given in one.call.arguments if isinstance(given, Thing))
        if any(map(_ALWAYS.search, texts)):
            what = held.get(one.at, "")
            if what:
                yield Finding("found", one.at, {"what": what}, ("what",))
            else:
                yield Question("always", one.at, {}, ())
