"""Do the SBOM or lock files that were given contradict what the build shows?"""

from collections.abc import Iterator

from appsec.api import IosApp, Seen, contradictions


def check(app: IosApp) -> Iterator[Seen]:
    """Never a finding: either side may be wrong, and which is for a person to say."""
    yield from contradictions(app.supplied, app.software)
