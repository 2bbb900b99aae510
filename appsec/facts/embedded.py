"""Facts about code that lies in an app beside its own."""

from enum import StrEnum

from appsec.model.frozen import frozen
from appsec.model.outcome import Location


class CodeForm(StrEnum):
    """In what form code lies in a file."""

    APK = "apk"
    DEX = "dex"
    ARCHIVE = "archive"  # a zip file with code inside: a JAR, say


@frozen
class EmbeddedCode:
    """A file with code for Android's runtime where the system does not look for the app's own."""

    form: CodeForm
    at: Location
