"""Does a recorded run show sensitive data typed where keyboards may learn them?"""

from collections.abc import Iterator

from appsec.api import AndroidApp, Seen, android_typing, learned_fields


def check(app: AndroidApp) -> Iterator[Seen]:
    packages = {one.package for one in app.runs.metas}
    yield from learned_fields(app.runs.fields(by_hand=True), android_typing, packages)
