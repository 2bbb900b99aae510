"""Does text from outside become part of an SQL statement?"""

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
    looks_first,
    one_question,
    sightings,
    table,
)


def check(app: IosApp) -> Iterator[Seen]:
    """A link that becomes part of it proves it where nothing looks at it first. What the app puts
    together from parts of unknown origin is one question."""
    hits: list[Hit] = []
    joined: list[NativeCall] = []
    for name, number in table(__file__, "sql_calls").items():
        for call in app.native_code.calls(name):
            if from_outside(call, call.argument(number)):
                key, kind = ("may-flow", Question) if looks_first(call) else ("flows", Finding)
                hits.append(Hit(call, key, {"function": call.caller}, kind))
            elif call.origin is Origin.APP and is_put_together(call.argument(number)):
                joined.append(call)
    yield from sightings(hits)
    yield from one_question("concatenated", joined)
