"""Build the samples of code: one weak app and its fixed twin for each topic below `code/`.

A topic is a folder with `weak/`, `fixed/` and, if both share code, `common/` of Objective-C or C,
which includes `ios.h` for what it needs of the system: nothing else has to be declared or linked.
Symbols that the code leaves open are taken from stub libraries that are made for it, each from
the framework that `_HOMES` tells by its name. A topic's own Info.plist (in the topic's folder or a
twin's) is added to the common one, as are `*.entitlements`; what lies in `files/` of a twin goes
into the app as it is. Each topic gives three apps: `weak.ipa` and `fixed.ipa` as Xcode releases
them (-Os, chained fixups), and `weak-old.ipa` without optimisation, as an older linker writes it.

Build one topic, or all without a name: `python -m samples.ios.code FOLDER [TOPIC...]`.
"""

import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from samples.ios.build import CLANG, NEW_LINKER, OLD_LINKER, TEAM, link, read_plist
from samples.ios.bundle import Bundle, sign_bundle
from samples.ios.cms import Identity
from samples.ios.stubs import Library, write_libraries
from samples.packing import SAMPLES, Arguments, Entry, run, write_zip

IOS = SAMPLES / "ios"
CODE = IOS / "code"
VALUES = IOS / "values"
NM, STRIP = Path("/usr/lib/llvm-14/bin/llvm-nm"), Path("/usr/lib/llvm-14/bin/llvm-strip")
IDENTITY = Identity("test-only-ios-distribution", TEAM)
_CLASS = re.compile(r"_OBJC_(?:META)?CLASS_\$_(\w+)")
_FRAMEWORKS = "/System/Library/Frameworks"
_HOMES = (
    (r"(dyld_stub_binder|_*NSConcrete|__NSConcrete|_CC[A-Z]|_kCC|_dlsym|_dlopen)", "libSystem"),
    (r"_(OBJC_(META)?CLASS_\$_NSObject|_?objc_|sel_|class_|object_|method_|_objc)", "libobjc"),
    (r"_\$s9CryptoKit", "CryptoKit"),
    (r"_\$s10Foundation|_\$sS", "swiftFoundation"),
    (r"_\$s", "swiftCore"),
    (r"_(Sec|kSec|SSL)", "Security"),
    (r"_(OBJC_(META)?CLASS_\$_)?LA[A-Z]", "LocalAuthentication"),
    (r"_(OBJC_(META)?CLASS_\$_)?WK[A-Z]", "WebKit"),
    (r"_(OBJC_(META)?CLASS_\$_)?JS[A-Z]", "JavaScriptCore"),
    (r"_(OBJC_(META)?CLASS_\$_)?UN[A-Z]", "UserNotifications"),
    (r"_(OBJC_(META)?CLASS_\$_)?CN[A-Z]", "Contacts"),
    (r"_(OBJC_(META)?CLASS_\$_|k)?CL[A-Z]", "CoreLocation"),
    (r"_(OBJC_(META)?CLASS_\$_)?AV[A-Z]", "AVFoundation"),
    (r"_(OBJC_(META)?CLASS_\$_)?PH[A-Z]", "Photos"),
    (r"_(OBJC_(META)?CLASS_\$_)?EK[A-Z]", "EventKit"),
    (r"_(OBJC_(META)?CLASS_\$_)?HK[A-Z]", "HealthKit"),
    (r"_(OBJC_(META)?CLASS_\$_)?CM[A-Z]", "CoreMotion"),
    (r"_(OBJC_(META)?CLASS_\$_)?CB[A-Z]", "CoreBluetooth"),
    (r"_(OBJC_(META)?CLASS_\$_)?SFSpeech", "Speech"),
    (r"_(OBJC_(META)?CLASS_\$_)?SF[A-Z]", "SafariServices"),
    (r"_(OBJC_(META)?CLASS_\$_)?AT[A-Z]", "AppTrackingTransparency"),
    (r"_(OBJC_(META)?CLASS_\$_)?ASIdentifier", "AdSupport"),
    (r"_(OBJC_(META)?CLASS_\$_)?AS[A-Z]", "AuthenticationServices"),
    (r"_(OBJC_(META)?CLASS_\$_)?DC[A-Z]", "DeviceCheck"),
    (r"_SCNetwork", "SystemConfiguration"),
    (r"_nw_", "Network"),
    (r"_sqlite3", "libsqlite3"),
    (r"_(OBJC_(META)?CLASS_\$_)?(UI[A-Z]|NSLayout|NSText)", "UIKit"),
    (r"_(k?CF|__?kCF|___?CFConstantString)", "CoreFoundation"),
    (r"_(OBJC_(META)?CLASS_\$_)?NS[A-Z]", "Foundation"),
    (r"", "libSystem"),
)
"""Which library has a symbol, by how its name begins: the first that fits."""


@dataclass(frozen=True, slots=True)
class Style:
    """How an app is compiled and linked."""

    linker: Path
    compiler: Arguments
    options: Arguments
    stripped: bool


RELEASED = Style(NEW_LINKER, ("-Os",), ("-fixup_chains",), stripped=True)
OLDER = Style(OLD_LINKER, ("-O0",), (), stripped=False)


