"""Are passwords or tokens written to the system log?"""

from collections.abc import Iterator

from appsec.api import (
    AndroidApp,
    CallSite,
    Finding,
    Hit,
    Origin,
    Question,
    Returned,
    Seen,
    Value,
    called,
    carried,
    constant_text,
    is_system_stream,
    labels,
    names_password,
    names_secret,
    sightings,
    table,
)

_PRINTS = ("java.io.PrintStream.println", "java.io.PrintStream.print")


def check(app: AndroidApp) -> Iterator[Seen]:
    """A password that flows into the log is a finding; a token, what a map or JSON calls a password
    (perhaps what is wrong with one), or a value behind a label such as `pwd=`, is a question.
    Constants and libraries stay quiet: by names alone, whatever these call a token would be asked
    about, and a run shows what they log."""
    yield from sightings(_hits(app))


def _hits(app: AndroidApp) -> Iterator[Hit]:
    for site in app.code.calls(*table(__file__, "logs")):
        is_file = site.method.api in _PRINTS and not is_system_stream(site.receiver)
        if site.origin is Origin.APP and not is_file:
            yield from _logged(site)


def _logged(site: CallSite) -> Iterator[Hit]:
    told = range(len(site.method.parameters))
    values = [one for n in told for one in carried(site.argument(n))]
    names = list(map(called, values))
    proven = [called(one) for one in values if not _is_looked_up(one)]
    if name := next(filter(names_password, proven), ""):
        yield Hit(site, "password", {"name": name}, Finding)
    elif name := next(filter(names_secret, [*names, *labels(values)]), ""):
        yield Hit(site, "secret", {"name": name}, Question)


def _is_looked_up(value: Value) -> bool:
    """By a key, and not in what Android passes on (intents) or keeps (preferences)."""
    if not isinstance(value, Returned) or value.method.owner.startswith("android."):
        return False
    return any(constant_text(one) for one in value.arguments[1:2])
