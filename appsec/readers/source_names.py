"""Names of the source, if the user gave what tells them; only then is anything loaded for it."""

from pathlib import Path
from typing import TYPE_CHECKING

from appsec.assess.records import Names, as_built
from appsec.model.package import Package

if TYPE_CHECKING:
    from appsec.readers.mapping import Mappings


def given_names(files: tuple[Path, ...]) -> "Mappings | None":
    """Those that were given. Raises FileProblem for one that cannot be used."""
    if not files:
        return None
    from appsec.readers.mapping import read_names

    return read_names(files)


def names_for(mappings: "Mappings | None", package: Package) -> Names:
    """The names for this build. Raises FileProblem for symbols of another one."""
    if mappings is None or not mappings.files(package.platform):
        return as_built
    if package.platform == "android":
        return mappings.classes
    return mappings.symbols.of_build(package.uuids)
