"""Does code of the app judge certificates in place of the system, or overrule it?"""

from collections.abc import Iterator

from appsec.api import (
    BLOCK,
    Block,
    Hit,
    IosApp,
    NativeCall,
    Question,
    Seen,
    numbers,
    sightings,
)

_VERIFY = "sec_protocol_options_set_verify_block"
_EXCEPTIONS = "SecTrustSetExceptions"
_SESSION_OPTION, _BREAK = "SSLSetSessionOption", 0
"""kSSLSessionOptionBreakOnServerAuth: the system leaves the judgement to the app."""
_MEMORY = ("objc_", "_Block_", "__stack_chk_")


def check(app: IosApp) -> Iterator[Seen]:
    """Proof is a verify block that calls nothing but its answer, which is yes."""
    yield from sightings(_hits(app))


def _hits(app: IosApp) -> Iterator[Hit]:
    code = app.native_code
    for call in code.calls(_VERIFY):
        yield from _of_block(app, call)
    for call in code.calls(_SESSION_OPTION):
        evaluates = any(one.name.startswith("SecTrustEvaluate") for one in call.around)
        if _BREAK in numbers(call.argument(1)) and not evaluates:
            yield Hit(call, "left-to-app", {"function": call.caller}, Question)
    for call in code.calls(_EXCEPTIONS):
        yield Hit(call, "exceptions", {"function": call.caller}, Question)


def _of_block(app: IosApp, call: NativeCall) -> Iterator[Hit]:
    block, values = call.argument(1), {"function": call.caller}
    body = app.native_code.body(block, call.at) if isinstance(block, Block) else None
    answers = [one for one in body.calls if one.callee.name == BLOCK] if body else []
    if body and answers and all(numbers(one.argument(0)) == (1,) for one in answers):
        others = {one.callee.name for one in body.calls} - {BLOCK}
        if all(name.startswith(_MEMORY) for name in others):
            yield Hit(call, "block", values)
        else:
            yield Hit(call, "block-unclear", values, Question)
