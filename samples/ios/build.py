"""Build the iOS samples from their source: weak.ipa, fixed.ipa and fixed-encrypted.ipa."""

import plistlib
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from samples.ios.bundle import Bundle, sign_bundle
from samples.ios.cms import Identity
from samples.ios.macho import MH_ALLOW_STACK_EXECUTION, with_cryptid, with_flag
from samples.ios.stubs import write_sdk
from samples.packing import SAMPLES, Arguments, Entry, run, write_zip

PACKAGE = SAMPLES / "ios/package"
COMMON = PACKAGE / "common"
TEAM = "SAMPLE0001"
CLANG = Path("/usr/lib/llvm-14/bin/clang")
# LLVM 14 writes LC_DYLD_INFO, LLVM 19 chained fixups: the samples hold both.
OLD_LINKER = Path("/usr/lib/llvm-14/bin/ld64.lld")
NEW_LINKER = Path("/usr/lib/llvm-19/bin/ld64.lld")
HELPER_INSTALL_NAME = "@rpath/Helper.framework/Helper"


@dataclass(frozen=True, slots=True)
class Sample:
    """One IPA: the twin whose settings it takes, how it is linked, signed and marked."""

    target: str
    twin: str
    identity: str
    linker: Path
    linker_options: tuple[str, ...]
    header_flags: int = 0
    cryptid: int = 0


FIXED_OPTIONS = ("-pie", "-fixup_chains")
SAMPLE_IPAS = (
    Sample(
        target="weak.ipa",
        twin="weak",
        identity="test-only-ios-development",
        linker=OLD_LINKER,
        linker_options=("-no_pie",),
        header_flags=MH_ALLOW_STACK_EXECUTION,
    ),
    Sample("fixed.ipa", "fixed", "test-only-ios-distribution", NEW_LINKER, FIXED_OPTIONS),
    Sample(
        "fixed-encrypted.ipa",
        "fixed",
        "test-only-ios-distribution",
        NEW_LINKER,
        FIXED_OPTIONS,
        cryptid=1,
    ),
)


def read_plist(*parts: Path) -> dict[str, Any]:
    """The keys of all the parts; a key that two of them hold is an error."""
    merged: dict[str, Any] = {}
    for part in parts:
        values = plistlib.loads(part.read_bytes())
        if twice := merged.keys() & values.keys():
            raise SystemExit(f"{part}: also in another part: {', '.join(sorted(twice))}")
        merged |= values
    return dict(sorted(merged.items()))


def compile_source(source: Path, work: Path) -> Path:
    """An object file, compiled without the headers of any SDK."""
    target = work / f"{source.stem}.o"
    run(
        (CLANG, "-target", "arm64-apple-ios15.0", "-O1", "-nostdinc"),
        ("-fstack-protector-strong", "-fobjc-arc", "-fblocks"),
        ("-c", source, "-o", target),
    )
    return target


def link(linker: Path, work: Path, name: str, *options: Arguments) -> Path:
    """A thin arm64 Mach-O, unsigned, against our own stub libraries."""
    target = work / name
    run(
        (linker, "-arch", "arm64", "-platform_version", "ios", "15.0", "17.0"),
        ("-syslibroot", work / "sdk", "-L/usr/lib", "-F/System/Library/Frameworks"),
        ("-no_adhoc_codesign", "-headerpad", "0x100", "-lSystem", "-o", target),
        *options,
    )
    return target


def frameworks(*names: str) -> Arguments:
    """The options that link these frameworks."""
    return tuple(part for name in names for part in ("-framework", name))


def link_helper(work: Path) -> Path:
    """The framework, by the old linker, which cannot link against what the new one writes."""
    source = compile_source(COMMON / "Helper/Helper.c", work)
    options = ("-dylib", "-install_name", HELPER_INSTALL_NAME)
    return link(OLD_LINKER, work, "Helper", options, (source,))


def link_share(work: Path) -> Path:
    """The extension: Foundation holds its entry point."""
    source = compile_source(COMMON / "Share/Share.m", work)
    return link(
        NEW_LINKER,
        work,
        "Share",
        ("-execute", "-pie", "-fixup_chains"),
        ("-application_extension", "-e", "_NSExtensionMain", "-lobjc"),
        frameworks("CoreFoundation", "Foundation", "UIKit"),
        (source,),
    )


def link_parcel(sample: Sample, helper: Path, work: Path) -> bytes:
    """The app's own executable, with the marks of the sample in its header."""
    source = compile_source(COMMON / "Parcel.m", work)
    linked = link(
        sample.linker,
        work,
        "Parcel",
        ("-execute", *sample.linker_options, "-rpath", "@executable_path/Frameworks", "-lobjc"),
        frameworks("AVFoundation", "Contacts", "CoreFoundation", "CoreLocation", "UIKit"),
        (source, helper),
    )
    marked = with_flag(linked.read_bytes(), sample.header_flags)
    return with_cryptid(marked, sample.cryptid)


def share_extension(entitlements: dict[str, Any], work: Path) -> Bundle:
    """The extension; like a real build it takes get-task-allow from the app."""
    own = read_plist(COMMON / "Share.entitlements")
    return Bundle(
        info=read_plist(COMMON / "Share/Info.plist"),
        macho=link_share(work).read_bytes(),
        entitlements=own | {"get-task-allow": entitlements["get-task-allow"]},
    )


def app(sample: Sample, work: Path) -> Bundle:
    """The app with its framework and its extension."""
    helper = link_helper(work)
    twin = PACKAGE / sample.twin
    entitlements = read_plist(COMMON / "Parcel.entitlements", twin / "Parcel.entitlements")
    framework = Bundle(read_plist(COMMON / "Helper/Info.plist"), helper.read_bytes())
    return Bundle(
        info=read_plist(COMMON / "Info.plist", twin / "Info.plist"),
        macho=link_parcel(sample, helper, work),
        entitlements=entitlements,
        files={"PkgInfo": b"APPL????"},
        nested={
            "Frameworks/Helper.framework": framework,
            "PlugIns/Share.appex": share_extension(entitlements, work),
        },
    )


def build(sample: Sample, out: Path) -> None:
    """Write one sample below `out`."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        write_sdk(work / "sdk")
        entries = sign_bundle(app(sample, work), Identity(sample.identity, TEAM))
    target = out / "package" / sample.target
    target.parent.mkdir(parents=True, exist_ok=True)
    write_zip(
        target,
        (
            Entry(f"Payload/Parcel.app/{entry.name}", entry.data, executable=entry.executable)
            for entry in entries
        ),
    )


def main() -> None:
    """Write every iOS sample."""
    from samples.ios.topics import build_topics  # which links as this module does

    for ipa in SAMPLE_IPAS:
        build(ipa, Path(sys.argv[1]))
    build_topics(Path(sys.argv[1]))


if __name__ == "__main__":
    main()
