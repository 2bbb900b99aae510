"""What a check may import to hold software components against published advisories."""

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
