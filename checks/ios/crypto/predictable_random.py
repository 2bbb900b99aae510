"""Do keys, vectors, salts or tokens come from random numbers that can be predicted?"""

from collections.abc import Iterator

from appsec.api import Hit, IosApp, Origin, Question, Seen, names_secret, sightings, table

_WEAK = ("rand", "random", "drand48", "erand48", "lrand48", "srand", "srandom")


def check(app: IosApp) -> Iterator[Seen]:
    """Only in a method that encrypts, stores in the Keychain, or is named like a secret: random
    numbers for anything else stay quiet."""
    yield from sightings(_hits(app))


def _hits(app: IosApp) -> Iterator[Hit]:
    work = table(__file__, "secret_work")
    for call in app.native_code.calls(*_WEAK):
        if call.origin is not Origin.APP:
            continue
        if names_secret(call.caller) or any(callee.name in work for callee in call.around):
            told = {"source": call.callee.name, "function": call.caller}
            yield Hit(call, "predictable", told, Question)
