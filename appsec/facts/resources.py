"""Facts about an app's resources: texts, and what they say in which configuration."""

from appsec.model.frozen import frozen
from appsec.model.outcome import Location


@frozen
class Localised:
    """A text in one configuration, named as resource folders are (`zh-rTW`); empty is the
    default."""

    text: str
    configuration: str = ""


@frozen
class StringResource:
    """A string resource: its texts by configuration; one that stands for another is `@0x...`."""

    name: str
    at: Location
    texts: tuple[Localised, ...]
