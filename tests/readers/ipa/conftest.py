"""Fixtures for the tests of the IPA reader."""

import io
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from appsec.engine.isolate import Limits
from appsec.readers.ipa import macho
from appsec.readers.ipa.macho_child import work


@pytest.fixture(autouse=True)
def children_find_us(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets child processes import appsec from this checkout, be it installed or not."""
    root = str(Path(__file__).parents[3])
    known = os.environ.get("PYTHONPATH")
    monkeypatch.setenv("PYTHONPATH", f"{root}{os.pathsep}{known}" if known else root)


@pytest.fixture
def in_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Parses Mach-O files in this process: starting one is what costs most in a test.

    Only for tests whose Mach-O files are well-formed.
    """

    def run(_: str, request: Any, hear: Callable[[bytes], None], __: Limits, data: bytes) -> None:
        work(request, io.BytesIO(data), lambda value: hear(json.dumps(value).encode()))

    monkeypatch.setattr(macho, "run_child", run)
