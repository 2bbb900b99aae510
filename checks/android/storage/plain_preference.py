"""Are passwords or tokens put into preferences as they are?"""

from collections.abc import Iterator

from appsec.api import (
    AndroidApp,
    CallSite,
    Hit,
    Question,
    Returned,
    Seen,
    Value,
    called,
    carried,
    constant_text,
    depends_on_run,
    names_secret,
    sightings,
    within,
)

_PUTS = "android.content.SharedPreferences$Editor.putString"
_ENCRYPTED = ("EncryptedSharedPreferences", "SecurePreferences", "EncryptedPreferences")
_NUMBERS = ("java.lang.Boolean", "java.lang.Integer", "java.lang.Long")
_ENCRYPTS = ("digest", "dofinal", "encrypt", "hash", "seal", "wrap")


def check(app: AndroidApp) -> Iterator[Seen]:
    """By the name of the key, or of what is put. Constants (an empty text on logout) and what is
    seen to be encrypted stay quiet; a helper of the app that is called `encrypt` counts."""
    yield from sightings(_hits(app), together=True)


def _hits(app: AndroidApp) -> Iterator[Hit]:
    for site in app.code.calls(_PUTS):
        value = site.argument(1)
        names = [constant_text(site.argument(0)) or "", *map(called, carried(value))]
        name = next(filter(names_secret, names), "")
        if name and depends_on_run(value) and not _is_encrypted(site):
            yield Hit(site, "plain", {"name": name}, Question)


def _is_encrypted(site: CallSite) -> bool:
    values = (site.arguments[2], site.argument(1), site.receiver)
    return any(_encrypts(inner) for value in values for inner in within(value))


def _encrypts(value: Value) -> bool:
    """A number is no secret either: `Long.toString(lastToken)` is a time."""
    if not isinstance(value, Returned):
        return False
    method = value.method
    if method.name.lower().startswith(_ENCRYPTS) or method.owner in _NUMBERS:
        return True
    return any(name in method.api for name in _ENCRYPTED)
