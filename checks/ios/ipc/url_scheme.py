"""Which URL schemes of its own does the app answer?"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from appsec.api import IosApp, Location, Question, Seen, table

KEY = "CFBundleURLTypes"


def check(app: IosApp) -> Iterator[Seen]:
    """Any app may open such a URL, and any app may register the same scheme."""
    for bundle in app.bundles:
        own = sorted(set(_schemes(bundle.plist))) if bundle.runs else []
        if own:
            values = {"bundle": bundle.path, "schemes": ", ".join(own)}
            yield Question("own-schemes", Location(bundle.at.file, KEY), values)


def _schemes(plist: Mapping[str, Any]) -> Iterator[str]:
    usual = table(__file__, "redirect_schemes")["patterns"]
    for name, types in plist.items():
        if name.partition("~")[0].removesuffix("-iphoneos") != KEY:
            continue
        for one in _listed(types):
            for scheme in _listed(one.get("CFBundleURLSchemes")) if isinstance(one, dict) else ():
                folded = str(scheme).casefold()
                if folded and not any(re.fullmatch(pattern, folded) for pattern in usual):
                    yield str(scheme)


def _listed(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]
