"""Does the code install packages itself?"""

from collections.abc import Iterator

from appsec.api import (
    AndroidApp,
    CallSite,
    Constant,
    Hit,
    Origin,
    Question,
    Seen,
    alternatives,
    one_question,
    sightings,
)

_SESSION = "android.content.pm.PackageInstaller.openSession"
_NAMES = (
    "android.content.Intent.<init>",
    "android.content.Intent.setAction",
    "android.content.Intent.setDataAndType",
    "android.content.Intent.setType",
)
_MARKS = ("android.intent.action.INSTALL_PACKAGE", "application/vnd.android.package-archive")


def check(app: AndroidApp) -> Iterator[Seen]:
    """One question for all of the app's own code, which is one feature as a rule. Whether what is
    installed is verified, and whether it updates the app, is not seen here."""
    every = [*app.code.calls(_SESSION), *filter(_is_marked, app.code.calls(*_NAMES))]
    yield from one_question("installs", (one for one in every if one.origin is Origin.APP))
    rest = (one for one in every if one.origin is not Origin.APP)
    yield from sightings(Hit(one, "installs", kind=Question) for one in rest)


def _is_marked(site: CallSite) -> bool:
    return any(
        isinstance(one, Constant) and one.value in _MARKS
        for number in range(len(site.method.parameters))
        for one in alternatives(site.argument(number))
    )
