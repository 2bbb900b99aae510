"""What a check may import to ask about software components and advisories on them."""

from appsec.engine.advisories import (
    known_vulnerabilities,
    outdated_components,
    unmatched_components,
    updates,
)

__all__ = [
    "known_vulnerabilities",
    "outdated_components",
    "unmatched_components",
    "updates",
]
