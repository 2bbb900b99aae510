"""Does a recorded run show the app encrypt with a broken cipher or in ECB mode?"""

from collections.abc import Iterator

from appsec.api import IosApp, Location, Question, Recorded, Seen

_CRYPTS = ("CCCrypt", "CCCryptorCreate")
_WITH_MODE = "CCCryptorCreateWithMode"
_WEAK = {1: "DES", 3: "CAST", 4: "RC4", 5: "RC2", 6: "Blowfish"}
"""Numbers of CCAlgorithm."""
_AES = 0
_ECB = 2
"""Bit of CCOptions."""
_ECB_MODE = 1
"""Number of CCMode."""


def _name(algorithm: object, in_ecb: object) -> str:
    if not isinstance(algorithm, int):
        return ""
    return "AES-ECB" if algorithm == _AES and in_ecb else _WEAK.get(algorithm, "")


def _told(one: Recorded) -> str:
    _, first, second, *_ = (*one.call.arguments, None, None, None)
    if one.call.hook == _WITH_MODE:
        return _name(second, first == _ECB_MODE)
    return _name(first, isinstance(second, int) and second & _ECB)


def check(app: IosApp) -> Iterator[Seen]:
    """What is encrypted a call does not tell, so that it is a question."""
    found: dict[str, list[Location]] = {}
    for one in app.runs.calls((*_CRYPTS, _WITH_MODE), any_of=True, each=True):
        if name := _told(one):
            found.setdefault(name, []).append(one.at)
    for name, places in found.items():
        yield Question("weak", tuple(places[:20]), {"cipher": name})
