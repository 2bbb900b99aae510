"""Does a recorded run show sensitive data typed where keyboards may learn them?"""

from collections.abc import Iterator

from appsec.api import IosApp, Seen, ios_typing, learned_fields


def check(app: IosApp) -> Iterator[Seen]:
    packages = {one.package for one in app.runs.metas}
    yield from learned_fields(app.runs.fields(by_hand=True), ios_typing, packages)
