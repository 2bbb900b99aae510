"""Are passwords or tokens put into a database as they are?"""

from collections.abc import Iterator

from appsec.api import (
    AndroidApp,
    Hit,
    Origin,
    Question,
    Seen,
    called,
    carried,
    constant_texts,
    depends_on_run,
    is_number,
    is_protected,
    names_secret,
    sightings,
)

_PUTS = ("android.content.ContentValues.put", "com.tencent.mmkv.MMKV.encode")


def check(app: AndroidApp) -> Iterator[Seen]:
    """By the name of the column, or of what is put. Whether the database itself is encrypted is
    for the person to see; libraries stay quiet, as a run shows what they store."""
    yield from sightings(_hits(app), together=True)


def _hits(app: AndroidApp) -> Iterator[Hit]:
    for site in app.code.calls(*_PUTS):
        if site.origin is Origin.APP and len(site.method.parameters) > 1:
            value, raw = site.argument(1), site.near(1)
            names = [*constant_texts(site.argument(0)), *map(called, carried(value))]
            name = next(filter(names_secret, names), "")
            kept = is_number(value) or is_protected(value) or is_protected(raw)
            if name and depends_on_run(value) and not kept:
                yield Hit(site, "plain", {"name": name}, Question)
