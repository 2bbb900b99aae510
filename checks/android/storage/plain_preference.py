"""Are passwords or tokens put into preferences as they are?"""

from collections.abc import Iterator

from appsec.api import (
    AndroidApp,
    CallSite,
    Evidence,
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
    is_protected_store,
    names_secret,
    sightings,
)

_PUTS = "android.content.SharedPreferences$Editor.putString"
_PLAIN = (
    "android.content.Context.getSharedPreferences",
    "android.preference.PreferenceManager.getDefaultSharedPreferences",
    "androidx.preference.PreferenceManager.getDefaultSharedPreferences",
)
_ENCRYPTED = "androidx.security.crypto.EncryptedSharedPreferences.create"


def check(app: AndroidApp) -> Iterator[Seen]:
    """By the name of the key, or of what is put. Constants (an empty text on logout), what is seen
    to be encrypted, and classes that open encrypted preferences only stay quiet."""
    yield from sightings(_hits(app), together=True)
    created = [one for one in app.code.calls(_ENCRYPTED) if one.origin is Origin.APP]
    if places := sorted({one.at for one in created}):
        yield Evidence("deprecated-store", tuple(places))


def _hits(app: AndroidApp) -> Iterator[Hit]:
    encrypted = {_outer(site) for site in app.code.calls(_ENCRYPTED)}
    encrypted -= {_outer(site) for site in app.code.calls(*_PLAIN)}
    for site in app.code.calls(_PUTS):
        value = site.argument(1)
        names = [*constant_texts(site.argument(0)), *map(called, carried(value))]
        name = next(filter(names_secret, names), "")
        if name and depends_on_run(value) and not is_number(value):
            kept = is_protected(value) or is_protected(site.near(1))
            if not kept and not is_protected_store(site.receiver) and _outer(site) not in encrypted:
                yield Hit(site, "plain", {"name": name}, Question)


def _outer(site: CallSite) -> str:
    return site.caller.owner.partition("$")[0]
