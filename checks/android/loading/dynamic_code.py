"""Does the app load code at run time that is no part of the signed package?"""

from collections.abc import Iterator

from appsec.api import AndroidApp, Hit, Origin, Question, Seen, sightings

_LOADERS = (
    "dalvik.system.BaseDexClassLoader.<init>",
    "dalvik.system.DelegateLastClassLoader.<init>",
    "dalvik.system.DexClassLoader.<init>",
    "dalvik.system.InMemoryDexClassLoader.<init>",
    "dalvik.system.PathClassLoader.<init>",
)
_FILES = ("dalvik.system.DexFile.<init>", "dalvik.system.DexFile.loadDex")
_NATIVE = ("java.lang.Runtime.load", "java.lang.System.load")


def check(app: AndroidApp) -> Iterator[Seen]:
    """Loading is no violation by itself: where the code comes from decides. Native libraries
    that a library loads by path, and the DEX files that MultiDex unpacks for old Androids, are left
    out: most libraries do that for their own ones."""
    yield from sightings(_hits(app))


def _hits(app: AndroidApp) -> Iterator[Hit]:
    for site in app.code.calls(*_LOADERS):
        yield Hit(site, "loads", {"api": site.method.owner.rpartition(".")[2]}, Question)
    for site in app.code.calls(*_FILES, *_NATIVE):
        if site.origin is Origin.APP:
            api = "DexFile" if site.method.api in _FILES else f"{site.method.owner}.load"
            yield Hit(site, "loads", {"api": api}, Question)
