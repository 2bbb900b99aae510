"""Is data stored that a weak cipher or a key written in the code encrypts?"""

from collections.abc import Iterator, Mapping

from appsec.api import (
    UNKNOWN,
    AndroidApp,
    Constant,
    Hit,
    Method,
    New,
    Returned,
    Seen,
    Value,
    alternatives,
    constant_bytes,
    constant_text,
    is_weak_cipher,
    sightings,
    table,
    within,
)

_ENCRYPTS = "javax.crypto.Cipher.doFinal"
_DECRYPT_MODE = Constant(2)


def check(app: AndroidApp) -> Iterator[Seen]:
    """Only where what a method encrypts is put away right there, or by who calls that method."""
    yield from sightings(_hits(app))


def _hits(app: AndroidApp) -> Iterator[Hit]:
    weak = _weak_methods(app)
    for api, number in table(__file__, "stores").items():
        for site in app.code.calls(api):
            stored = within(site.arguments[number + (not site.static)])
            for method in (one.method for one in stored if isinstance(one, Returned)):
                how = weak.get(site.caller if method.api == _ENCRYPTS else method)
                if how is not None:
                    values = {"transformation": how} if how else {}
                    yield Hit(site, "weak-cipher" if how else "constant-key", values)


def _weak_methods(app: AndroidApp) -> Mapping[Method, str]:
    """The methods that encrypt weakly, with the cipher, or with nothing if it is the key."""
    found = {site.caller: _weak_name(site.receiver) for site in app.code.calls(_ENCRYPTS)}
    starts = list(app.code.calls("javax.crypto.Cipher.init"))
    keyed = {one.caller for one in starts if constant_bytes(_first(one.argument(1))) is not None}
    decrypt = {one.caller for one in starts if one.argument(0) == _DECRYPT_MODE}
    return {m: how for m, how in found.items() if (how or m in keyed) and m not in decrypt}


def _weak_name(cipher: Value) -> str:
    known = table(__file__, "ciphers")
    names = [constant_text(_first(one)) or "" for one in alternatives(cipher)]
    return next((n for n in names if is_weak_cipher(n, known["broken"], known["block"])), "")


def _first(made: Value) -> Value:
    given = made.arguments[:1] if isinstance(made, (New, Returned)) else ()
    return given[0] if given else UNKNOWN
