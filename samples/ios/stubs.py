"""Stub libraries (TBD v4) that stand in for an SDK: only the symbols that the samples import."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

_TARGET = "arm64-ios"


@dataclass(frozen=True, slots=True)
class Library:
    """A system library: where it is installed on a device, and what it exports."""

    install_name: str
    symbols: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    stub: str = ""

    @property
    def stub_path(self) -> str:
        """Where the linker looks for the stub, below the SDK's root."""
        return (self.stub or self.install_name.removesuffix(".dylib")) + ".tbd"


def _framework(name: str, *symbols: str, classes: tuple[str, ...] = ()) -> Library:
    return Library(f"/System/Library/Frameworks/{name}.framework/{name}", symbols, classes)


LIBRARIES = (
    Library(
        "/usr/lib/libSystem.B.dylib",
        (
            "__NSConcreteGlobalBlock",
            "___stack_chk_fail",
            "___stack_chk_guard",
            "dyld_stub_binder",
        ),
        stub="/usr/lib/libSystem",
    ),
    Library(
        "/usr/lib/libobjc.A.dylib",
        (
            "__objc_empty_cache",
            "_objc_getProperty",
            "_objc_msgSend",
            "_objc_msgSendSuper2",
            "_objc_alloc_init",
            "_objc_autoreleaseReturnValue",
            "_objc_opt_new",
            "_objc_release",
            "_objc_retain",
            "_objc_retainAutoreleasedReturnValue",
            "_objc_setProperty_atomic",
            "_objc_setProperty_atomic_copy",
            "_objc_storeStrong",
        ),
        ("NSObject",),
        stub="/usr/lib/libobjc",
    ),
    _framework("AdSupport", classes=("ASIdentifierManager",)),
    _framework("AVFoundation", "_AVMediaTypeVideo", classes=("AVCaptureDevice",)),
    _framework("Contacts", classes=("CNContactStore",)),
    _framework("CoreFoundation", "___CFConstantStringClassReference"),
    _framework("CoreLocation", classes=("CLLocationManager",)),
    _framework("Foundation", "_NSExtensionMain"),
    _framework(
        "UIKit",
        "_UIApplicationMain",
        classes=("UIResponder", "UIViewController", "UIWebView", "UIWindow"),
    ),
    _framework("WebKit", classes=("WKWebView",)),
)


def _quoted(symbol: str) -> str:
    return f"'{symbol}'" if "$" in symbol else symbol


def _render(library: Library) -> str:
    exports = [f"  - targets: [ {_TARGET} ]"]
    if library.symbols:
        exports.append(f"    symbols: [ {', '.join(map(_quoted, library.symbols))} ]")
    if library.classes:
        exports.append(f"    objc-classes: [ {', '.join(library.classes)} ]")
    lines = [
        "--- !tapi-tbd",
        "tbd-version: 4",
        f"targets: [ {_TARGET} ]",
        f"install-name: '{library.install_name}'",
        "exports:",
        *exports,
        "...",
    ]
    return "\n".join(lines) + "\n"


def write_sdk(root: Path) -> None:
    """Write every stub below `root`, laid out as in an SDK."""
    write_libraries(root, LIBRARIES)


def write_libraries(root: Path, libraries: Iterable[Library]) -> None:
    """Write these stubs below `root`, laid out as in an SDK."""
    for library in libraries:
        path = root / library.stub_path.lstrip("/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(_render(library), encoding="utf-8")