@dataclass(frozen=True, slots=True)
class Sample:
    """One app: where it goes, and the folders of its source."""

    target: str
    folders: tuple[Path, ...]
    style: Style


def topics() -> list[Path]:
    """The folder of each topic."""
    return sorted(path for path in CODE.iterdir() if (path / "weak").is_dir())


def code_samples() -> list[Sample]:
    """Three for each topic, and two that show what can be told of values."""
    kinds = (("weak", "weak", RELEASED), ("fixed", "fixed", RELEASED), ("weak-old", "weak", OLDER))
    found = [
        Sample(f"code/{topic.name}/{name}.ipa", (topic, topic / "common", topic / twin), style)
        for topic in topics()
        for name, twin, style in kinds
    ]
    values = (("values", RELEASED), ("values-old", OLDER))
    return [*found, *(Sample(f"values/{name}.ipa", (VALUES,), style) for name, style in values)]


def build(sample: Sample, out: Path) -> None:
    """Write one app below `out`."""
    sources = [p for folder in sample.folders for p in sorted(folder.glob("*.[cm]"))]
    plists = [p for folder in (CODE, *sample.folders) for p in sorted(folder.glob("Info.plist"))]
    rights = [p for f in (CODE, *sample.folders) for p in sorted(f.glob("*.entitlements"))]
    files = sample.folders[-1] / "files"
    inside = sorted(p for p in files.rglob("*") if p.is_file()) if files.is_dir() else []
    with tempfile.TemporaryDirectory() as folder:
        macho = executable(sources, sample.style, Path(folder).resolve())
    bundle = Bundle(
        info=read_plist(*plists),
        macho=macho,
        entitlements=read_plist(*rights),
        files={"PkgInfo": b"APPL????"}
        | {str(p.relative_to(files)): p.read_bytes() for p in inside},
    )
    target = out / sample.target
    target.parent.mkdir(parents=True, exist_ok=True)
    entries = sign_bundle(bundle, IDENTITY)
    write_zip(
        target,
        (Entry(f"Payload/Desk.app/{e.name}", e.data, executable=e.executable) for e in entries),
    )


def executable(sources: Iterable[Path], style: Style, work: Path) -> bytes:
    """The app's executable, unsigned."""
    objects: list[Path] = []
    for number, source in enumerate(sources):
        target = work / f"{number}.o"
        run(
            (CLANG, "-target", "arm64-apple-ios15.0", "-nostdinc", "-fobjc-arc", "-fblocks"),
            (f"-ffile-prefix-map={IOS}=.", "-fstack-protector-all", "-I", CODE, *style.compiler),
            ("-c", source, "-o", target),
        )
        objects.append(target)
    libraries = homes(objects)
    write_libraries(work / "sdk", libraries)
    named = [one.install_name.rpartition("/")[2] for one in libraries]
    wanted: list[str | Path] = []
    for name in named:
        wanted += ["-framework", name] if not name.startswith("lib") else []
    plain = [f"-l{n.removeprefix('lib').partition('.')[0]}" for n in named if n.startswith("lib")]
    libs = [one for one in plain if one != "-lSystem"]
    options = ("-execute", "-pie", *style.options)
    linked = link(style.linker, work, "Desk", options, (*libs, *wanted), tuple(objects))
    if style.stripped:
        run((STRIP, "-x", linked))
    return linked.read_bytes()


def homes(objects: list[Path]) -> list[Library]:
    """Stub libraries with all that these objects leave open."""
    command = [str(part) for part in (NM, "-g", "--format=posix", *objects)]
    listed = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout
    rows = [line.split() for line in listed.splitlines()]
    known = {row[0] for row in rows if len(row) > 1 and row[1] != "U"}
    open_names = {row[0] for row in rows if len(row) > 1 and row[1] == "U"} - known
    by_home: dict[str, set[str]] = {"libSystem": {"dyld_stub_binder"}, "libobjc": set()}
    for name in sorted(open_names):
        home = next(home for start, home in _HOMES if re.match(start, name))
        by_home.setdefault(home, set()).add(name)
    return [_library(home, names) for home, names in sorted(by_home.items())]


def _library(home: str, names: set[str]) -> Library:
    classes = {match[1] for name in names if (match := _CLASS.fullmatch(name))}
    symbols = {name for name in names if not _CLASS.fullmatch(name)}
    paths = {
        "libSystem": "/usr/lib/libSystem.B.dylib",
        "libobjc": "/usr/lib/libobjc.A.dylib",
        "libsqlite3": "/usr/lib/libsqlite3.dylib",
        "swiftCore": "/usr/lib/swift/libswiftCore.dylib",
        "swiftFoundation": "/usr/lib/swift/libswiftFoundation.dylib",
    }
    place = paths.get(home, f"{_FRAMEWORKS}/{home}.framework/{home}")
    stub = f"/usr/lib/{place.rpartition('/')[2].partition('.')[0]}" if home in paths else ""
    return Library(place, tuple(sorted(symbols)), tuple(sorted(classes)), stub)


def main() -> None:
    """Write the named topics below a folder, or all."""
    out, wanted = Path(sys.argv[1]), sys.argv[2:]
    for sample in code_samples():
        if not wanted or Path(sample.target).parent.name in wanted:
            build(sample, out)


if __name__ == "__main__":
    main()
