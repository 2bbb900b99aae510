"""A feed of published advisories, as an assessment names it."""

from appsec.model.frozen import frozen


@frozen
class Feed:
    """One source in the database: its name, where it came from, the SHA-256 of what was imported,
    and when (ISO 8601, UTC). `dated` is the day of its data, as far as that is known."""

    name: str
    source: str
    sha256: str
    imported: str
    records: int
    dated: str = ""
