"""Is a password compared with one that is written in the code?"""

from collections.abc import Iterator

from appsec.api import (
    AndroidApp,
    CallSite,
    FieldRead,
    Hit,
    Origin,
    Question,
    Seen,
    Value,
    alternatives,
    constant_text,
    constant_texts,
    is_typed_password,
    sightings,
    table,
    typed_into,
    words_of,
)


def check(app: AndroidApp) -> Iterator[Seen]:
    """What a person typed, against a text of the code: proof only where the field that it was
    typed into is named after a password, and the text is none that an app refuses as too weak.
    Libraries do not know the app's passwords."""
    yield from sightings(hit for hit in _hits(app) if hit.place.origin is Origin.APP)


def _hits(app: AndroidApp) -> Iterator[Hit]:
    known = table(__file__, "typed_names")
    for site in app.code.calls(*known["compare"]):
        sides = _sides(site) if site.origin is Origin.APP else ()
        texts = {text for one in sides for text in constant_texts(one) if text}
        sure = texts.isdisjoint(known["weak"]) and any(map(_is_constant, sides))
        for side in sides if texts else ():
            if is_typed_password(side) and sure:
                yield Hit(site, "password")
            elif typed_into(side) or _is_named(side, known["names"]):
                yield Hit(site, "typed", kind=Question)


def _is_constant(value: Value) -> bool:
    return all(constant_text(one) for one in alternatives(value))


def _is_named(value: Value, names: list[str]) -> bool:
    return isinstance(value, FieldRead) and not set(words_of(value.name)).isdisjoint(names)


def _sides(site: CallSite) -> tuple[Value, ...]:
    given = [site.argument(n) for n in range(len(site.method.parameters))]
    return tuple(given) if site.static else (site.receiver, *given)
