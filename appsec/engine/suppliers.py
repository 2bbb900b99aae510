"""What checks ask about components: who supplies them, and what they are for."""

from collections.abc import Iterable, Iterator

from appsec.engine.lookups import table
from appsec.model.outcome import Location
from appsec.model.software import Nature, SoftwareComponent

_MAINLAND = "CN"


def titled(one: SoftwareComponent) -> str:
    """Name and version, as a person would say them."""
    return f"{one.name} {one.version}".strip()


def of_nature(
    components: Iterable[SoftwareComponent], nature: Nature
) -> Iterator[tuple[SoftwareComponent, tuple[Location, ...]]]:
    """The components of a nature, each with the places that tell of it."""
    for one in components:
        if nature in one.natures and one.traces:
            yield one, _places(one)


def supplier_questions(
    components: Iterable[SoftwareComponent], beside: str
) -> Iterator[tuple[str, tuple[Location, ...], dict[str, str]]]:
    """The key, places and values of one question for each component whose supplier may be at home
    in mainland China. Which of them are open source stands in a table beside the check."""
    open_source = frozenset(table(beside, "open_source")["names"])
    for one in components:
        if one.country != _MAINLAND or not one.traces:
            continue
        key = "security-prc" if Nature.SECURITY in one.natures else "supplier-prc"
        key = "open-source-prc" if one.name in open_source else key
        values = {"name": one.name, "component": titled(one), "supplier": one.supplier}
        yield key, _places(one), values


def _places(one: SoftwareComponent) -> tuple[Location, ...]:
    return tuple(sorted({trace.at for trace in one.traces}))
