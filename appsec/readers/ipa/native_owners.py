"""Whose code a function is: the app's own, or that of a library that came with it."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

from appsec.engine.files import conform, read_yaml
from appsec.facts.ios import Binary, Bundle
from appsec.model.frozen import frozen
from appsec.model.outcome import Origin
from appsec.readers.macho.calls import NAMELESS
from appsec.readers.macho.code import SliceCode
from appsec.readers.macho.image import ObjcClass

_SEGMENTS = 2
"""How many segments of a bundle identifier tell whose it is; one more behind a public suffix."""
_GENERIC = frozenset(("ac", "co", "com", "edu", "gov", "idv", "mil", "net", "or", "org"))
_COUNTRIES = frozenset(("au", "br", "cn", "hk", "jp", "kr", "mo", "my", "nz", "sg", "tw", "uk"))
_COUNTRY = 2
_SWIFT = re.compile(r"([A-Za-z_]\w*)\.")
_COMPILED = re.compile(r"(?:\.(?:cold|constprop|isra|llvm|part|\d+))+\Z")
"""What compilers add to the name of a function when they cut it up."""
_MESSAGE = re.compile(r"\A_*\d*[-+]\[(\w[\w.]*)")
"""The beginning of the name of a method, or of a block in one."""
_OUTSIDE = re.compile(r"\W")
_STARTED_BY = ("NSPrincipalClass", "NSExtensionPrincipalClass", "UISceneDelegateClassName")
_DELEGATE = "UIApplicationDelegate"
_SHORT = 3
"""How long a beginning of capitals is behind which a whole word has to begin: the next letter may
belong to a word of capitals (GADGETView)."""


@cache
def _libraries() -> tuple[str, ...]:
    path = Path(__file__).with_name("native_owners.yaml")
    table = conform(path, read_yaml(path), dict[str, tuple[str, ...]])
    return tuple(start for starts in table.values() for start in starts)


@frozen
class Owners:
    """Tells the origin of executables and of the functions in them. `own` are the bundles whose
    identifier begins as the app's does, by path."""

    own: frozenset[str]
    modules: frozenset[str]

    def of(self, binary: Binary, code: SliceCode, start: int) -> Origin:
        """The origin of a function. One without a name belongs to the method that stands before it,
        as the blocks and helpers of a class are compiled with it; unless it names the file of its
        source, as that of a package."""
        method = code.method(start)
        name = method.owner if method else code.function(start)
        if not method and not _SWIFT.match(name) and start in code.of_packages:
            return Origin.LIBRARY
        if name.startswith(NAMELESS):
            before = code.method_before(start)
            name = before.owner if before else name
        return self.of_name(binary, name)

    def of_name(self, binary: Binary, name: str) -> Origin:
        """The origin of a class or function by its name: a class that an SDK is known for, or a
        Swift type of another module, is a library's wherever it is linked."""
        if not binary.main and binary.bundle not in self.own:
            return Origin.LIBRARY
        inside = _MESSAGE.match(name)
        name = inside[1] if inside else _COMPILED.sub("", name)
        module = _SWIFT.match(name)
        if module:
            own = module[1] in (*self.modules, "Swift", "__C")
            return Origin.APP if own else Origin.LIBRARY
        known = any(_begins(name.lstrip("_"), start) for start in _libraries())
        return Origin.LIBRARY if known else Origin.APP


def _begins(name: str, start: str) -> bool:
    """Whether a name begins with this, and the word ends there."""
    rest = name[len(start) :]
    if not name.startswith(start) or start.endswith("_"):
        return name.startswith(start)
    if not rest[:1].islower() and len(start) <= _SHORT and start.isupper():
        return not rest[:1].isupper() or not rest[1:2].isupper()
    return not rest[:1].islower()


def owners(
    info: Bundle,
    bundles: Iterable[Bundle],
    binaries: Iterable[Binary],
    classes: Iterable[ObjcClass] = (),
) -> Owners:
    """By the identifiers of the bundles, and the modules that executables are named after or that
    hold what iOS starts: `classes` are those of the main executable."""
    mine = _beginning(info.identifier)
    own = {one.path: one for one in bundles if _beginning(one.identifier) == mine and mine}
    own[info.path] = info
    modules = {_module(one.executable) for one in own.values() if one.executable}
    modules |= {
        _module(one.path.rpartition("/")[2].removesuffix(".debug.dylib"))
        for one in binaries
        if one.main or one.bundle in own
    }
    started = [name for one in own.values() for name in _started(one.plist)]
    started += [one.name for one in classes if _DELEGATE in one.protocols]
    modules |= {found[1] for name in started if (found := _SWIFT.match(name))}
    return Owners(frozenset(own), frozenset(modules))


def _module(name: str) -> str:
    """As Xcode makes the name of a Swift module of that of a product."""
    name = _OUTSIDE.sub("_", name)
    return f"_{name[1:]}" if name[:1].isdigit() else name


def _started(plist: object) -> Iterator[str]:
    """The classes that an Info.plist tells iOS to start."""
    waiting = [plist]
    while waiting:
        one = waiting.pop()
        if isinstance(one, Mapping):
            waiting += one.values()
            yield from (one[key] for key in _STARTED_BY if isinstance(one.get(key), str))
        elif isinstance(one, list):
            waiting += one


def _beginning(identifier: str) -> str:
    parts = identifier.casefold().split(".")
    first, second = parts[0], parts[1] if len(parts) > 1 else ""
    suffix = (len(first) == _COUNTRY and second in _GENERIC) or (
        first in _GENERIC and second in _COUNTRIES
    )
    return ".".join(parts[: _SEGMENTS + suffix])
