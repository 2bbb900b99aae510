"""Is a key of the app's encryption written in its code?"""

from collections.abc import Iterator

from appsec.api import (
    AndroidApp,
    Hit,
    Question,
    Returned,
    Seen,
    Value,
    carried,
    constant_bytes,
    constant_number,
    constant_text,
    depends_on_run,
    sightings,
)

_MAKES_KEYS = "javax.crypto.spec.SecretKeySpec.<init>"
_DERIVES_KEYS = "javax.crypto.spec.PBEKeySpec.<init>"
_PLATFORM = ("android.", "java.", "javax.")
_RESOURCE_OWNERS = ("Context", "Resources", "Activity", "Application", "Fragment")


def check(app: AndroidApp) -> Iterator[Seen]:
    """Whoever has the app has the key. A key of zeros only is a placeholder that something else
    fills, or a mistake that is reported all the same."""
    yield from sightings(_hits(app))


def _hits(app: AndroidApp) -> Iterator[Hit]:
    for site in app.code.calls(_MAKES_KEYS):
        value = site.argument(0)
        if (key := constant_bytes(value)) is not None:
            yield Hit(site, "constant", {"bits": str(8 * len(key))})
        elif any(_is_computed(one) or _is_resource(one) for one in carried(value)):
            yield Hit(site, "computed", {}, Question)
    for site in app.code.calls(_DERIVES_KEYS):
        if site.method.parameters and constant_bytes(site.argument(0)) is not None:
            yield Hit(site, "derived")


def _is_computed(value: Value) -> bool:
    """What a method outside the platform (one that reads hexadecimal, say) makes of constants."""
    if not isinstance(value, Returned) or value.method.owner.startswith(_PLATFORM):
        return False
    known = [one for one in value.arguments if constant_text(one) or constant_bytes(one)]
    return bool(known) and not any(map(depends_on_run, value.arguments))


def _is_resource(value: Value) -> bool:
    """A text of strings.xml: `getString(R.string.key)`."""
    if not isinstance(value, Returned) or value.method.name != "getString":
        return False
    ids = [constant_number(one) for one in value.arguments[1:2]]
    return value.method.owner.endswith(_RESOURCE_OWNERS) and ids not in ([], [None])
