"""Were the native libraries built without protections that the compiler offers?"""

from collections.abc import Callable, Iterator, Mapping

from appsec.api import AndroidApp, Evidence, NativeLibrary, Relro, Seen, table

WIDE_PAGE = 16384
WIDE_ABIS = ("arm64-v8a", "x86_64")
"""The ABIs of devices whose memory may come in pages of 16 KB."""


def check(app: AndroidApp) -> Iterator[Seen]:
    """Hardening advice, one entry for each protection: none is a known vulnerability."""
    libraries = app.native_libraries
    for key, lacks in LACKS.items():
        if found := [one for one in libraries if lacks(one)]:
            yield Evidence(key, tuple(one.at for one in found))
    if searching := [one for one in libraries if one.run_paths]:
        paths = sorted({path for one in searching for path in one.run_paths})
        yield Evidence("run-path", tuple(one.at for one in searching), {"paths": ", ".join(paths)})
    yield from _uneven(libraries)


def _lacks_canary(one: NativeLibrary) -> bool:
    """Code that no C compiler made has none by nature."""
    return not one.has_canary and bool(one.imports) and one.name not in table(__file__, "no_canary")


def _lacks_fortify(one: NativeLibrary) -> bool:
    """Only if it calls a function that has a checking form."""
    return not one.is_fortified and bool(set(table(__file__, "fortifiable")) & set(one.imports))


LACKS: Mapping[str, Callable[[NativeLibrary], bool]] = {
    "executable-stack": lambda one: one.stack_executable,
    "writable-code": lambda one: one.writable_code,
    "text-relocations": lambda one: one.text_relocations,
    "not-pie": lambda one: not one.position_independent,
    "no-relro": lambda one: one.relro is Relro.NONE,
    "partial-relro": lambda one: one.relro is Relro.PARTIAL,
    "no-canary": _lacks_canary,
    "no-fortify": _lacks_fortify,
    "not-stripped": lambda one: not one.stripped,
    "small-pages": lambda one: one.abi in WIDE_ABIS and 0 < one.page_size < WIDE_PAGE,
}


def _uneven(libraries: tuple[NativeLibrary, ...]) -> Iterator[Seen]:
    """Libraries that only some of the ABIs have: on the others the app may crash."""
    abis = {one.abi for one in libraries if one.abi}
    having: dict[str, list[NativeLibrary]] = {}
    for one in libraries:
        if one.abi:
            having.setdefault(one.name, []).append(one)
    uneven = {name: found for name, found in having.items() if {o.abi for o in found} != abis}
    if uneven:
        shown = ", ".join(
            f"{name} ({', '.join(sorted(abis - {o.abi for o in found}))})"
            for name, found in sorted(uneven.items())
        )
        places = tuple(one.at for found in uneven.values() for one in found)
        yield Evidence("abis-differ", places, {"missing": shown})
