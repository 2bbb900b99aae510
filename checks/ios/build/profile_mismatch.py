"""Does an executable ask for more than its provisioning profile allows?"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from appsec.api import IosApp, Question, Seen

IDENTIFIER = "application-identifier"


def check(app: IosApp) -> Iterator[Seen]:
    """iOS would not install such a build as it is: it was signed again, or not for this profile."""
    signed = {one.binary.rpartition("/")[0]: one for one in app.entitlements}
    for profile in app.profiles:
        one = signed.get(profile.bundle)
        if one is None or profile.entitlements is None:
            continue
        beyond = sorted(_beyond(one.values, profile.entitlements))
        if not beyond:
            continue
        key = "other-app" if IDENTIFIER in beyond else "beyond"
        values = {"binary": one.binary, "keys": ", ".join(beyond), "profile": profile.name}
        places = (*(replace(one.at, at=name) for name in beyond), profile.at)
        yield Question(key, places, values, identity=("binary", "keys"))


def _beyond(signed: Mapping[str, Any], allowed: Mapping[str, Any]) -> Iterator[str]:
    for key, value in signed.items():
        # False asks for nothing, and an empty list neither.
        if value is not False and not _fits(value, allowed.get(key)):
            yield key


def _fits(value: Any, allowed: Any) -> bool:
    """Whether each value is named, or covered by a name that ends in an asterisk."""
    wanted = value if isinstance(value, list) else [value]
    given = allowed if isinstance(allowed, list) else [allowed]
    return all(any(_covers(each, one) for each in given) for one in wanted)


def _covers(allowed: Any, value: Any) -> bool:
    if isinstance(allowed, str) and isinstance(value, str) and allowed.endswith("*"):
        return value.startswith(allowed[:-1])
    return type(allowed) is type(value) and bool(allowed == value)
