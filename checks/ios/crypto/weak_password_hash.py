"""Is a password hashed with MD5 or SHA-1?"""

from collections.abc import Iterator, Mapping

from appsec.api import (
    Hit,
    IosApp,
    NativeCall,
    Origin,
    Question,
    Seen,
    names_of_source,
    names_password,
    one_question,
    sightings,
    table,
)


def check(app: IosApp) -> Iterator[Seen]:
    """Only where the method's name, or another that it uses, says that it handles a password: keys
    of caches, ETags and fingerprints are hashed so in every app, and libraries' ways are their own.
    Functions without a name are one question, for nobody knows what they hash."""
    known = table(__file__, "weak_digests")
    own = [
        (algorithm, call)
        for name, algorithm in known["functions"].items()
        for call in app.native_code.calls(name)
        if call.origin is Origin.APP
    ]
    told = {call.at: algorithm for algorithm, call in own if _is_about_passwords(call)}
    hits = [_hit(call, algorithm) for algorithm, call in own if call.at in told]
    yield from sightings([*hits, *_messages(app, known["messages"])])
    yield from one_question(
        "nameless", [call for _, call in own if not call.caller and call.at not in told]
    )


def _messages(app: IosApp, known: Mapping[str, str]) -> Iterator[Hit]:
    for name, algorithm in known.items():
        for call in app.native_code.calls(name):
            takes = call.callee.selector.endswith(":")
            hashed = call.argument(0) if takes else call.receiver
            if call.origin is Origin.APP and any(map(names_password, names_of_source(hashed))):
                yield _hit(call, algorithm)


def _hit(call: NativeCall, algorithm: str) -> Hit:
    return Hit(call, "weak-hash", {"algorithm": algorithm, "function": call.caller}, Question)


def _is_about_passwords(call: NativeCall) -> bool:
    names = (call.caller, *(one.selector for one in call.around))
    return any(map(names_password, names))
