"""Can whoever sends a link decide which file the app opens?"""

from collections.abc import Iterator

from appsec.api import (
    CallResult,
    Finding,
    Hit,
    IosApp,
    NativeValue,
    Question,
    Seen,
    from_outside,
    looks_first,
    parts,
    sightings,
    table,
)

_CHOSEN = ("query", "queryItems", "fragment", "resourceSpecifier")
_NAME = "lastPathComponent"


def check(app: IosApp) -> Iterator[Seen]:
    """Files that iOS hands over are URLs as well: what is opened by the path of the link itself is
    a question; by a name out of its query, proof. A last path component leads nowhere else."""
    yield from sightings(_hits(app))


def _hits(app: IosApp) -> Iterator[Hit]:
    for name, number in table(__file__, "file_calls").items():
        for call in app.native_code.calls(name):
            path = call.argument(number)
            made = _selectors(path)
            if from_outside(call, path) and _NAME not in made:
                proved = made.intersection(_CHOSEN) and not looks_first(call)
                key, kind = ("flows", Finding) if proved else ("may-flow", Question)
                yield Hit(call, key, {"function": call.caller}, kind)


def _selectors(value: NativeValue) -> set[str]:
    return {one.callee.selector for one in parts(value) if isinstance(one, CallResult)}
