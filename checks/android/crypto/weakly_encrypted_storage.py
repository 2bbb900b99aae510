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

_ENCRYPTS, _INIT, _DECRYPT = "javax.crypto.Cipher.doFinal", "javax.crypto.Cipher.init", Constant(2)


def check(app: AndroidApp) -> Iterator[Seen]:
    """Only where what a method encrypts is put away right there, or by who calls that method."""
    yield from sightings(_hits(app))


def _hits(app: AndroidApp) -> Iterator[Hit]:
    weak = _weak_methods(app)
    for api, number in table(__file__, "stores").items():
        for site in app.code.calls(api):
            stored = within(site.near(number))
            made = [one.method for one in stored if isinstance(one, Returned)]
            makers = {site.caller if one.api == _ENCRYPTS else one for one in made}
            for how in sorted({weak[one] for one in makers & weak.keys()}):
                values = {"transformation": how} if how else {}
                yield Hit(site, "weak-cipher" if how else "constant-key", values)


def _weak_methods(app: AndroidApp) -> Mapping[Method, str]:
    """The methods that encrypt weakly, with the cipher, or with nothing if it is the key."""
    found = {site.caller: _weak_name(site.receiver) for site in app.code.calls(_ENCRYPTS)}
    starts = [(s.caller, s.argument(0), _first(s.argument(1))) for s in app.code.calls(_INIT)]
    keyed = {caller for caller, _, key in starts if constant_bytes(key) is not None}
    decrypt = {caller for caller, mode, _ in starts if mode == _DECRYPT}
    return {m: how for m, how in found.items() if (how or m in keyed) and m not in decrypt}


def _weak_name(cipher: Value) -> str:
    known = table(__file__, "ciphers")["broken"], table(__file__, "ciphers")["block"]
    names = [constant_text(_first(one)) or "" for one in alternatives(cipher)]
    return next((name for name in names if is_weak_cipher(name, *known)), "")


def _first(made: Value) -> Value:
    return next(iter(made.arguments), UNKNOWN) if isinstance(made, (New, Returned)) else UNKNOWN
