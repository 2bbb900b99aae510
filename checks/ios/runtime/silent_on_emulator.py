"""Does a recorded run show the app silent on an emulator?"""

from collections.abc import Iterator

from appsec.api import IosApp, Seen, Tried, alone_on_emulator, reactions


def check(app: IosApp) -> Iterator[Seen]:
    yield from reactions(app.runs.attempts(Tried.EMULATOR), alone_on_emulator)
