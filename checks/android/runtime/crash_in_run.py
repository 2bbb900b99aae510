"""Does a recorded run show the app crash?"""

from collections.abc import Iterator

from appsec.api import AndroidApp, Finding, LifeEvent, Question, Seen


def check(app: AndroidApp) -> Iterator[Seen]:
    """An agent in the process may be the cause itself."""
    for one in app.runs.lives((LifeEvent.CRASHED, LifeEvent.HUNG)):
        values = {"phase": str(one.phase), "event": str(one.life.event)}
        if one.instrumented or one.life.event is LifeEvent.HUNG:
            yield Question("watched", one.at, values, ("phase", "event"))
        else:
            yield Finding("crashed", one.at, values, ("phase", "event"))
