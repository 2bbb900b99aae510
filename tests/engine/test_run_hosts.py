"""Whose a host is that gave a token: the app's own, or somebody's whose SDK the app has."""

from dataclasses import replace
from types import SimpleNamespace

import pytest

from appsec.engine.run_hosts import own_hosts
from appsec.facts.leaks import Leak, Where
from appsec.model.declaration_form import Declaration, DeclaredApp
from appsec.model.declaration_rows import DeclaredDomain
from appsec.model.outcome import Location
from appsec.model.trace import Phase

AT = Location("r/traffic.jsonl", at="line 3")
LEAK = Leak("c", "email", False, Where.TRAFFIC, Phase.LOGIN, AT, "utf-8", 0, host="a.example.tw")


def app(*rows, sent=()):
    domains = tuple(DeclaredDomain(host=host, owner=owner) for host, owner in rows)
    return SimpleNamespace(
        declaration=Declaration(DeclaredApp("tw.example"), domains=domains),
        leaks=SimpleNamespace(in_traffic=lambda: iter(sent)),
    )


@pytest.mark.parametrize(
    ("declared", "owner", "host", "own"),
    [
        ("api.example.tw", "own", "api.example.tw", True),
        ("api.example.tw", "customer", "id.example.tw", True),
        ("*.example.tw", "own", "id.example.tw", True),
        ("api.example.tw", "third_party", "api.example.tw", False),
        ("api.example.tw", "public_safe", "api.example.tw", False),
        ("api.example.tw", "", "api.example.tw", False),
        ("storage.googleapis.com", "own", "storage.googleapis.com", True),
        ("storage.googleapis.com", "own", "firebaseinstallations.googleapis.com", False),
        ("a.execute-api.eu-west-1.amazonaws.com", "own", "cognito.eu-west-1.amazonaws.com", False),
        ("me.web.app", "own", "other.web.app", False),
    ],
)
def test_a_declared_host_is_own_only_if_its_owner_is(declared, owner, host, own):
    assert own_hosts(app((declared, owner)))(host) is own


def test_a_third_party_below_an_own_name_stays_a_third_party():
    own = own_hosts(app(("api.example.tw", "own"), ("stats.example.tw", "third_party")))
    assert own("id.example.tw")
    assert not own("stats.example.tw")


@pytest.mark.parametrize(
    ("what", "form", "host", "own"),
    [
        ("account", "utf-8", "id.example.tw", True),
        ("password", "utf-8", "id.example.tw", True),
        ("password", "sha256 hex", "id.example.tw", False),
        ("password", "sha1 base64", "id.example.tw", False),
        ("email", "utf-8", "id.example.tw", False),
    ],
)
def test_without_declared_hosts_those_are_own_that_one_logs_in_to(what, form, host, own):
    assert own_hosts(app(sent=[replace(LEAK, what=what, form=form)]))(host) is own


def test_without_declared_hosts_a_platforms_other_services_are_nobodys_own():
    sent = [replace(LEAK, what="password", host="identitytoolkit.googleapis.com")]
    own = own_hosts(app(sent=sent))
    assert own("identitytoolkit.googleapis.com")
    assert not own("firebaseinstallations.googleapis.com")
