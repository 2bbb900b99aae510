"""Facts about the frameworks and packers that an Android app is made with."""

from enum import StrEnum

from appsec.model.frozen import frozen
from appsec.model.outcome import Location


class FrameworkKind(StrEnum):
    """What hides code from a reader of DEX files."""

    FRAMEWORK = "framework"
    PACKER = "packer"


@frozen
class Framework:
    """A framework, or a packer, that the files of the package show. `variant` is its kind of
    engine (Hermes, IL2CPP), `at` the file that shows it; `payload` are those that hold the app's
    code, as far as they are where one expects them."""

    name: str
    kind: FrameworkKind
    at: Location
    variant: str = ""
    payload: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """What to call it: React Native (Hermes)."""
        return f"{self.name} ({self.variant})" if self.variant else self.name
