"""Does a recorded run show code or apps brought from outside the store?"""

from collections.abc import Iterator

from appsec.api import (
    IOS_LOADS,
    CodeKind,
    IosApp,
    Seen,
    code_brought,
    code_loaded,
    manifests_opened,
)

_KINDS = (CodeKind.IPA, CodeKind.MACH_O, CodeKind.BUNDLE)


def check(app: IosApp) -> Iterator[Seen]:
    """Whether a signature is checked before code runs no hook shows."""
    yield from code_loaded(app, code_brought(app, _KINDS), IOS_LOADS)
    yield from manifests_opened(app)
