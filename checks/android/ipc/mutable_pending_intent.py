"""Can another app fill in an Intent that it may run in the app's name?"""

from collections.abc import Iterator

from appsec.api import (
    INTENT_SHAPE,
    AndroidApp,
    Hit,
    Question,
    Seen,
    by_object,
    constant_numbers,
    is_implicit,
    object_key,
    sightings,
)

_MAKERS = tuple(
    f"android.app.PendingIntent.{name}"
    for name in ("getActivity", "getBroadcast", "getService", "getForegroundService")
)
_REPLIES = "android.app.RemoteInput$Builder.<init>", "androidx.core.app.RemoteInput$Builder.<init>"
_MUTABLE, _IMMUTABLE = 1 << 25, 1 << 26
_NEVER_BOTH = 31
"""From this target on Android refuses a PendingIntent that says neither."""


def check(app: AndroidApp) -> Iterator[Seen]:
    """Immutable ones and those with a target of their own are safe; an inline reply needs a
    mutable one."""
    yield from sightings(_hits(app))


def _hits(app: AndroidApp) -> Iterator[Hit]:
    shaped = by_object(app.code.calls(*INTENT_SHAPE))
    replies = {site.caller for site in app.code.calls(*_REPLIES)}
    old = app.manifest.target_sdk < _NEVER_BOTH
    for site in app.code.calls(*_MAKERS):
        flags = constant_numbers(site.argument(3))
        if all(one & _IMMUTABLE or not (one & _MUTABLE or old) for one in flags):
            continue
        key = object_key(site, site.near(2))
        if key and site.caller not in replies and is_implicit(shaped.get(key, ())):
            yield Hit(site, "mutable", {"kind": site.method.name.removeprefix("get")}, Question)
