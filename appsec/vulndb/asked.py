"""What the reader of advisories is asked; light, because every scan imports it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from appsec.facts.advisories import Advisories
from appsec.facts.app import FactUnavailable, Known, Reader
from appsec.model.frozen import frozen
from appsec.model.outcome import Cause

NO_DATABASE = "advisory-database-not-supplied"


@frozen
class Asked:
    """Which database, and for what day it is asked (ISO 8601)."""

    path: Path
    as_of: str

    @classmethod
    def of(cls, plain: Mapping[str, Any] | None) -> "Asked | None":
        """From the request to the child."""
        return cls(Path(plain["path"]), plain["as_of"]) if plain else None

    def plain(self) -> dict[str, str]:
        """Its part of the request."""
        return {"path": str(self.path.resolve()), "as_of": self.as_of}


def advisories_reader(asked: Asked | None) -> Reader:
    """Reads the fact; it is unavailable if no database was given or it cannot be used."""

    def read(app: Any) -> Known[Advisories]:
        if asked is None:
            raise FactUnavailable(Cause.NOT_SUPPLIED, NO_DATABASE)
        from appsec.vulndb.reader import read_advisories

        return read_advisories(app, asked.path, asked.as_of)

    return read
