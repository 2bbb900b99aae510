"""Does the app unpack archives to wherever their entries say?"""

from collections.abc import Iterator

from appsec.api import AndroidApp, CallSite, Origin, Seen, calls_in, one_question

_NAMES_FILES = ("java.io.File.<init>", "java.io.FileOutputStream.<init>")
_ENTRY_NAME = ("java.util.zip.ZipEntry.getName", "java.util.jar.JarEntry.getName")
_NORMALISES = ("getCanonicalFile", "getCanonicalPath", "normalize", "toRealPath")


def check(app: AndroidApp) -> Iterator[Seen]:
    """One question for all places of the app's own code that do not compare the resulting path."""
    sites = [one for one in app.code.calls(*_NAMES_FILES) if _is_from_entry(one)]
    yield from one_question("entry-name", sites)


def _is_from_entry(site: CallSite) -> bool:
    if site.origin is not Origin.APP or any(one.name in _NORMALISES for one in site.around):
        return False
    every = map(site.argument, range(len(site.method.parameters)))
    return any(one.api in _ENTRY_NAME for value in every for one in calls_in(value))
