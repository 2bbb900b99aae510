"""Does code lie in the package where this look does not follow?"""

from collections.abc import Iterator

from appsec.api import AndroidApp, Question, Seen


def check(app: AndroidApp) -> Iterator[Seen]:
    """Code that is loaded or installed later is no violation: what it does is for a person."""
    if found := app.embedded_code:
        values = {"files": ", ".join(code.at.file for code in found)}
        yield Question("embedded", tuple(code.at for code in found), values)
