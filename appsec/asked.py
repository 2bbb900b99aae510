"""What people say of an app besides its build, as the parent hands it to the child."""

import hashlib
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from appsec.assess.declaration import GivenDeclaration
from appsec.engine.declaration.form import plain
from appsec.engine.files import FileProblem
from appsec.model.frozen import frozen
from appsec.model.read import FileRead
from appsec.vulndb.asked import Asked

if TYPE_CHECKING:
    from appsec.readers.sbom import Supplied


@frozen
class Given:
    """A declaration, what SBOM and lock files name, the database of advisories on that, and the
    traces of runs. `build` is the SHA-256 of the app, which traces must be of."""

    declared: GivenDeclaration | None = None
    supplied: "Supplied | None" = None
    advisories: Asked | None = None
    traces: tuple[Path, ...] = ()
    build: str = ""

    @classmethod
    def of(
        cls,
        declared: GivenDeclaration | None,
        sbom: tuple[Path, ...],
        asked: Asked | None,
        traces: tuple[Path, ...] = (),
        build: str = "",
    ) -> "Given":
        """With the files read; only where there are any is anything loaded for them. Raises
        FileProblem, also for a database that is not there: a name that is wrong is no silence."""
        traces = tuple(run for path in traces for run in runs_of(path))
        if asked and not asked.path.is_file():
            raise FileProblem(asked.path, "no such database; `appsec vulndb update` makes one")
        if not sbom:
            return cls(declared, advisories=asked, traces=traces, build=build)
        from appsec.readers.sbom import read_supplied

        return cls(declared, read_supplied(sbom), asked, traces, build)

    @property
    def files(self) -> tuple[FileRead, ...]:
        """The SBOM and lock files, and the traces."""
        traces = tuple(filter(None, map(_trace_read, self.traces)))
        return (*(self.supplied.files if self.supplied else ()), *traces)

    def plain(self) -> dict[str, Any]:
        """Its part of the child's request."""
        return {
            "declaration": plain(self.declared.form) if self.declared else None,
            "supplied": asdict(self.supplied.software) if self.supplied else None,
            "advisories": self.advisories.plain() if self.advisories else None,
            "traces": [str(path.resolve()) for path in self.traces],
            "build": self.build,
        }


def runs_of(path: Path) -> tuple[Path, ...]:
    """All runs of a guided session, the folder of which this is; the run itself if it is none.

    A folder below `runs` that holds no trace is among them: who reads it tells that one is missing.
    """
    below = path / "runs"
    if (path / "trace.jsonl").exists() or not below.is_dir():
        return (path,)
    return tuple(sorted(one for one in below.iterdir() if one.is_dir())) or (path,)


def _trace_read(run: Path) -> FileRead | None:
    """A trace by its hash; what is wrong with one is told by who reads it."""
    place = run / "trace.jsonl" if run.is_dir() else run
    try:
        with place.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
            return FileRead(f"{run.name}/{place.name}", digest, file.tell())
    except OSError:
        return None
