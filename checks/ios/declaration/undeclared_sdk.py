"""Which third-party libraries does the build hold that the declaration does not name?"""

from collections.abc import Iterator

from appsec.api import Finding, IosApp, Question, Seen, ios_sdks, undeclared


def check(app: IosApp) -> Iterator[Seen]:
    """Proven for those that collect data; of the others it is a question what they do."""
    for one in undeclared(app.declaration, ios_sdks(app)):
        kind, key = (
            (Finding, "collecting") if one.detail.get("collects") else (Question, "unlisted")
        )
        yield kind(key, one.locations, {"name": one.name}, ("name",), one.origin)
