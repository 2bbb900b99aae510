"""Does a provider of the app open whatever file the URI of its caller names?"""

from collections.abc import Iterator

from appsec.api import (
    AndroidApp,
    Hit,
    Method,
    Parameter,
    Question,
    Returned,
    Seen,
    Value,
    alternatives,
    open_classes,
    parts_of,
    sightings,
)

_PROVIDER = "android.content.ContentProvider"
_SERVES = ("openAssetFile", "openFile")
_OPENS = "android.os.ParcelFileDescriptor.open"
_NORMALISES = ("getCanonicalFile", "getCanonicalPath", "normalize", "toRealPath")


def check(app: AndroidApp) -> Iterator[Seen]:
    """Proven where any app may ask and the method compares nothing; a method that brings the path
    into its plain form is taken to compare it."""
    yield from sightings(_hits(app))


def _hits(app: AndroidApp) -> Iterator[Hit]:
    providers = {name for name, _, _ in app.code.subclasses(_PROVIDER)}
    for site in app.code.calls(_OPENS):
        caller = site.caller
        if caller.owner not in providers or caller.name not in _SERVES:
            continue
        if _is_from_uri(site.argument(0)) and not any(o.name in _NORMALISES for o in site.around):
            if caller.owner in open_classes(app.manifest) and not any(map(_asks, site.around)):
                yield Hit(site, "serves-any")
            else:
                yield Hit(site, "may-serve", kind=Question)


def _asks(method: Method) -> bool:
    return method.owner == "java.lang.String" and method.returns == "boolean"


def _is_from_uri(value: Value) -> bool:
    """Whether a file is named by the URI that the caller passes."""
    for one in alternatives(value):
        if isinstance(one, Returned) and one.method.owner == "android.net.Uri":
            return isinstance(next(iter(one.arguments), None), Parameter)
        if not isinstance(one, Returned) and any(map(_is_from_uri, parts_of(one))):
            return True
    return False
