"""What people say of an app besides its build, as the parent hands it to the child."""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from appsec.assess.declaration import GivenDeclaration
from appsec.engine.declaration.form import plain
from appsec.model.read import FileRead
from appsec.vulndb.asked import Asked

if TYPE_CHECKING:
    from appsec.readers.sbom import Supplied


@dataclass(frozen=True, slots=True)
class Given:
    """A declaration, what SBOM and lock files name, and which database of advisories to ask."""

    declared: GivenDeclaration | None = None
    supplied: "Supplied | None" = None
    advisories: Asked | None = None

    @classmethod
    def of(
        cls,
        declared: GivenDeclaration | None,
        sbom: tuple[Path, ...],
        advisories: Asked | None = None,
    ) -> "Given":
        """With the files read; only where there are any is anything loaded for them. Raises
        FileProblem."""
        if not sbom:
            return cls(declared, advisories=advisories)
        from appsec.readers.sbom import read_supplied

        return cls(declared, read_supplied(sbom), advisories)

    @property
    def files(self) -> tuple[FileRead, ...]:
        """The SBOM and lock files."""
        return self.supplied.files if self.supplied else ()

    def plain(self) -> dict[str, Any]:
        """Its part of the child's request."""
        return {
            "declaration": plain(self.declared.form) if self.declared else None,
            "supplied": asdict(self.supplied.software) if self.supplied else None,
            "advisories": self.advisories.plain() if self.advisories else None,
        }
