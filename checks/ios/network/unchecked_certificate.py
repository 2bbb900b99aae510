"""Is the system told not to check the certificates of a connection?"""

from collections.abc import Iterator

from appsec.api import (
    Dictionary,
    Hit,
    IosApp,
    NativeBody,
    NativeCall,
    NativeValue,
    Number,
    Question,
    Seen,
    choices,
    numbers,
    sightings,
    table,
)

_ANSWERS = "allowsAnyHTTPSCertificateForHost:"


def check(app: IosApp) -> Iterator[Seen]:
    """Only a value that is the same on each path proves it."""
    yield from sightings(_hits(app))


def _hits(app: IosApp) -> Iterator[Hit]:
    code, known = app.native_code, table(__file__, "switches")
    for call in code.calls(known["any_certificate"]):
        allowed = [bool(one) for one in numbers(call.argument(0))]
        if any(allowed):
            certain = len(choices(call.argument(0))) == 1
            yield _told(call, "any-certificate", call.caller, certain)
    for body in code.implementing(_ANSWERS):
        yes = [isinstance(one, Number) and bool(one.value) for one in body.returned]
        if any(yes):
            yield _told(body, "any-certificate", body.name, all(yes))
    for name, number in known["streams"].items():
        for call in code.calls(name):
            given = choices(call.argument(number))
            off = [_is_off(one.value(known["stream_key"])) for one in _settings(given)]
            if any(off):
                certain = all(off) and len(off) == len(given)
                yield _told(call, "stream", call.caller, certain)


def _settings(given: tuple[NativeValue, ...]) -> list[Dictionary]:
    return [one for one in given if isinstance(one, Dictionary)]


def _is_off(value: NativeValue) -> bool:
    return len(choices(value)) == 1 and numbers(value) == (0,)


def _told(place: NativeCall | NativeBody, key: str, function: str, certain: bool) -> Hit:
    values = {"function": function}
    return Hit(place, key, values) if certain else Hit(place, f"{key}-unclear", values, Question)
