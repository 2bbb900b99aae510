"""What makes places to type that no interface file has: code, web pages, other frameworks."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from appsec.engine.files import read_yaml
from appsec.facts.app import Known
from appsec.facts.ios import IosApp
from appsec.facts.ios_binary import SliceBuild
from appsec.model.frozen import frozen
from appsec.model.outcome import Cause, Gap

_FACT = "fields_in_code"


@frozen
class _Signs:
    classes: tuple[str, ...]
    selectors: tuple[str, ...]
    libraries: tuple[str, ...]


@cache
def _signs() -> _Signs:
    table = read_yaml(Path(__file__).with_suffix(".yaml"))
    return _Signs(**{name: tuple(words) for name, words in table.items()})


def read_fields_in_code(app: IosApp) -> Known[tuple[str, ...]]:
    """One gap for all that is found, which only a run or a person can look at. Method names that
    are encrypted are a gap of the code, which this is made from."""
    _ = app.code
    hits: set[str] = set()
    first = ""
    for build in app.builds:
        own = set(_made_by(build))
        first = first or (build.binary if own else "")
        hits |= own
    for file, view in app.interface.pages:
        first = first or file
        hits.add(view)
    found = tuple(sorted(hits))
    values = {"file": first, "how": ", ".join(found)}
    gap = Gap(_FACT, Cause.NOT_SUPPLIED, "fields-in-code", values)
    return Known(found, (gap,) if found else ())


def _made_by(build: SliceBuild) -> Iterator[str]:
    signs = _signs()
    yield from (name for name in signs.classes if f"_OBJC_CLASS_$_{name}" in build.imports)
    for library in build.libraries:
        if (name := library.rpartition("/")[2]) in signs.libraries:
            yield name
    yield from (name for name in signs.selectors if name in (build.selectors or ()))
