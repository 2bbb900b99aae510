"""Build image/: one library as three linkers' options write it, for the readers of its metadata."""

import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from samples.ios.build import CLANG, NEW_LINKER, OLD_LINKER, frameworks, link
from samples.ios.stubs import write_sdk
from samples.packing import SAMPLES, Arguments, run

SOURCE = SAMPLES / "ios/image/Vault.m"
INSTALL_NAME = "@rpath/Vault.dylib"


@dataclass(frozen=True, slots=True)
class Variant:
    """The same source, compiled and linked in another way."""

    target: str
    linker: Path
    compiler_options: Arguments = ()
    linker_options: Arguments = ()


MESSAGE_STUBS = ("-DMESSAGE_STUBS",)
VARIANTS = (
    Variant("opcodes.dylib", OLD_LINKER),
    Variant(
        "chained.dylib",
        NEW_LINKER,
        MESSAGE_STUBS,
        ("-fixup_chains", "-objc_relative_method_lists"),
    ),
    Variant("small.dylib", NEW_LINKER, MESSAGE_STUBS, ("-no_fixup_chains", "-objc_stubs_small")),
)


def build(out: Path) -> None:
    """Write the libraries below `out`."""
    folder = out / "image"
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as below:
        work = Path(below)
        write_sdk(work / "sdk")
        for variant in VARIANTS:
            (folder / variant.target).write_bytes(library(variant, work))


def library(variant: Variant, work: Path) -> bytes:
    """One library, unsigned."""
    source = work / "Vault.o"
    run(
        (CLANG, "-target", "arm64-apple-ios15.0", "-O1", "-nostdinc", "-fno-objc-arc"),
        variant.compiler_options,
        ("-c", SOURCE, "-o", source),
    )
    linked = link(
        variant.linker,
        work,
        variant.target,
        ("-dylib", "-install_name", INSTALL_NAME, "-lobjc", *variant.linker_options),
        frameworks("AVFoundation", "CoreFoundation", "Foundation", "UIKit"),
        (source,),
    )
    return linked.read_bytes()


if __name__ == "__main__":
    build(Path(sys.argv[1]))
