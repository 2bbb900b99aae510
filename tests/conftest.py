"""Fixtures that every test may use."""

import signal
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


def pytest_configure() -> None:
    """What is started in the background ignores Ctrl-C, and so would all that tests start to see
    what Ctrl-C does to it."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_make_parametrize_id(val: object) -> str | None:
    """Names a test without its bytes: what is compressed bears the time, and processes that collect
    in different seconds would have different tests."""
    return "bytes" if isinstance(val, bytes) else None
