"""aapt.pb.Configuration as the configuration that a compiled table would hold."""

from appsec.readers.aab.wire import Message
from appsec.readers.apk.configuration import DEFAULT, Configuration

_LOCALE = 3
_NUMBERS = {
    4: "direction",
    8: "height",
    7: "width",
    9: "smallest",
    10: "size",
    15: "orientation",
    16: "mode",
    17: "night",
    18: "density",
    24: "sdk",
}
_NIGHT_TURNED = {1: 2, 2: 1}
"""In protobuf night comes before not night, in a compiled table after it."""


def configuration_of(config: Message | None) -> Configuration:
    """Raises BadShape."""
    if config is None:
        return DEFAULT
    known = {name: config.integer(number) for number, name in _NUMBERS.items()}
    known["night"] = _NIGHT_TURNED.get(known["night"], known["night"])
    others = (n for n in config.values if n not in _NUMBERS and n != _LOCALE)
    more = any(value for number in others for _, value in config.values[number])
    return Configuration(locale=config.text(_LOCALE), more=more, **known)
