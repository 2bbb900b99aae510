"""Apps made of hand-written facts, so that a check's test needs no build."""

from collections.abc import Mapping
from typing import Any

from appsec.facts.android import AndroidApp, Manifest
from appsec.facts.app import App, FactUnavailable, Known, Reader
from appsec.facts.ios import IosApp
from appsec.model.outcome import Cause, Gap, Location

AT = Location("AndroidManifest.xml", "application")


def _app(kind: type[App], facts: Mapping[str, Any], gaps: Mapping[str, Gap]) -> Any:
    """Each fact is its value, or an exception to raise; gaps go by the fact's name."""

    def reader(name: str, value: Any) -> Reader:
        def read(_: Any) -> Known[Any]:
            if isinstance(value, FactUnavailable):
                raise value
            return Known(value, (gaps[name],) if name in gaps else ())

        return read

    if strange := gaps.keys() - facts.keys():
        raise TypeError(f"gaps of facts that are not given: {strange}")
    return kind({name: reader(name, value) for name, value in facts.items()})


def android_app(gaps: Mapping[str, Gap] | None = None, **facts: Any) -> AndroidApp:
    """An Android app that knows only what it is given."""
    app: AndroidApp = _app(AndroidApp, facts, gaps or {})
    return app


def ios_app(gaps: Mapping[str, Gap] | None = None, **facts: Any) -> IosApp:
    """An iOS app that knows only what it is given."""
    app: IosApp = _app(IosApp, facts, gaps or {})
    return app


def lost(fact: str = "manifest") -> Gap:
    """A gap that should have been readable."""
    return Gap(fact, Cause.LOST, "out-of-memory", {})


def manifest(**changes: Any) -> Manifest:
    """A manifest of a modern app without any weakness, with changes."""
    given: dict[str, Any] = {
        "package": "tw.example.app",
        "version_name": "1.0",
        "version_code": "1",
        "min_sdk": 24,
        "target_sdk": 34,
        "at": AT,
        "allow_backup": False,
    }
    return Manifest(**(given | changes))
