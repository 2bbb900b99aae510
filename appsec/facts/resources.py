"""Facts about an app's resources: texts, and what they say in which configuration."""

from dataclasses import dataclass

from appsec.model.outcome import Location


@dataclass(frozen=True, slots=True)
class Localised:
    """A text in one configuration, named as resource folders are (`zh-rTW`); empty is the
    default."""

    text: str
    configuration: str = ""


@dataclass(frozen=True, slots=True)
class StringResource:
    """A string resource: its texts by configuration; one that stands for another is `@0x...`."""

    name: str
    at: Location
    texts: tuple[Localised, ...]
