"""What does an activity that any app may start hand back to it?"""

from collections.abc import Iterator

from appsec.api import (
    AndroidApp,
    CallSite,
    Hit,
    Origin,
    Question,
    Returned,
    Seen,
    alternatives,
    by_object,
    constant_text,
    is_typed_password,
    object_key,
    open_classes,
    sightings,
    table,
    words_of,
)

_RESULT = "android.app.Activity.setResult"
_INTENT = "android.content.Intent"


def check(app: AndroidApp) -> Iterator[Seen]:
    """Results of other activities go to the app itself. The name of an extra tells what it
    carries."""
    yield from sightings(_hits(app))


def _hits(app: AndroidApp) -> Iterator[Hit]:
    extras = by_object(app.code.calls(f"{_INTENT}.putExtra"))
    reachable = open_classes(app.manifest)
    for site in app.code.calls(_RESULT):
        owner = site.caller.owner.partition("$")[0]
        if site.origin is Origin.APP and owner in reachable and len(site.method.parameters) > 1:
            key = object_key(site, site.near(1))
            carried = extras.get(key, []) if key else []
            if names := ", ".join(sorted(set(filter(None, map(_secret, carried))))):
                yield Hit(site, "secret", {"names": names}, Question)
            elif _hands_back(site):
                yield Hit(site, "received", {}, Question)


def _hands_back(site: CallSite) -> bool:
    """Whether it is the Intent that the activity was started with."""
    every = (one for one in alternatives(site.argument(1)) if isinstance(one, Returned))
    return any(one.method.name == "getIntent" and one.method.returns == _INTENT for one in every)


def _secret(extra: CallSite) -> str:
    name = constant_text(extra.argument(0)) or ""
    known, words = table(__file__, "secret_names"), set(words_of(name))
    named = words & set(known["secret"]) and not words & set(known["harmless"])
    return name or "?" if named or is_typed_password(extra.argument(1)) else ""
