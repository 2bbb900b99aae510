"""Is the build open to a debugger?"""

from collections.abc import Iterator

from appsec.api import AndroidApp, Finding, Seen


def check(app: AndroidApp) -> Iterator[Seen]:
    """`debuggable` is itself the violation: a release build has it off."""
    if app.manifest.debuggable:
        yield Finding("debuggable", app.manifest.at)
