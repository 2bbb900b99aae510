"""What a tester knows canaries by: what the declaration calls their fields, else their ids."""

from collections.abc import Iterable, Mapping

from appsec.model.text import visible
from appsec.readers.trace.index import Index


def called(runs: Iterable[Index]) -> Mapping[str, str]:
    """The names of all canaries that runs announce, by their ids."""
    return {one.id: visible(one.label or one.id) for told in runs for one in told.meta.canaries}
