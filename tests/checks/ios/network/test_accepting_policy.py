"""Policies of AFNetworking and evaluators of Alamofire that accept any certificate."""

import pytest

from appsec.facts.ios_code import Choice
from tests.apps import ios_app
from tests.ios_code import NOTHING, ClassObject, Number, call, native_code, result

CHECK = "ios-accepting-policy"
INVALID = "-[AFSecurityPolicy setAllowInvalidCertificates:]"
NAME = "-[AFSecurityPolicy setValidatesDomainName:]"
POLICY = result("+[AFSecurityPolicy defaultPolicy]", ClassObject("AFSecurityPolicy"))
USED = ("-[? setSecurityPolicy:]",)


def pinning(mode):
    owner = ClassObject("AFSecurityPolicy")
    return result("+[AFSecurityPolicy policyWithPinningMode:]", owner, Number(mode))


def hits(outcome, *sites):
    done = outcome(CHECK, ios_app(native_code=native_code(*sites)))
    return {(type(one).__name__.lower(), one.key) for one in done.seen}


@pytest.mark.parametrize("name, bad, key", [(INVALID, 1, "policy"), (NAME, 0, "policy-name")])
def test_policies(outcome, name, bad, key):
    for policy in (POLICY, pinning(0)):
        site = call(name, Number(bad), receiver=policy, around=USED)
        assert hits(outcome, site) == {("finding", key)}
    either = Choice(frozenset((Number(0), Number(1))))
    for site in (
        call(name, Number(bad), receiver=pinning(1), around=USED),
        call(name, Number(bad), receiver=POLICY),
        call(name, Number(bad), around=USED),
        call(name, either, receiver=POLICY, around=USED),
    ):
        assert hits(outcome, site) == {("question", f"{key}-unclear")}
    for value in (Number(1 - bad), NOTHING):
        assert hits(outcome, call(name, value, receiver=POLICY, around=USED)) == set()


@pytest.mark.parametrize(
    "name", ["Alamofire.DisabledTrustEvaluator.init", "Alamofire.DisabledEvaluator.init"]
)
def test_evaluators(outcome, name):
    manager = ("Alamofire.ServerTrustManager.init",)
    assert hits(outcome, call(name, around=manager)) == {("finding", "evaluator")}
    assert hits(outcome, call(name)) == {("question", "evaluator-unclear")}
