"""May data on the stack or the heap of an executable be run as code?"""

from collections.abc import Iterator

from appsec.api import Evidence, IosApp, Seen


def check(app: IosApp) -> Iterator[Seen]:
    """Advice only. iOS reads these flags of executables alone; in a library they do nothing."""
    for binary in app.binaries:
        if not binary.main:
            continue
        by_key = {
            "stack": {part.architecture for part in binary.slices if part.stack_executable},
            "heap": {part.architecture for part in binary.slices if part.heap_executable},
        }
        for key, architectures in by_key.items():
            if architectures:
                values = {"binary": binary.path, "architectures": ", ".join(sorted(architectures))}
                yield Evidence(key, binary.at, values, identity=("binary",))
