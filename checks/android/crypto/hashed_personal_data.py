"""Is personal data only hashed where it should be encrypted?"""

from collections.abc import Iterator

from appsec.api import (
    AndroidApp,
    Finding,
    Hit,
    Origin,
    Question,
    Returned,
    Seen,
    Value,
    called,
    carried,
    names_personal_data,
    parts_of,
    sightings,
    table,
    within,
    words_of,
)

_GUESSABLE = ("idcard", "idno", "idnumber", "mobile", "nationalid", "phone", "phonenumber")
_DIGESTS = ("java.security.MessageDigest.digest", "java.security.MessageDigest.update")


def check(app: AndroidApp) -> Iterator[Seen]:
    """Whatever the algorithm: ID and phone numbers are few enough to try them all. Proven where
    the hash is stored right there. Libraries stay quiet: a run shows what they store and send."""
    yield from sightings(_hits(app), together=True)


def _hits(app: AndroidApp) -> Iterator[Hit]:
    stored = {}
    for api, number in table(__file__, "stores").items():
        for site in app.code.calls(api):
            names = filter(_is_guessable, map(_hashed, within(site.argument(number))))
            if site.origin is Origin.APP and (name := next(names, "")):
                stored[site.at] = Hit(site, "stored", {"name": name}, Finding)
    yield from stored.values()
    for site in app.code.calls(*_DIGESTS):
        takes = site.method.parameters[:1] == ("byte[]",) and site.origin is Origin.APP
        if takes and site.at not in stored and (name := _personal(site.argument(0))):
            yield Hit(site, "hashed", {"name": name}, Question)


def _personal(value: Value) -> str:
    """The name of personal data whose text is in a value; empty if none has one."""
    return next(filter(names_personal_data, map(called, carried(value))), "")


def _is_guessable(name: str) -> bool:
    return "".join(words_of(name)).endswith(_GUESSABLE)


def _hashed(value: Value) -> str:
    """The same, for data of which a value is the hash."""
    made = isinstance(value, Returned) and value.method.api == _DIGESTS[0]
    return next(map(_personal, parts_of(value)[1:2]), "") if made else ""
