"""The configuration that a resource is for, named as resource folders are: `zh-rTW-land-v21`."""

from struct import Struct

from appsec.model.frozen import frozen

_FIXED = Struct("<HH2s2sBBHBBBBHHHHBBHHH4s8s")
"""ResTable_config after its size, up to the variant of the locale."""
_SIZES = ("", "small", "normal", "large", "xlarge")
_DIRECTIONS = ("", "ldltr", "ldrtl")
_ORIENTATIONS = ("", "port", "land", "square")
_MODES = ("", "", "desk", "car", "television", "appliance", "watch", "vrheadset")
_DENSITIES = {
    120: "ldpi",
    160: "mdpi",
    213: "tvdpi",
    240: "hdpi",
    320: "xhdpi",
    480: "xxhdpi",
    640: "xxxhdpi",
    0xFFFE: "anydpi",
    0xFFFF: "nodpi",
}
_NIGHT = ("", "notnight", "night")
_PACKED = 0x80
_REGIONS = (2, 3)
"""How long a region is; a script has four letters, a variant more."""


@frozen
class Configuration:
    """The qualifiers that matter to a reader of a report; `more` says that there are others."""

    locale: str = ""
    direction: int = 0
    smallest: int = 0
    width: int = 0
    height: int = 0
    size: int = 0
    orientation: int = 0
    mode: int = 0
    night: int = 0
    density: int = 0
    sdk: int = 0
    more: bool = False

    @property
    def language(self) -> str:
        """`zh` of zh-TW; empty for any language."""
        return self.locale.partition("-")[0]

    def __str__(self) -> str:
        parts = (
            self._folder_locale(),
            _named(_DIRECTIONS, self.direction),
            f"sw{self.smallest}dp" if self.smallest else "",
            f"w{self.width}dp" if self.width else "",
            f"h{self.height}dp" if self.height else "",
            _named(_SIZES, self.size),
            _named(_ORIENTATIONS, self.orientation),
            _named(_MODES, self.mode),
            _named(_NIGHT, self.night),
            _DENSITIES.get(self.density, f"{self.density}dpi") if self.density else "",
            f"v{self.sdk}" if self.sdk else "",
            "other" if self.more else "",
        )
        return "-".join(part for part in parts if part)

    def _folder_locale(self) -> str:
        """`zh-rTW`; with a script or variant `b+sr+Latn`."""
        language, *more = self.locale.split("-")
        if not more:
            return language
        region = len(more) == 1 and len(more[0]) in _REGIONS
        return f"{language}-r{more[0]}" if region else "b+" + "+".join((language, *more))


DEFAULT = Configuration()


def parse_configuration(raw: bytes) -> Configuration:
    """That of a compiled table, without the four bytes of its size; older ones are shorter."""
    if not any(raw):
        return DEFAULT
    fields = _FIXED.unpack(raw[: _FIXED.size].ljust(_FIXED.size, b"\0"))
    mcc, mnc, language, region, orientation, touch, density, keyboard, navigation = fields[:9]
    hidden, gender, wide, high, sdk, _, screen, mode, smallest, width, height = fields[9:20]
    rest = raw[_FIXED.size :]
    # Behind the variant: round screens and colours. A computed script is no qualifier.
    more = (mcc, mnc, touch, keyboard, navigation, hidden, gender, wide, high, screen & 0x30)
    return Configuration(
        locale=_locale(language, region, fields[20], fields[21]),
        direction=screen >> 6,
        smallest=smallest,
        width=width,
        height=height,
        size=screen & 0x0F,
        orientation=orientation,
        mode=mode & 0x0F,
        night=mode >> 4 & 0x03,
        density=density,
        sdk=sdk,
        more=any(more) or any(rest[:2]),
    )


def _named(names: tuple[str, ...], number: int) -> str:
    return names[number] if number < len(names) else str(number)


def _locale(language: bytes, region: bytes, script: bytes, variant: bytes) -> str:
    parts = (_letters(language, ord("a")), _plain(script), _letters(region, ord("0")))
    return "-".join(part for part in (*parts, _plain(variant)) if part)


def _letters(packed: bytes, base: int) -> str:
    """Two letters as they are, or three in five bits each, as ResTable_config packs them."""
    first, second = packed
    if not first & _PACKED:
        return _plain(packed)
    three = (second & 0x1F, second >> 5 | (first & 0x03) << 3, first >> 2 & 0x1F)
    return "".join(chr(base + letter) for letter in three)


def _plain(raw: bytes) -> str:
    return raw.rstrip(b"\0").decode("ascii", "replace")
