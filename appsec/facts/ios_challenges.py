"""How an app's methods answer when iOS asks about a server's certificate."""

from collections.abc import Iterator

from appsec.facts.ios_code import (
    BLOCK,
    Argument,
    Block,
    Callee,
    CallResult,
    NativeBody,
    NativeCall,
    NativeValue,
    choices,
)
from appsec.facts.ios_constants import numbers
from appsec.model.frozen import frozen

BY_HANDLER = (
    "URLSession:didReceiveChallenge:completionHandler:",
    "URLSession:task:didReceiveChallenge:completionHandler:",
    "webView:didReceiveAuthenticationChallenge:completionHandler:",
)
"""Methods that answer by calling a block."""
BY_SENDER = (
    "connection:willSendRequestForAuthenticationChallenge:",
    "connection:didReceiveAuthenticationChallenge:",
)
"""Methods of NSURLConnection, which send the answer to the challenge's sender."""
CHALLENGES = (*BY_HANDLER, *BY_SENDER)
_USE, _DEFAULT, _REFUSALS = 0, 1, (2, 3)
"""Numbers of NSURLSessionAuthChallengeDisposition."""
_ANSWER = "useCredential:forAuthenticationChallenge:"
_OF_THE_SERVER = ("credentialForTrust:", "initWithTrust:")
_EVALUATES = ("SecTrustEvaluate", "SecTrustGetTrustResult")
_HARMLESS = frozenset(
    (
        *("NSLog", "SecTrustCopyExceptions", "SecTrustSetExceptions", "alloc", "host", "sender"),
        *("authenticationMethod", "isEqual:", "isEqualToString:", "previousFailureCount"),
        *("proposedCredential", "protectionSpace", "serverTrust", *_OF_THE_SERVER, _ANSWER),
        "cancelAuthenticationChallenge:",
        "continueWithoutCredentialForAuthenticationChallenge:",
        "performDefaultHandlingForAuthenticationChallenge:",
        *("Swift._stringCompareWithSmolCheck", "Swift.String.ee"),
    )
)
"""What cannot judge a certificate: reads of the challenge, comparisons of texts, answers."""
_MEMORY = ("objc_", "swift_", "_Block_", "__stack_chk_")


@frozen
class ChallengeAnswer:
    """What one of `CHALLENGES` does, as far as its calls tell: whether it ever accepts the
    server's certificate, refuses it, leaves it to the system or answers in a way that is not told
    (`otherwise`), has it evaluated, asks for the host; and whether it is `plain`, calling nothing
    else that might judge."""

    accepts: bool
    refuses: bool
    otherwise: bool
    evaluates: bool
    reads_host: bool
    plain: bool


def challenge_answer(body: NativeBody) -> ChallengeAnswer:
    """The answers of one method."""
    names = {call.callee.selector or call.callee.name for call in body.calls}
    answers = {answer for call in body.calls for answer in _answers(call)}
    return ChallengeAnswer(
        accepts=_USE in answers,
        refuses=bool(answers.intersection(_REFUSALS)),
        otherwise=not answers.issubset((_USE, *_REFUSALS)),
        evaluates=any(name.startswith(_EVALUATES) for name in names),
        reads_host="host" in names,
        plain=all(_is_harmless(call, body) for call in body.calls),
    )


def _is_harmless(call: NativeCall, body: NativeBody) -> bool:
    """Of the calls of blocks and functions that are handed over only that of the handler itself:
    any other, or one of which nobody knows what it calls, may judge."""
    name = call.callee.selector or call.callee.name
    if name != BLOCK:
        return name in _HARMLESS or name.startswith(_MEMORY)
    handler = Argument(1 + Callee(body.name).selector.count(":"))
    # Swift hands a function on that calls the handler.
    swift = "." in Callee(body.name).owner
    return call.receiver == handler or (swift and isinstance(call.receiver, Block))


def _answers(call: NativeCall) -> Iterator[int]:
    """The dispositions of one answer. What is not told, or accepts another credential than the
    server's own, counts as leaving it to the system."""
    if call.callee.name == BLOCK:
        told = numbers(call.argument(0))
        accepts = _USE if _is_the_servers(call.argument(1)) else _DEFAULT
        yield from (one or accepts for one in told)
        if len(told) < len(choices(call.argument(0))):
            yield _DEFAULT
    elif call.callee.selector == _ANSWER:
        yield _USE if _is_the_servers(call.argument(0)) else _DEFAULT
    elif call.callee.selector.endswith("AuthenticationChallenge:"):
        yield _REFUSALS[0] if call.callee.selector.startswith("cancel") else _DEFAULT


def _is_the_servers(credential: NativeValue) -> bool:
    return any(
        isinstance(one, CallResult) and one.callee.selector in _OF_THE_SERVER
        for one in choices(credential)
    )
