"""Is there a plan to update each vulnerable component that has a fixed version?"""

from collections.abc import Iterator

from appsec.api import IosApp, Seen, outdated_components, updates


def check(app: IosApp) -> Iterator[Seen]:
    """Only where something has to be updated is the declaration asked."""
    if outdated := outdated_components(app.advisories):
        yield from updates(outdated, app.software, app.declaration)
