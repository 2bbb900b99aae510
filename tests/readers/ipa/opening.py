"""Opens hand-built IPA files and tells what their facts lack."""

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from appsec.facts.app import FactUnavailable
from appsec.facts.ios import IosApp
from appsec.model.outcome import Cause
from appsec.readers.archive import Archive
from appsec.readers.ipa import open_ipa
from appsec.readers.opened import Opened
from tests.ipa_builder import zipped

LOST = Cause.LOST


def opened(files: Mapping[str, bytes] | bytes) -> Opened:
    """The app in an archive, or in one that is made of these files."""
    data = files if isinstance(files, bytes) else zipped(files)
    return open_ipa(Archive.from_bytes(data), Path("demo.ipa"), None, {})


def app_of(files: Mapping[str, bytes] | bytes) -> IosApp:
    """The app alone."""
    app = opened(files).app
    assert isinstance(app, IosApp)
    return app


def gaps(app: IosApp, fact: str) -> list[tuple[Cause, str, dict[str, str]]]:
    """The gaps of a fact, which is read now."""
    with suppress(FactUnavailable):
        app.read(fact)
    found = app.gaps_of(fact)
    assert {gap.fact for gap in found} <= {fact}
    return [(gap.cause, gap.key, dict(gap.values)) for gap in found]
