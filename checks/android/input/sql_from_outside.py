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
    parts_of,
    sightings,
)

_RUNS = tuple(
    f"{owner}.{name}"
    for owner in ("android.database.sqlite.SQLiteDatabase", "net.sqlcipher.database.SQLiteDatabase")
    for name in ("compileStatement", "delete", "execSQL", "query", "rawQuery", "update")
)
_JOINS = ("String.concat", "String.format", "StringBuilder.toString")
_NUMBERS = ("boolean", "byte", "char", "double", "float", "int", "long", "short")


def check(app: AndroidApp) -> Iterator[Seen]:
    """Every text of these calls is SQL; values belong into arrays. What the app puts together
    from parts of unknown origin is one question."""
    sites = [(site, number) for site in app.code.calls(*_RUNS) for number in site.texts]
    hits = [hit for site, number in sites for hit in flows(site, number, app.manifest)]
    yield from sightings(hits)
    told = {hit.place.at for hit in hits}
    own = [s for s, n in sites if s.at not in told and _is_put_together(s, n)]
    yield from one_question("concatenated", own)


def _is_put_together(site: CallSite, number: int) -> bool:
    return site.origin is Origin.APP and any(
        isinstance(one, Built) or (isinstance(one, Returned) and one.method.api.endswith(_JOINS))
        for one in alternatives(site.argument(number))
        if not _is_harmless(one)
    )


def _is_harmless(part: Value) -> bool:
    """A constant or a number, or made of such."""
    if isinstance(part, (Parameter, FieldRead)):
        return part.type in _NUMBERS
    if isinstance(part, Returned) and not part.method.api.endswith(_JOINS):
        return part.method.returns in _NUMBERS
    inner = parts_of(part)
    return isinstance(part, Constant) or (bool(inner) and all(map(_is_harmless, inner)))
