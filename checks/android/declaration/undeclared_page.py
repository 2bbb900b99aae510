"""Which hosts are loaded in a WebView that the declaration does not name?"""

from collections.abc import Iterator

from appsec.api import AndroidApp, Question, Seen, android_domains, listed, undeclared


def check(app: AndroidApp) -> Iterator[Seen]:
    """Pages must come from trusted domains; the declaration says which those are."""
    things = undeclared(app.declaration, android_domains(app))
    things = [one for one in things if one.detail.get("webview")]
    if things:
        places = tuple(place for one in things for place in one.locations)
        values = {"names": listed(", ", (one.name for one in things)), "count": str(len(things))}
        yield Question("undeclared", places, values, ("names",))
