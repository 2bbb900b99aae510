"""Can a FileProvider hand out more than the files that are meant to be shared?"""

import re
from collections.abc import Callable, Iterator

from appsec.api import (
    AndroidApp,
    Evidence,
    Finding,
    Origin,
    Question,
    Seen,
    SharedPath,
    SharedPaths,
    origin_of,
    table,
)

_Wanted = Callable[[SharedPath, str], bool]
PRIVATE = ("files-path", "cache-path")
_PRIVATE = re.compile(
    r"/(?:data(?:/data|/user(?:_de)?(?:/\d+)?)?)?"
    r"|/data/(?:data|user(?:_de)?/\d+)/(?P<package>[\w.]*\w)(?:/(?:databases|shared_prefs)(?:/.*)?)?"
)
"""What holds all private files of an app, or its databases or preferences."""


def check(app: AndroidApp) -> Iterator[Seen]:
    """What is exported needs no grant; else it depends on which intents are granted what."""
    manifest, libraries = app.manifest, table(__file__, "libraries")
    for shared in app.file_paths:
        origin = origin_of(shared.provider.name, manifest.package, libraries)
        yield from _about(shared, manifest.package, origin)


def _about(shared: SharedPaths, package: str, origin: Origin) -> Iterator[Seen]:
    def told(kind: type[Seen], key: str, wanted: _Wanted) -> Iterator[Seen]:
        """One for each provider: its paths stand in one file."""
        if paths := [path for path in shared.paths if wanted(path, package)]:
            shown = ", ".join(f'<{path.kind} path="{path.path}">' for path in paths)
            values = {"provider": provider.name, "paths": shown}
            places = (provider.at, *(path.at for path in paths))
            yield kind(key, places, values, ("provider",), origin)

    provider = shared.provider
    guarded = provider.read_permission and provider.write_permission
    if provider.exported and provider.enabled and not guarded:
        yield from told(Finding, "root-exported", _is_root)
        yield from told(Question, "above-exported", _leads_out)
        yield from told(Question, "in-data", _is_in_data)
    elif provider.grants_uris or provider.exported:
        yield from told(Question, "root", _is_root)
        yield from told(Question, "above", _leads_out)
        yield from told(Question, "in-data", _is_in_data)
    yield from told(Evidence, "whole-folder", _is_whole)


def _is_root(path: SharedPath, package: str) -> bool:
    """Whether it certainly holds the private files of the app, which lie below /data."""
    found = _PRIVATE.fullmatch(path.place)
    own = found and (not found["package"] or found["package"] == package)
    return path.kind == "root-path" and not path.is_doubtful and bool(own)


def _is_in_data(path: SharedPath, package: str) -> bool:
    """Whether it may hold some: it is where they lie, or links of the device decide where it is."""
    inside = path.place.split("/")[1] in ("", "data", "proc")
    return path.kind == "root-path" and inside and not _is_root(path, package)


def _leads_out(path: SharedPath, _: str) -> bool:
    """Whether it leads out of its folder and to where databases and preferences may lie."""
    start, place = path.start, path.place
    if not start or f"{place}/".startswith(f"{start}/"):
        return False
    # How deep shared storage lies depends on the device.
    return path.kind in PRIVATE or not place.startswith("/storage/")


def _is_whole(path: SharedPath, _: str) -> bool:
    return path.kind in PRIVATE and path.place == path.start
