"""Is AFNetworking or Alamofire set to accept any certificate?"""

from collections.abc import Iterator

from appsec.api import (
    CallResult,
    Hit,
    IosApp,
    NativeValue,
    Question,
    Seen,
    choices,
    numbers,
    sightings,
)

_POLICIES = {
    "-[AFSecurityPolicy setAllowInvalidCertificates:]": (1, "policy"),
    "-[AFSecurityPolicy setValidatesDomainName:]": (0, "policy-name"),
}
"""What sets a policy of AFNetworking, and the value that weakens it."""
_EVALUATORS = ("Alamofire.DisabledTrustEvaluator.init", "Alamofire.DisabledEvaluator.init")
_MANAGER = "Alamofire.ServerTrustManager.init"
_NO_PINS = 0
"""AFSSLPinningModeNone."""


def check(app: IosApp) -> Iterator[Seen]:
    """Proof is a policy without pins that is given to a manager, an evaluator that is given to
    one; a policy with pins accepts what it pins, whoever issued that."""
    yield from sightings(_hits(app))


def _hits(app: IosApp) -> Iterator[Hit]:
    for name, (bad, key) in _POLICIES.items():
        for call in app.native_code.calls(name):
            given = call.argument(0)
            used = any(one.selector == "setSecurityPolicy:" for one in call.around)
            if bad in numbers(given):
                certain = used and len(choices(given)) == 1 and _is_without_pins(call.receiver)
                values = {"function": call.caller}
                yield (
                    Hit(call, key, values)
                    if certain
                    else Hit(call, f"{key}-unclear", values, Question)
                )
    for call in app.native_code.calls(*_EVALUATORS):
        values = {"function": call.caller}
        if any(one.name == _MANAGER for one in call.around):
            yield Hit(call, "evaluator", values)
        else:
            yield Hit(call, "evaluator-unclear", values, Question)


def _is_without_pins(policy: NativeValue) -> bool:
    if not isinstance(policy, CallResult):
        return False
    if policy.callee.selector == "policyWithPinningMode:":
        return numbers(policy.arguments[-1]) == (_NO_PINS,)
    return policy.callee.selector == "defaultPolicy"
