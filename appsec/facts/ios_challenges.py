"""How an app's methods answer when iOS asks about a server's certificate."""

from dataclasses import dataclass

from appsec.facts.ios_code import BLOCK, CallResult, NativeBody, NativeValue, choices
from appsec.facts.ios_constants import numbers

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
_USE, _ANSWER = 0, "useCredential:forAuthenticationChallenge:"
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
        BLOCK,
    )
)
"""What cannot judge a certificate: reads of the challenge, comparisons of texts, answers."""
_MEMORY = ("objc_", "_Block_", "__stack_chk_")


@dataclass(frozen=True, slots=True)
class ChallengeAnswer:
    """What one of `CHALLENGES` does, as far as its calls tell: whether it ever accepts the
    server's certificate, ever answers otherwise, has it evaluated, asks for the host; and
    whether it is `plain`, calling nothing else that might judge."""

    accepts: bool
    refuses: bool
    evaluates: bool
    reads_host: bool
    plain: bool


def challenge_answer(body: NativeBody) -> ChallengeAnswer:
    """The answers of one method."""
    names = {call.callee.selector or call.callee.name for call in body.calls}
    accepts = refuses = False
    for call in body.calls:
        if call.callee.selector == _ANSWER:
            accepts = accepts or _is_the_servers(call.argument(0))
        elif call.callee.name == BLOCK:
            given = numbers(call.argument(0))
            refuses = refuses or set(given) != {_USE}
            accepts = accepts or (_USE in given and _is_the_servers(call.argument(1)))
        elif call.callee.selector.endswith("AuthenticationChallenge:"):
            refuses = True
    return ChallengeAnswer(
        accepts=accepts,
        refuses=refuses,
        evaluates=any(name.startswith(_EVALUATES) for name in names),
        reads_host="host" in names,
        plain=all(name in _HARMLESS or name.startswith(_MEMORY) for name in names),
    )


def _is_the_servers(credential: NativeValue) -> bool:
    return any(
        isinstance(one, CallResult) and one.callee.selector in _OF_THE_SERVER
        for one in choices(credential)
    )
