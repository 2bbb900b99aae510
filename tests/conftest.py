"""Fixtures that every test may use."""

from collections.abc import Callable, Mapping

import pytest

from appsec.engine.content import load_checks
from appsec.engine.run import run
from appsec.facts.app import App
from appsec.model.check import Check
from appsec.model.outcome import Outcome


@pytest.fixture(scope="session")
def checks() -> Mapping[str, Check]:
    """Every check that ships with the tool."""
    return load_checks()


@pytest.fixture
def outcome(checks: Mapping[str, Check]) -> Callable[[str, App], Outcome]:
    """Runs one check, by its id, on an app."""
    return lambda name, app: run(checks[name], app)
