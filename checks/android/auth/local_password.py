"""Is a password compared with one that is written in the code?"""

from collections.abc import Iterator

from appsec.api import (
    AndroidApp,
    CallSite,
    FieldRead,
    Hit,
    Origin,
    Question,
    Returned,
    Seen,
    Value,
    constant_text,
    inside,
    sightings,
    table,
    words_of,
)

_TYPED = ("android.widget.EditText.getText", "android.widget.TextView.getText")


def check(app: AndroidApp) -> Iterator[Seen]:
    """What a person typed, against a text of the code: proof only where the field that it was
    typed into is named after a password. Libraries do not know the app's passwords."""
    yield from sightings(hit for hit in _hits(app) if hit.place.origin is Origin.APP)


def _hits(app: AndroidApp) -> Iterator[Hit]:
    known = table(__file__, "typed_names")
    for site in app.code.calls(*known["compare"]):
        sides = _sides(site) if site.origin is Origin.APP else ()
        for side in sides if any(constant_text(one) for one in sides) else ():
            source = _typed(side)
            if (
                isinstance(source, FieldRead)
                and "Edit" in source.type
                and _named(source, known["password"])
            ):
                yield Hit(site, "password")
            elif source or _named(side, known["account"] + known["password"]):
                yield Hit(site, "typed", kind=Question)


def _named(value: Value, names: list[str]) -> bool:
    return isinstance(value, FieldRead) and not set(words_of(value.name)).isdisjoint(names)


def _sides(site: CallSite) -> tuple[Value, ...]:
    given = [site.argument(n) for n in range(len(site.method.parameters))]
    return tuple(given) if site.static else (site.receiver, *given)


def _typed(value: Value) -> Value | None:
    """The input field that a text was read from, through toString, trim and the like."""
    read = (v for v in inside(value) if isinstance(v, Returned) and v.method.api in _TYPED)
    return next((v.arguments[0] for v in read), None)
