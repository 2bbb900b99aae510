"""Does a recorded run show the app encrypt with a broken cipher or in ECB mode?"""

from collections.abc import Iterator

from appsec.api import IosApp, Location, Question, Seen

_CRYPTS = "CCCrypt"
_WEAK = {1: "DES", 3: "CAST", 4: "RC4", 5: "RC2", 6: "Blowfish"}
"""Numbers of CCAlgorithm."""
_AES = 0
_ECB = 2
"""Bit of CCOptions."""


def _name(algorithm: object, options: object) -> str:
    if not isinstance(algorithm, int) or not isinstance(options, int):
        return ""
    return "AES-ECB" if algorithm == _AES and options & _ECB else _WEAK.get(algorithm, "")


def check(app: IosApp) -> Iterator[Seen]:
    """What is encrypted a call does not tell, so that it is a question."""
    found: dict[str, list[Location]] = {}
    for one in app.runs.calls((_CRYPTS,)):
        arguments = (*one.call.arguments, None, None, None)
        if name := _name(arguments[1], arguments[2]):
            found.setdefault(name, []).append(one.at)
    for name, places in found.items():
        yield Question("weak", tuple(places[:20]), {"cipher": name})
