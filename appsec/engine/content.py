"""Find and load what ships beside the engine: checks and profiles."""

import hashlib
import importlib
import importlib.util
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from appsec.engine.files import FileProblem, conform, read_yaml
from appsec.engine.shipped import content_dir
from appsec.model.check import Check, Metadata
from appsec.model.frozen import frozen
from appsec.model.outcome import Seen

SHIPPED = "appsec.checks"
"""The package of the checks that ship."""
_OWN = "appsec.own_checks"
_COUNTED = frozenset((".py", ".yaml", ".csv"))
"""Suffixes of what is content."""


@frozen
class Look:
    """The generator of a check, imported when it is run: the parent of a scan runs none."""

    module: str

    def generator(self) -> Callable[[Any], Iterable[Seen]]:
        """The function itself."""
        found: Callable[[Any], Iterable[Seen]] = importlib.import_module(self.module).check
        return found

    def __call__(self, app: Any) -> Iterable[Seen]:
        return self.generator()(app)


Plain = Mapping[str, Any]
"""What the YAML beside checks holds, by the name of each check's module."""


def read_metadata(own: Path | None = None, platform: str = "") -> Plain:
    """Of the checks of one platform or of all, and of every one in `own`, for a process that is
    not to read them again. Raises FileProblem."""
    found: dict[str, Any] = {}
    roots = [(SHIPPED, content_dir("checks"), platform)] + ([(_OWN, own, "")] if own else [])
    for package, root, of in roots:
        for path in _modules(root, of):
            name = _module(package, path.relative_to(root).parts)
            found[name] = read_yaml(path.with_suffix(".yaml"))
    return found


def load_checks(
    platform: str = "", own: Path | None = None, plain: Plain | None = None
) -> Mapping[str, Check]:
    """The checks of one platform, or of all, by id in alphabetical order.

    `plain` is what `read_metadata` gave, if that was called before.

    A check is a module below `<directory>/<platform>/<topic>/` and the YAML beside it. `own` is a
    user's folder of further checks; none of them may take the id of one that ships. Raises
    FileProblem for a check that cannot be used, and for a folder without any.
    """
    plain = plain or {}
    checks = _in_folder(content_dir("checks"), SHIPPED, platform, plain)
    if own is None:
        return checks
    if not _in_folder(own, _OWN, "", plain):
        raise FileProblem(own, "holds no check; they belong at <platform>/<topic>/<defect>.py")
    more = _in_folder(own, _OWN, platform, plain)
    if taken := sorted(checks.keys() & more.keys()):
        raise FileProblem(own, f"a check that ships has this id already: {', '.join(taken)}")
    return dict(sorted({**checks, **more}.items()))


def _modules(root: Path, platform: str) -> Iterator[Path]:
    found = sorted(root.glob(f"{platform or '*'}/*/*.py"))
    return (path for path in found if not path.stem.startswith("_"))


def _module(package: str, parts: tuple[str, ...]) -> str:
    """The name of the module in a file at these `parts` of a folder of checks."""
    return ".".join((package, *parts)).removesuffix(".py")


def _in_folder(root: Path, package: str, platform: str, plain: Plain) -> dict[str, Check]:
    _import_root(root, package)
    checks: dict[str, Check] = {}
    for path in _modules(root, platform):
        check = _load(path, package, path.relative_to(root).parts, plain)
        if check.id in checks:
            raise FileProblem(path, f"two checks are named {check.id}")
        checks[check.id] = check
    return dict(sorted(checks.items()))


def _load(path: Path, package: str, parts: tuple[str, ...], plain: Plain) -> Check:
    platform, topic, _ = parts
    check_id = f"{platform}-{path.stem}".replace("_", "-")
    name, beside = _module(package, parts), path.with_suffix(".yaml")
    values = plain[name] if name in plain else read_yaml(beside)
    about = conform(beside, values, Metadata)
    look = Look(name)
    if package != SHIPPED:
        try:
            look.generator()
        except Exception as error:  # a user's own module may raise anything when it is imported
            raise FileProblem(path, f"cannot be imported as a check: {error}") from error
    return Check(check_id, platform, topic, about, look)


def _import_root(directory: Path, package: str) -> None:
    if package in sys.modules and package == SHIPPED:
        return
    spec = importlib.util.spec_from_file_location(
        package, directory / "__init__.py", submodule_search_locations=[str(directory)]
    )
    if spec is None or spec.loader is None or not (directory / "__init__.py").is_file():
        raise FileProblem(directory, "is not a folder of checks (no __init__.py)")
    root = importlib.util.module_from_spec(spec)
    sys.modules[package] = root
    spec.loader.exec_module(root)
    for stale in [name for name in sys.modules if name.startswith(f"{package}.")]:
        del sys.modules[stale]


def content_hash(*roots: Path) -> str:
    """SHA-256 over checks and profiles: those that ship with the tool, or those in `roots`."""
    digest = hashlib.sha256()
    for root in roots or (content_dir("checks"), content_dir("profiles")):
        for parts in sorted(_content(root)):
            digest.update("/".join(parts).encode() + b"\0")
            digest.update(Path(root, *parts).read_bytes())
    return digest.hexdigest()


def _content(root: Path) -> Iterator[tuple[str, ...]]:
    """The files below a folder, each as the parts of its name."""
    for folder, _, names in os.walk(root):
        above = Path(folder).relative_to(root).parts
        yield from ((*above, name) for name in names if os.path.splitext(name)[1] in _COUNTED)
