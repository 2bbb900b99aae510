"""Do keys, vectors, salts or tokens come from random numbers that can be predicted?"""

from collections.abc import Iterator

from appsec.api import (
    Hit,
    IosApp,
    Origin,
    Question,
    Seen,
    names_secret,
    one_question,
    sightings,
    table,
)

_SEEDS = ("srand", "srandom")
"""What gives no number itself."""
_WEAK = ("rand", "random", "drand48", "erand48", "lrand48", *_SEEDS)


def check(app: IosApp) -> Iterator[Seen]:
    """Only in a method that encrypts, stores in the Keychain, or is named like a secret: random
    numbers for anything else stay quiet. Functions without a name that do neither are one question,
    for nobody knows what they are for."""
    hits = list(_hits(app))
    yield from sightings(hits)
    told = {hit.place.at for hit in hits}
    own = [call for call in app.native_code.calls(*_WEAK) if call.origin is Origin.APP]
    nameless = [call for call in own if not call.caller and call.callee.name not in _SEEDS]
    yield from one_question("nameless", [call for call in nameless if call.at not in told])


def _hits(app: IosApp) -> Iterator[Hit]:
    work = table(__file__, "secret_work")
    for call in app.native_code.calls(*_WEAK):
        if call.origin is not Origin.APP:
            continue
        if names_secret(call.caller) or any(callee.name in work for callee in call.around):
            told = {"source": call.callee.name, "function": call.caller}
            yield Hit(call, "predictable", told, Question)
