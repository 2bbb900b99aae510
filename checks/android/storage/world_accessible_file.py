"""Can other apps read or change files that the app makes accessible to all?"""

from collections.abc import Iterator

from appsec.api import (
    AndroidApp,
    Constant,
    Finding,
    Hit,
    Origin,
    Question,
    Seen,
    alternatives,
    constant_number,
    sightings,
)

_MODES = {
    "android.content.Context.openFileOutput": 1,
    "android.content.Context.getSharedPreferences": 1,
    "android.content.Context.getDir": 1,
    "android.content.Context.openOrCreateDatabase": 1,
    "android.app.Activity.getPreferences": 0,
}
"""What takes a mode, and as which parameter."""
_PERMITS = ("java.io.File.setReadable", "java.io.File.setWritable")
_WORLD = 0b11
"""MODE_WORLD_READABLE and MODE_WORLD_WRITEABLE."""
_REFUSED_FROM = 24
"""From this targetSdk Android refuses these modes with a SecurityException."""


def check(app: AndroidApp) -> Iterator[Seen]:
    yield from sightings(_hits(app))


def _hits(app: AndroidApp) -> Iterator[Hit]:
    refused = app.manifest.target_sdk >= _REFUSED_FROM
    for api, number in _MODES.items():
        for site in app.code.calls(api):
            modes = [constant_number(one) for one in alternatives(site.argument(number))]
            if any(mode is not None and mode > 0 and mode & _WORLD for mode in modes):
                values = {"method": api.rpartition(".")[2]}
                if refused:
                    yield Hit(site, "refused-mode", values, Question)
                else:
                    yield Hit(site, "world-mode", values, Finding)
    for site in app.code.calls(*_PERMITS):
        permits = Constant(True) in alternatives(site.argument(0))
        anyone = Constant(False) in alternatives(site.argument(1))
        # Libraries do so to the code that they unpack for older Androids.
        if site.origin is Origin.APP and permits and anyone:
            yield Hit(site, "permission", {"method": site.method.name}, Question)
