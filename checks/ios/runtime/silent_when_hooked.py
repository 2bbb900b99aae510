"""Does a recorded run show the app silent while it is hooked?"""

from collections.abc import Iterator

from appsec.api import IosApp, Question, Seen, Tried, reactions, watched_with_control


def check(app: IosApp) -> Iterator[Seen]:
    yield from reactions(
        app.runs.attempts(Tried.HOOK), watched_with_control(app.runs.metas), kind=Question
    )
