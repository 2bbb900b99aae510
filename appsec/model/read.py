"""What an assessment says of files given to the tool, and of what could not be read of them."""

from collections.abc import Mapping

from appsec.model.frozen import frozen
from appsec.model.outcome import Build, Cause
from appsec.model.text import Text


@frozen
class FileRead:
    """A file given to the tool, by its name without folders."""

    name: str
    sha256: str
    size: int


@frozen
class CoverageGap:
    """What a fact could not cover, why, and what would change that."""

    fact: str
    cause: Cause
    key: str
    values: Mapping[str, str]
    message: Text
    next: Text
    build: Build = Build.SHIPPED
