"""Facts about the native libraries of an Android app."""

from enum import StrEnum

from appsec.model.frozen import frozen
from appsec.model.outcome import Location


class Relro(StrEnum):
    """How much of what the linker fills in is read-only once the library is loaded."""

    NONE = "none"
    PARTIAL = "partial"  # all but the table of functions that are looked up when first called
    FULL = "full"


@frozen
class NativeLibrary:
    """One ELF file. `abi` is the folder below lib/ that it lies in, empty elsewhere.

    `runs` says that it is a program and no library, which is always `position_independent`.
    `imports` and `exports` are the names of dynamic symbols. `page_size` is the largest that
    its segments are aligned for; 0 where it has none to load.
    """

    name: str
    abi: str
    architecture: str
    at: Location
    runs: bool = False
    position_independent: bool = True
    stack_executable: bool = False
    writable_code: bool = False
    relro: Relro = Relro.FULL
    text_relocations: bool = False
    stripped: bool = True
    page_size: int = 0
    soname: str = ""
    run_paths: tuple[str, ...] = ()
    libraries: tuple[str, ...] = ()
    imports: tuple[str, ...] = ()
    exports: tuple[str, ...] = ()

    @property
    def has_canary(self) -> bool:
        """Whether any of its functions notices that its stack was overrun."""
        return "__stack_chk_fail" in self.imports

    @property
    def is_fortified(self) -> bool:
        """Whether it calls any of the functions that check the size of what they write to."""
        return any(name.startswith("__") and name.endswith("_chk") for name in self.imports)


@frozen
class NativeStrings:
    """The printable texts in the data of one ELF file, each once, in order."""

    texts: tuple[str, ...]
    at: Location
