"""Are passwords or tokens written to the system log?"""

from collections.abc import Iterator

from appsec.api import (
    AndroidApp,
    CallSite,
    FieldRead,
    Finding,
    Hit,
    Origin,
    Question,
    Seen,
    Value,
    called,
    carried,
    labels,
    names_password,
    names_secret,
    sightings,
    table,
)

_PRINTS = ("java.io.PrintStream.println", "java.io.PrintStream.print")


def check(app: AndroidApp) -> Iterator[Seen]:
    """A password that flows into the log is a finding; a token, or a value behind a label such as
    `pwd=`, is a question. Constants stay quiet, and libraries, too: by names alone, whatever they
    call a token would be asked about, and a run shows what they log."""
    yield from sightings(_hits(app))


def _hits(app: AndroidApp) -> Iterator[Hit]:
    for site in app.code.calls(*table(__file__, "logs")):
        is_file = site.method.api in _PRINTS and not _is_system(site.receiver)
        if site.origin is Origin.APP and not is_file:
            yield from _logged(site)


def _is_system(stream: Value) -> bool:
    """System.out and System.err end in the log."""
    return isinstance(stream, FieldRead) and stream.owner == "java.lang.System"


def _logged(site: CallSite) -> Iterator[Hit]:
    told = range(len(site.method.parameters))
    values = [one for n in told for one in carried(site.argument(n))]
    names = list(map(called, values))
    if name := next(filter(names_password, names), ""):
        yield Hit(site, "password", {"name": name}, Finding)
    elif name := next(filter(names_secret, [*names, *labels(values)]), ""):
        yield Hit(site, "secret", {"name": name}, Question)
