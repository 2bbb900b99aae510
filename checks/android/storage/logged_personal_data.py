"""Are personal data or identifiers of the device written to the system log?"""

from collections.abc import Iterator

from appsec.api import (
    AndroidApp,
    Hit,
    Origin,
    Question,
    Returned,
    Seen,
    Value,
    called,
    carried,
    is_system_stream,
    names_personal_data,
    sightings,
    table,
)

_PRINTS = ("java.io.PrintStream.println", "java.io.PrintStream.print")
_ANDROID_ID = "android_id"
"""The key of Settings.Secure by which Android tells its identifier."""


def check(app: AndroidApp) -> Iterator[Seen]:
    """By the method that gives an identifier, or by name. Libraries stay quiet: a run shows what
    they log."""
    yield from sightings(_hits(app), together=True)


def _hits(app: AndroidApp) -> Iterator[Hit]:
    for site in app.code.calls(*table(__file__, "logs")):
        is_file = site.method.api in _PRINTS and not is_system_stream(site.receiver)
        if site.origin is Origin.APP and not is_file:
            told = range(len(site.method.parameters))
            values = [one for n in told for one in carried(site.argument(n))]
            if name := next(filter(None, map(_name, values)), ""):
                yield Hit(site, "logged", {"name": name}, Question)


def _name(value: Value) -> str:
    """The method that gives an identifier, or the name of personal data."""
    if isinstance(value, Returned) and value.method.api in table(__file__, "identifiers"):
        return value.method.name
    name = called(value)
    return name if name == _ANDROID_ID or names_personal_data(name) else ""
