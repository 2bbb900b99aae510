"""Does a recorded run show secrets legible on the screen?"""

from collections.abc import Iterator

from appsec.api import IosApp, Seen, ios_masked, legible_secrets


def check(app: IosApp) -> Iterator[Seen]:
    """A field that is secure at one time and not at another has an eye beside it."""
    fields, labels = app.runs.fields(), app.runs.legible()
    yield from legible_secrets(fields, labels, ios_masked, ios_masked)
