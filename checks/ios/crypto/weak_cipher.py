"""Is data encrypted with a cipher that is broken, or in ECB mode?"""

from collections.abc import Iterator

from appsec.api import Evidence, Hit, IosApp, NativeCall, Question, Seen, numbers, sightings, table

_WITH_OPTIONS = ("CCCrypt", "CCCryptorCreate", "CCCryptorCreateFromData")
_WITH_MODE = "CCCryptorCreateWithMode"


def check(app: IosApp) -> Iterator[Seen]:
    """3DES is told apart: criteria that labs used accept it."""
    yield from sightings(_hits(app))


def _hits(app: IosApp) -> Iterator[Hit]:
    known = table(__file__, "ciphers")
    for call in app.native_code.calls(*_WITH_OPTIONS):
        ecb = any(option & known["ecb_option"] for option in numbers(call.argument(2)))
        yield from _told(call, numbers(call.argument(1)), ecb)
    for call in app.native_code.calls(_WITH_MODE):
        ecb = known["ecb_mode"] in numbers(call.argument(1))
        yield from _told(call, numbers(call.argument(2)), ecb)


def _told(call: NativeCall, algorithms: tuple[int, ...], ecb: bool) -> Iterator[Hit]:
    known = table(__file__, "ciphers")
    for number in algorithms:
        values = {"function": call.caller}
        if name := known["broken"].get(number):
            yield Hit(call, "broken", values | {"cipher": name}, Question)
        elif number == known["triple_des"]:
            yield Hit(call, "triple-des", values, Evidence)
        if ecb and number in known["block"]:
            yield Hit(call, "ecb", values | {"cipher": known["block"][number]}, Question)
