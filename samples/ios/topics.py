"""Build the samples of one topic each: how code is built, how it is signed, where text is typed."""

import hashlib
import os
import plistlib
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from samples.ios.build import (
    CLANG,
    NEW_LINKER,
    OLD_LINKER,
    TEAM,
    frameworks,
    link,
    read_plist,
)
from samples.ios.bundle import Bundle, sign_bundle
from samples.ios.cms import Identity
from samples.ios.fields import FIXED_SCREENS, WEAK_SCREENS
from samples.ios.macho import PLATFORM_IOS_SIMULATOR, with_platform
from samples.ios.sign_macho import Style
from samples.ios.stubs import write_sdk
from samples.packing import SAMPLES, Arguments, Entry, run, write_zip

IOS = SAMPLES / "ios"
COMMON = IOS / "binary/common"
STRIP = Path("/usr/lib/llvm-14/bin/llvm-strip")
IDENTITY = Identity("test-only-ios-distribution", TEAM)
PACKED = 8192
# A path of a machine that builds, as it is often left behind in a binary.
BUILD_MACHINE = "/Users/builder/Locker/Frameworks"


@dataclass(frozen=True, slots=True)
class Recipe:
    """How the app is compiled and linked; the same source each time."""

    linker: Path
    compiler_options: Arguments
    linker_options: Arguments
    stripped: bool
    packed: bool = False
    frameworks: tuple[str, ...] = ("CoreFoundation", "UIKit")


WEAK = Recipe(
    linker=OLD_LINKER,
    compiler_options=("-fno-stack-protector", "-fno-objc-arc", "-g", "-DOLD_WEB_VIEW"),
    linker_options=("-rpath", BUILD_MACHINE),
    stripped=False,
    packed=True,
)
FIXED = Recipe(
    linker=NEW_LINKER,
    compiler_options=("-fstack-protector-all", "-fobjc-arc"),
    linker_options=("-fixup_chains", "-rpath", "@executable_path/Frameworks"),
    stripped=True,
)
# The advertising identifier, the contacts and web pages that can be inspected.
WATCHES = replace(
    FIXED,
    compiler_options=(*FIXED.compiler_options, "-DWATCHES"),
    frameworks=(*FIXED.frameworks, "AdSupport", "Contacts", "WebKit"),
)
# As old signers wrote it, as Xcode wrote it for iOS 10 and earlier, and without a certificate.
SHA1_ONLY = Style(hashes=("sha1",), version=0x20200)
BOTH_HASHES = Style(hashes=("sha1", "sha256"))
AD_HOC = Style(hashes=("sha256",), adhoc=True)


def executable(recipe: Recipe, work: Path) -> bytes:
    """The app's own executable. Its debugging entries name a folder that is the same anywhere."""
    target = work / "Locker.o"
    run(
        (CLANG, "-target", "arm64-apple-ios15.0", "-O0", "-nostdinc", "-fblocks"),
        (f"-ffile-prefix-map={IOS}=.", "-fdebug-compilation-dir", "."),
        recipe.compiler_options,
        ("-c", COMMON / "Locker.m", "-o", target),
    )
    # A debugging entry names the object file and its time.
    os.utime(target, (0, 0))
    objects: Arguments = (target,)
    if recipe.packed:
        objects += (packed_code(work),)
    linked = link(
        recipe.linker,
        work,
        "Locker",
        ("-execute", "-pie", "-lobjc", "-oso_prefix", f"{work}/"),
        recipe.linker_options,
        frameworks(*recipe.frameworks),
        objects,
    )
    if recipe.stripped:
        run((STRIP, "-x", linked))
    return linked.read_bytes()


def packed_code(work: Path) -> Path:
    """An object with what packed code looks like: bytes without pattern where instructions are."""
    noise = hashlib.shake_256(b"packed").digest(PACKED)
    source = work / "packed.s"
    section = ".section __TEXT,__packed,regular,pure_instructions\n"
    source.write_text(section + "".join(f".byte {byte}\n" for byte in noise), encoding="ascii")
    target = work / "packed.o"
    run((CLANG, "-target", "arm64-apple-ios15.0", "-c", source, "-o", target))
    os.utime(target, (0, 0))
    return target


