"""Do the binaries still name the app's own functions and source files?"""

from collections.abc import Iterator

from appsec.api import Evidence, IosApp, Location, Question, Seen, SliceBuild


def check(app: IosApp) -> Iterator[Seen]:
    """Names alone are advice: stripping is not obfuscation. Source files show readable code."""
    own = [one for one in app.builds if not one.is_apples]
    debugging = [one for one in own if one.symbols.debugging]
    named = [one for one in own if one.symbols.local and one not in debugging]
    if debugging:
        yield Question("source-names", _places(debugging), _values(debugging))
    if named:
        yield Evidence("local-names", _places(named), _values(named))


def _places(builds: list[SliceBuild]) -> tuple[Location, ...]:
    return tuple(dict.fromkeys(one.at for one in builds))


def _values(builds: list[SliceBuild]) -> dict[str, str]:
    return {"binaries": ", ".join(dict.fromkeys(one.binary for one in builds))}
