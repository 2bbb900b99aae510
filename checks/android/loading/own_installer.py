"""Does the code install packages itself?"""

from collections.abc import Iterator

from appsec.api import AndroidApp, Constant, Hit, Question, Seen, alternatives, sightings

_SESSION = "android.content.pm.PackageInstaller.openSession"
_NAMES_ACTION = ("android.content.Intent.<init>", "android.content.Intent.setAction")
_NAMES_TYPE = ("android.content.Intent.setDataAndType", "android.content.Intent.setType")
_MARKS = ("android.intent.action.INSTALL_PACKAGE", "application/vnd.android.package-archive")


def check(app: AndroidApp) -> Iterator[Seen]:
    """Whether what is installed is verified, and whether it updates the app, is not seen here."""
    yield from sightings(_hits(app))


def _hits(app: AndroidApp) -> Iterator[Hit]:
    for site in app.code.calls(_SESSION):
        yield Hit(site, "installs", kind=Question)
    for site in app.code.calls(*_NAMES_ACTION, *_NAMES_TYPE):
        for number in range(len(site.method.parameters)):
            for one in alternatives(site.argument(number)):
                if isinstance(one, Constant) and one.value in _MARKS:
                    yield Hit(site, "installs", kind=Question)