def locker(macho: bytes, files: dict[str, bytes]) -> Bundle:
    """The app around an executable."""
    return Bundle(
        info=read_plist(COMMON / "Info.plist"),
        macho=macho,
        entitlements=read_plist(COMMON / "Locker.entitlements"),
        files={"PkgInfo": b"APPL????"} | files,
    )


def pack(target: Path, entries: Sequence[Entry]) -> None:
    """Write the app's files as an IPA."""
    target.parent.mkdir(parents=True, exist_ok=True)
    below = "Payload/Locker.app"
    write_zip(target, (replace(entry, name=f"{below}/{entry.name}") for entry in entries))


def edited(
    entries: Sequence[Entry], name: str, change: Callable[[bytes], bytes]
) -> Sequence[Entry]:
    """The entries, the content of one of them changed after it was signed."""
    return [
        replace(entry, data=change(entry.data)) if entry.name == name else entry
        for entry in entries
    ]


def replaced(old: bytes, new: bytes) -> Callable[[bytes], bytes]:
    """Puts bytes in the place of as many others, which must be there."""

    def change(data: bytes) -> bytes:
        if len(old) != len(new) or old not in data:
            raise SystemExit(f"cannot put {new!r} in the place of {old!r}")
        return data.replace(old, new)

    return change


def other_signer(data: bytes) -> bytes:
    """A signature of which one byte, in the value that the key signed, is another."""
    value = data.rindex(bytes.fromhex("04820100")) + 4
    return data[:value] + bytes([data[value] ^ 1]) + data[value + 1 :]


def renamed(data: bytes) -> bytes:
    """An Info.plist that gives another name."""
    values = {**plistlib.loads(data), "CFBundleDisplayName": "智取箱"}
    return plistlib.dumps(values, fmt=plistlib.FMT_BINARY)


def build_topics(out: Path) -> None:
    """Write the samples of every topic below `out`."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder).resolve()
        write_sdk(work / "sdk")
        weak, fixed = executable(WEAK, work), executable(FIXED, work)
        watches = executable(WATCHES, work)
    whole = locker(fixed, {})
    signed = sign_bundle(whole, IDENTITY, BOTH_HASHES)
    pack(out / "binary/weak.ipa", sign_bundle(locker(weak, {}), IDENTITY, SHA1_ONLY))
    pack(out / "binary/fixed.ipa", sign_bundle(whole, IDENTITY))
    pack(out / "binary/weak-watches.ipa", sign_bundle(locker(watches, {}), IDENTITY))
    simulated = with_platform(fixed, PLATFORM_IOS_SIMULATOR)
    pack(out / "binary/weak-simulator.ipa", sign_bundle(locker(simulated, {}), IDENTITY, AD_HOC))
    pack(out / "signature/fixed.ipa", signed)
    change = replaced(b"LockerViewController\0", b"LockerViewControlles\0")
    pack(out / "signature/weak-page.ipa", edited(signed, "Locker", change))
    # The copy in DER stays as it was signed.
    change = replaced(b"<false/>", b"<true/> ")
    pack(out / "signature/weak-entitlements.ipa", edited(signed, "Locker", change))
    pack(out / "signature/weak-cms.ipa", edited(signed, "Locker", other_signer))
    pack(out / "signature/weak-info.ipa", edited(signed, "Info.plist", renamed))
    extra = [Entry("main.jsbundle", b"run();"), Entry("Frameworks/Extra.dylib", fixed)]
    pack(out / "signature/weak-added.ipa", [*signed, *extra])
    screens = sign_bundle(locker(fixed, FIXED_SCREENS), IDENTITY)
    change = replaced(b"UITextField", b"UITextXield")
    pack(out / "signature/weak-resource.ipa", edited(screens, "DeliveryView.nib", change))
    pack(out / "signature/ad-hoc.ipa", sign_bundle(whole, IDENTITY, AD_HOC))
    pack(out / "signature/unsigned.ipa", sign_bundle(whole, None))
    pack(out / "interface/weak.ipa", sign_bundle(locker(fixed, WEAK_SCREENS), IDENTITY))
    pack(out / "interface/fixed.ipa", sign_bundle(locker(fixed, FIXED_SCREENS), IDENTITY))
