"""Is a text that is not the code's own used as a format or as a predicate?"""

from collections.abc import Iterator

from appsec.api import (
    Finding,
    Hit,
    IosApp,
    NativeCall,
    Origin,
    Question,
    Seen,
    from_outside,
    is_put_together,
    is_strange_format,
    looks_first,
    one_question,
    sightings,
)

_FORMATS = {
    "NSLog": 0,
    "+[NSString stringWithFormat:]": 0,
    "-[NSString initWithFormat:]": 0,
    "-[NSString stringByAppendingFormat:]": 0,
    "-[NSMutableString appendFormat:]": 0,
    "+[NSException raise:format:]": 1,
}
_PREDICATE = "+[NSPredicate predicateWithFormat:]"


def check(app: IosApp) -> Iterator[Seen]:
    """Only the format can do harm; what is filled in cannot."""
    calls = [(one, n) for name, n in _FORMATS.items() for one in app.native_code.calls(name)]
    predicates = list(app.native_code.calls(_PREDICATE))
    yield from sightings(
        Hit(call, "may-flow", {"function": call.caller}, Question)
        if looks_first(call)
        else Hit(call, "flows", {"function": call.caller}, Finding)
        for call, number in [*calls, *((one, 0) for one in predicates)]
        if from_outside(call, call.argument(number))
    )
    yield from one_question("strange", [c for c, n in calls if _is_strange(c, n)])
    joined = [c for c in predicates if _is_strange(c, 0) or is_put_together(c.argument(0))]
    yield from one_question("predicate", [c for c in joined if c.origin is Origin.APP])


def _is_strange(call: NativeCall, number: int) -> bool:
    given = call.argument(number)
    strange = call.origin is Origin.APP and is_strange_format(given)
    return strange and not from_outside(call, given)
