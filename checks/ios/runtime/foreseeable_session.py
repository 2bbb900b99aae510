"""Does a recorded run show session identifiers that can be foreseen?"""

from collections.abc import Iterator

from appsec.api import ENOUGH, PROVEN, Finding, IosApp, Question, Seen, flaws_of


def check(app: IosApp) -> Iterator[Seen]:
    for one in app.traffic.sessions():
        for flaw in flaws_of(one.values):
            values = {"host": one.host, "name": one.name, "count": str(len(one.values))}
            kind = Finding if flaw in PROVEN else Question
            yield kind(str(flaw), one.at[:ENOUGH], values, ("host", "name"))
