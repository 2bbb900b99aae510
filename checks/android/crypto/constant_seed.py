"""Is SecureRandom seeded with a constant?"""

from collections.abc import Iterator

from appsec.api import (
    AndroidApp,
    CallSite,
    Evidence,
    Hit,
    New,
    Question,
    Returned,
    Seen,
    algorithms_of,
    alternatives,
    constant_numbers,
    each_bytes,
    sightings,
)

_MAKES, _SEEDS = "java.security.SecureRandom.<init>", "java.security.SecureRandom.setSeed"
_SETTLED_BY_SEED = "SHA1PRNG"


def check(app: AndroidApp) -> Iterator[Seen]:
    """Of the generators of old Androids the seed settled all that SHA1PRNG gives. To the default
    one a seed only adds: that is shown, as it is no use."""
    yield from sightings(_hits(app))


def _hits(app: AndroidApp) -> Iterator[Hit]:
    for site in app.code.calls(_MAKES, _SEEDS):
        seed = site.argument(0)
        if site.method.parameters and (constant_numbers(seed) or any(each_bytes(seed))):
            if site.method.api == _SEEDS and _only_adds(site):
                yield Hit(site, "added", {}, Evidence)
            else:
                yield Hit(site, "constant", {}, Question)


def _only_adds(site: CallSite) -> bool:
    """Whether the generator surely is the default one, or one of another name."""
    every = alternatives(site.receiver)
    if all(isinstance(one, New) and not one.arguments for one in every):
        return True
    named = [algorithms_of(one) for one in every if isinstance(one, Returned)]
    return len(named) == len(every) and all(one and _SETTLED_BY_SEED not in one for one in named)
