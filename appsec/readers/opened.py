"""What opening an artefact gives, and the error when it cannot be read at all."""

from collections.abc import Callable, Iterable, Mapping

from appsec.facts.app import App
from appsec.model.frozen import frozen
from appsec.model.package import Package


class Unreadable(Exception):
    """The artefact as a whole cannot be assessed: a key of the unreadable words, with values."""

    def __init__(self, key: str, **values: str) -> None:
        super().__init__(f"{key} {values}")
        self.key = key
        self.values = values


def _none(_: Iterable[str]) -> Mapping[str, str]:
    return {}


@frozen
class Opened:
    """An app ready to be asked.

    `package` is called after the checks: it tells what was read. `sha256` is of the bytes that
    facts are read from. `content` names the parts that make this build what it is, each with a
    digest, or empty where it cannot be read: a companion is held against it, and one that tells
    nothing is linked to none. `hashes` gives the SHA-256 of the files that it is asked for and that
    can be read. `close` gives the file back; facts not read before cannot be read after.
    """

    app: App
    package: Callable[[], Package]
    sha256: Callable[[], str]
    close: Callable[[], None]
    content: Callable[[], Mapping[str, str]] = dict
    hashes: Callable[[Iterable[str]], Mapping[str, str]] = _none
