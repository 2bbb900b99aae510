"""Does the app hold a component in a version with a known vulnerability?"""

from collections.abc import Iterator

from appsec.api import IosApp, Seen, known_vulnerabilities, unmatched_components


def check(app: IosApp) -> Iterator[Seen]:
    """Components that no advisory could be held against are questions: silence is no answer."""
    yield from known_vulnerabilities(app.advisories)
    yield from unmatched_components(app.advisories, app.software)
