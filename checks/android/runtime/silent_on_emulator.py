"""Does a recorded run show the app silent on an emulator?"""

from collections.abc import Iterator

from appsec.api import AndroidApp, Seen, Tried, alone_on_emulator, reactions


def check(app: AndroidApp) -> Iterator[Seen]:
    yield from reactions(app.runs.attempts(Tried.EMULATOR), alone_on_emulator)
