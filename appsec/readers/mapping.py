"""What `--mapping` names: R8's mapping files for Android, symbols for iOS, told by content."""

from collections.abc import Iterable
from pathlib import Path

from appsec.engine.files import FileProblem
from appsec.model.frozen import frozen
from appsec.model.read import FileRead
from appsec.readers.r8_mapping import OriginalNames, read_mappings
from appsec.readers.symbol_files import is_symbols, read_symbols
from appsec.readers.symbols import Symbols


@frozen
class Mappings:
    """Names for either platform; an app takes those of its own."""

    classes: OriginalNames
    symbols: Symbols

    def files(self, platform: str) -> tuple[FileRead, ...]:
        """The files that are for this platform."""
        if platform == "android":
            return self.classes.files
        return tuple(file.read for file in self.symbols.files)


def read_names(paths: Iterable[Path]) -> Mappings:
    """The names of several files. Raises FileProblem for one that cannot be used."""
    classes: list[Path] = []
    symbols: list[Path] = []
    for path in paths:
        try:
            (symbols if is_symbols(path) else classes).append(path)
        except OSError as error:
            raise FileProblem(path, error.strerror or str(error)) from error
    return Mappings(read_mappings(classes), read_symbols(symbols))
