"""Can a FileProvider hand out more than the files that are meant to be shared?"""

from collections.abc import Callable, Iterator

from appsec.api import (
    AndroidApp,
    Component,
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

PRIVATE = ("files-path", "cache-path")


def check(app: AndroidApp) -> Iterator[Seen]:
    """What is exported needs no grant; else it depends on which intents are granted what."""
    manifest, libraries = app.manifest, table(__file__, "libraries")
    for shared in app.file_paths:
        origin = origin_of(shared.provider.name, manifest.package, libraries)
        yield from _about(shared, shared.provider, origin)


def _about(shared: SharedPaths, provider: Component, origin: Origin) -> Iterator[Seen]:
    guarded = provider.read_permission and provider.write_permission
    if provider.exported and provider.enabled and not guarded:
        yield from _told(Finding, "root-exported", shared, _is_root, origin)
        yield from _told(Question, "above-exported", shared, _leads_out, origin)
    elif provider.grants_uris or provider.exported:
        yield from _told(Question, "root", shared, _is_root, origin)
        yield from _told(Question, "above", shared, _leads_out, origin)
    yield from _told(Evidence, "whole-folder", shared, _is_whole, origin)


def _told(
    kind: type[Seen],
    key: str,
    shared: SharedPaths,
    wanted: Callable[[SharedPath], bool],
    origin: Origin,
) -> Iterator[Seen]:
    """One for each provider: its paths stand in one file."""
    if paths := [path for path in shared.paths if wanted(path)]:
        shown = ", ".join(f'<{path.kind} path="{path.path}">' for path in paths)
        values = {"provider": shared.provider.name, "paths": shown}
        places = (shared.provider.at, *(path.at for path in paths))
        yield kind(key, places, values, ("provider",), origin)


def _is_root(path: SharedPath) -> bool:
    """Whether it holds the private files of the app, which lie below /data."""
    return path.kind == "root-path" and path.folder.partition("/")[0] in ("", "..", "data")


def _leads_out(path: SharedPath) -> bool:
    """Whether it leads out of a private folder: to databases and preferences."""
    return path.kind in PRIVATE and ".." in path.folder.split("/")


def _is_whole(path: SharedPath) -> bool:
    return path.kind in PRIVATE and not path.folder
