"""Is data stored that a weak cipher or a key written in the code encrypts?"""

from collections.abc import Collection, Iterator, Mapping

from appsec.api import (
    UNKNOWN,
    AndroidApp,
    CallSite,
    Constant,
    Hit,
    Method,
    New,
    Returned,
    Seen,
    Value,
    alternatives,
    chosen,
    constant_text,
    each_bytes,
    is_weak_cipher,
    sightings,
    table,
    within,
)

_ENCRYPTS, _INIT, _DECRYPT = "javax.crypto.Cipher.doFinal", "javax.crypto.Cipher.init", Constant(2)

_OPENS = ("newBufferedWriter", "newOutputStream", "openFileOutput")
_FILES = ("java.io.File", "java.io.PrintWriter")


def check(app: AndroidApp) -> Iterator[Seen]:
    """Only where what a method encrypts is put away right there, or by who calls that method."""
    yield from sightings(_hits(app))


def _hits(app: AndroidApp) -> Iterator[Hit]:
    weak, unsure = _weak_methods(app)
    for api, number in table(__file__, "stores").items():
        for site in filter(_is_kept, app.code.calls(api)):
            stored = within(site.near(number))
            made = [one.method for one in stored if isinstance(one, Returned)]
            makers = {site.caller if one.api == _ENCRYPTS else one for one in made}
            for maker in sorted(makers & weak.keys(), key=str):
                values = {"transformation": weak[maker]} if weak[maker] else {}
                key = "weak-cipher" if weak[maker] else "constant-key"
                yield from chosen(site, key, (True, maker not in unsure), values)


def _is_kept(site: CallSite) -> bool:
    """Whether it ends in a file, where any stream may be written to."""
    if site.method.name != "write" or "File" in site.method.owner:
        return True
    made = list(within(site.receiver))
    opened = any(isinstance(one, Returned) and one.method.name in _OPENS for one in made)
    return opened or any(isinstance(one, New) and one.type.startswith(_FILES) for one in made)


def _weak_methods(app: AndroidApp) -> tuple[Mapping[Method, str], Collection[Method]]:
    """The methods that encrypt weakly, with the cipher, or with nothing if it is the key; and
    those of them that may take another cipher or key."""
    names = {s.caller: list(map(_weak_name, _each(s.receiver))) for s in app.code.calls(_ENCRYPTS)}
    starts = [(s.caller, s.argument(0), _each(s.argument(1))) for s in app.code.calls(_INIT)]
    keys: dict[Method, list[bytes | None]] = {}
    for caller, _, every in starts:
        keys.setdefault(caller, []).extend(key for one in every for key in each_bytes(one))
    decrypt = {caller for caller, mode, _ in starts if mode == _DECRYPT}
    weak = {m: max(told) for m, told in names.items() if any((*told, *keys.get(m, ())))}
    unsure = {m for m, how in weak.items() if not all(names[m] if how else keys[m])}
    return {m: how for m, how in weak.items() if m not in decrypt}, unsure


def _weak_name(name: Value) -> str:
    known = table(__file__, "ciphers")["broken"], table(__file__, "ciphers")["block"]
    told = constant_text(name) or ""
    return told if is_weak_cipher(told, *known) else ""


def _each(made: Value) -> list[Value]:
    """What each object that a value may be was made of."""
    every = (one for one in alternatives(made) if isinstance(one, (New, Returned)))
    return [a for one in every for first in one.arguments[:1] for a in alternatives(first)] or [
        UNKNOWN
    ]
