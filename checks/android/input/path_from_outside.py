"""Does text from outside name the file that the app opens?"""

from collections.abc import Iterator

from appsec.api import (
    AndroidApp,
    CallSite,
    Hit,
    New,
    Parameter,
    Question,
    Returned,
    Seen,
    Value,
    alternatives,
    flows,
    open_classes,
    sightings,
)

_PROVIDER = "android.content.ContentProvider"
_SERVES = ("openAssetFile", "openFile")
_OPENS_DESCRIPTOR = "android.os.ParcelFileDescriptor.open"
_OPENS = (
    "android.os.ParcelFileDescriptor.open",
    "java.io.FileInputStream.<init>",
    "java.io.FileOutputStream.<init>",
    "java.io.FileReader.<init>",
    "java.io.FileWriter.<init>",
    "java.io.RandomAccessFile.<init>",
)
_NORMALISES = ("getCanonicalFile", "getCanonicalPath", "normalize", "toRealPath")


def check(app: AndroidApp) -> Iterator[Seen]:
    """A provider that any app may ask opens what its URI says; elsewhere the name comes from an
    intent or from the user. A method that brings the path into its plain form compares it."""
    yield from sightings(_hits(app))


def _hits(app: AndroidApp) -> Iterator[Hit]:
    providers = {name for name, _, _ in app.code.subclasses(_PROVIDER)}
    for site in app.code.calls(*_OPENS):
        if any(one.name in _NORMALISES for one in site.around):
            continue
        if site.caller.name in _SERVES and site.caller.owner in providers:
            if _is_from_uri(site.argument(0)):
                if site.caller.owner in open_classes(app.manifest) and not _compares(site):
                    yield Hit(site, "flows")
                else:
                    yield Hit(site, "may-flow", kind=Question)
        else:
            yield from flows(site, 0, app.manifest)


def _compares(site: CallSite) -> bool:
    return any(one.owner == "java.lang.String" and one.returns == "boolean" for one in site.around)


def _is_from_uri(value: Value) -> bool:
    """Whether a file is named by the URI that the caller of a provider passes."""
    for one in alternatives(value):
        if isinstance(one, Returned) and one.method.owner == "android.net.Uri":
            return isinstance(one.arguments[0], Parameter)
        inner = one.arguments if isinstance(one, New) else getattr(one, "parts", ())
        if any(map(_is_from_uri, inner)):
            return True
    return False
