"""Does text from outside become part of an SQL statement?"""

from collections.abc import Iterator

from appsec.api import (
    AndroidApp,
    Built,
    CallSite,
    Constant,
    FieldRead,
    Origin,
    Parameter,
    Returned,
    Seen,
    Value,
    alternatives,
    flows,
    one_question,
    sightings,
)

_RUNS = tuple(
    f"{owner}.{name}"
    for owner in ("android.database.sqlite.SQLiteDatabase", "net.sqlcipher.database.SQLiteDatabase")
    for name in ("compileStatement", "delete", "execSQL", "query", "rawQuery", "update")
)
_NUMBERS = ("boolean", "byte", "char", "double", "float", "int", "long", "short")


def check(app: AndroidApp) -> Iterator[Seen]:
    """Every text of these calls is SQL; values belong into the arguments that are arrays. What
    is put together in the app's own code from parts of unknown origin is one question."""
    sites = [(site, n) for site in app.code.calls(*_RUNS) for n in _texts(site)]
    hits = [hit for site, number in sites for hit in flows(site, number, app.manifest)]
    yield from sightings(hits)
    told = {hit.place.at for hit in hits}
    own = [(s, n) for s, n in sites if s.origin is Origin.APP and s.at not in told]
    yield from one_question("concatenated", [s for s, n in own if _is_put_together(s.argument(n))])


def _texts(site: CallSite) -> list[int]:
    return [n for n, kind in enumerate(site.method.parameters) if kind == "java.lang.String"]


def _is_put_together(value: Value) -> bool:
    return any(
        isinstance(one, Built) and not all(map(_is_harmless, one.parts))
        for one in alternatives(value)
    )


def _is_harmless(part: Value) -> bool:
    """A constant or a number."""
    if isinstance(part, (Parameter, FieldRead)):
        return part.type in _NUMBERS
    return isinstance(part, Constant) or (
        isinstance(part, Returned) and part.method.returns in _NUMBERS
    )
