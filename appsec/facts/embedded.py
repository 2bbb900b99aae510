"""Facts about code that lies in an app beside its own."""

from dataclasses import dataclass
from enum import StrEnum

from appsec.model.outcome import Location


class CodeForm(StrEnum):
    """In what form code lies in a file."""

    APK = "apk"
    DEX = "dex"
    ARCHIVE = "archive"  # a zip file with code inside: a JAR, say


@dataclass(frozen=True, slots=True)
class EmbeddedCode:
    """A file with code for Android's runtime where the system does not look for the app's own."""

    form: CodeForm
    at: Location
