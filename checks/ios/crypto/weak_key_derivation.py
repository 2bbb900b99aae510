"""Are keys derived from passwords with a constant salt or few iterations?"""

from collections.abc import Iterator

from appsec.api import (
    Evidence,
    Hit,
    IosApp,
    Question,
    Seen,
    may_be_fixed,
    numbers,
    sightings,
    table,
)

_DERIVES = "CCKeyDerivationPBKDF"
_SALT, _ROUNDS = 3, 6


def check(app: IosApp) -> Iterator[Seen]:
    """A low count alone is advice: no criteria name a number."""
    yield from sightings(_hits(app))


def _hits(app: IosApp) -> Iterator[Hit]:
    least = table(__file__, "iterations")["least"]
    for call in app.native_code.calls(_DERIVES):
        values = {"function": call.caller}
        if may_be_fixed(call.argument(_SALT)):
            yield Hit(call, "constant-salt", values, Question)
        for count in numbers(call.argument(_ROUNDS)):
            if count < least:
                told = {"iterations": str(count), "advised": str(least)}
                yield Hit(call, "few-iterations", values | told, Evidence)
