"""Facts about a text field: what it is set to, and what it asks for."""

from collections.abc import Iterable
from enum import IntEnum, StrEnum

from appsec.facts.resources import Localised
from appsec.model.frozen import frozen
from appsec.model.outcome import Location, Origin


class FieldKind(StrEnum):
    """What a text field is made of. CUSTOM is a view of whose class we know nothing."""

    EDIT = "edit"
    COMPLETION = "completion"
    SEARCH = "search"
    PREFERENCE = "preference"
    CUSTOM = "custom"


class Datum(StrEnum):
    """What a field asks for, of what the standard holds to be sensitive."""

    NAME = "name"
    ADDRESS = "address"
    NATIONAL_ID = "national-id"
    BIRTHDAY = "birthday"
    PHONE = "phone"
    EMAIL = "email"
    ACCOUNT = "account"
    PASSWORD = "password"
    PIN = "pin"
    CARD = "card"
    CODE = "code"
    HEALTH_CARD = "health-card"


class InputClass(IntEnum):
    """The classes of android.text.InputType."""

    NONE = 0
    TEXT = 1
    NUMBER = 2
    PHONE = 3
    DATETIME = 4


_CLASS, _VARIATION = 0x0F, 0xFF0
_NO_SUGGESTIONS = 0x80000
_HIDDEN = {InputClass.TEXT: (0x80, 0xE0), InputClass.NUMBER: (0x10,)}
"""Variations that show dots: textPassword, textWebPassword and numberPassword."""
_VISIBLE_PASSWORD = 0x90
_LIMITS = ("inputType", "maxLength", "digits")
"""The attributes that limit what can be typed."""
_SHOWN, _MANY = 40, 40
"""How much of a text is shown, and how many fields."""
_SELDOM = (0x10, 0x20, 0xB0, 0xD0)
"""textUri, textEmailAddress, textFilter and textWebEmailAddress."""
_AUTO_COMPLETE = 0x10000
"""The app makes suggestions of its own, as every AutoCompleteTextView does."""


@frozen
class TextField:
    """One text field of one layout file, as the file, its styles and the app's themes set it.

    `input_type` has the bits of android.text.InputType, None where nothing sets it: Android then
    takes any text. `unsure` names the attributes that differ between themes or configurations,
    or that data binding may set. `read_only` fields take no typing; those not `is_open` start
    disabled or hidden, or are read-only in places. `asks` is what the field asks for, going by
    id, hint and label; `asks_surely` is false where these are vague or tell of several things.
    Code can change all of this at run time. Texts are those of the default, Chinese and English
    configurations.
    """

    layout: str
    view: str
    kind: FieldKind
    at: Location
    configuration: str = ""
    id: str = ""
    hint: tuple[Localised, ...] = ()
    label: tuple[Localised, ...] = ()
    input_type: int | None = None
    max_length: int | None = None
    digits: str = ""
    autofill: str = ""
    autofill_hints: tuple[str, ...] = ()
    ime_options: tuple[str, ...] = ()
    read_only: bool = False
    is_open: bool = True
    unsure: tuple[str, ...] = ()
    asks: Datum | None = None
    asks_surely: bool = False
    origin: Origin = Origin.APP

    @property
    def input_class(self) -> InputClass:
        """NONE only for what no class of Android is; without any type it is text."""
        bits = InputClass.TEXT if self.input_type is None else self.input_type & _CLASS
        return InputClass(bits) if bits in list(InputClass) else InputClass.NONE

    @property
    def variation(self) -> int:
        """The bits of the variation."""
        return (self.input_type or 0) & _VARIATION

    @property
    def has_sure_type(self) -> bool:
        """Whether the type is the same in every theme and configuration."""
        return "inputType" not in self.unsure

    @property
    def has_sure_limits(self) -> bool:
        """Whether type, characters and length are the same in all of them."""
        return not any(attribute in self.unsure for attribute in _LIMITS)

    @property
    def is_masked(self) -> bool:
        """Whether what is typed shows as dots, in every configuration."""
        return self.has_sure_type and self._hides

    @property
    def _hides(self) -> bool:
        return self.variation in _HIDDEN.get(self.input_class, ())

    @property
    def is_visible_password(self) -> bool:
        """Whether it is a password in clear: for a keyboard it is one, for the eye it is not."""
        return self.input_class is InputClass.TEXT and self.variation == _VISIBLE_PASSWORD

    @property
    def seldom_suggests(self) -> bool:
        """Whether it is of a type for which keyboards differ, and many suggest nothing."""
        special = self.variation in _SELDOM or bool((self.input_type or 0) & _AUTO_COMPLETE)
        completes = self.kind is FieldKind.COMPLETION
        return self.input_class is InputClass.TEXT and (special or completes)

    @property
    def lets_suggest(self) -> bool:
        """Whether a keyboard may correct, suggest and learn what is typed, in any configuration."""
        return not self.has_sure_type or (
            self.input_class is InputClass.TEXT
            and not self._hides
            and not self.is_visible_password
            and not (self.input_type or 0) & _NO_SUGGESTIONS
        )

    @property
    def limits_type(self) -> bool:
        """Whether only some characters can be typed."""
        return bool(self.digits) or self.input_class not in (InputClass.TEXT, InputClass.NONE)

    @property
    def is_search(self) -> bool:
        """Whether it is a search box, by its class or by its key on the keyboard."""
        key = "actionSearch" in self.ime_options and "imeOptions" not in self.unsure
        return self.kind is FieldKind.SEARCH or key

    @property
    def is_limited(self) -> bool:
        """Whether it has a type, be it any text, and a greatest length, in every configuration."""
        typed = self.input_type is not None or bool(self.digits)
        return self.has_sure_limits and typed and self.max_length is not None

    @property
    def input_words(self) -> tuple[str, ...]:
        """The type in the words of a layout: `textPassword`, `textNoSuggestions`."""
        return input_words(self.input_type)

    @property
    def shown(self) -> str:
        """Id and text, by which a person finds the field."""
        texts = self.hint or self.label
        text = next((t.text for t in texts if not t.configuration), texts[0].text if texts else "")
        text = " ".join(text.split())
        text = text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"
        if not self.id:
            return text or self.view.rpartition(".")[2]
        return f"{self.id} ({text})" if text else self.id


def by_layout(fields: Iterable[TextField]) -> dict[str, list[TextField]]:
    """The fields of each layout, in all of its configurations."""
    found: dict[str, list[TextField]] = {}
    for field in fields:
        found.setdefault(field.layout, []).append(field)
    return found


def places_of(fields: Iterable[TextField]) -> tuple[Location, ...]:
    """Where fields stand, each place once."""
    return tuple(dict.fromkeys(field.at for field in fields))


def names_of(fields: Iterable[TextField]) -> str:
    """Fields as a person finds them."""
    return listed("; ", (field.shown for field in fields))


def names_with_layouts(fields: Iterable[TextField]) -> str:
    """The same, each with its layout."""
    return listed("; ", (f"{field.layout}: {field.shown}" for field in fields))


def listed(between: str, names: Iterable[str]) -> str:
    """Each name once; of very many only the first, and how many more there are."""
    every = list(dict.fromkeys(names))
    more = [f"… (+{len(every) - _MANY})"] if len(every) > _MANY else []
    return between.join([*every[:_MANY], *more])


_TEXT_VARIATIONS = {
    0x10: "textUri",
    0x20: "textEmailAddress",
    0x30: "textEmailSubject",
    0x40: "textShortMessage",
    0x50: "textLongMessage",
    0x60: "textPersonName",
    0x70: "textPostalAddress",
    0x80: "textPassword",
    0x90: "textVisiblePassword",
    0xA0: "textWebEditText",
    0xB0: "textFilter",
    0xC0: "textPhonetic",
    0xD0: "textWebEmailAddress",
    0xE0: "textWebPassword",
}
_VARIATIONS = {
    InputClass.TEXT: _TEXT_VARIATIONS,
    InputClass.NUMBER: {0x10: "numberPassword"},
    InputClass.DATETIME: {0x10: "date", 0x20: "time"},
}
_FLAGS = {
    InputClass.TEXT: {
        0x01000: "textCapCharacters",
        0x02000: "textCapWords",
        0x04000: "textCapSentences",
        0x08000: "textAutoCorrect",
        0x10000: "textAutoComplete",
        0x20000: "textMultiLine",
        0x40000: "textImeMultiLine",
        _NO_SUGGESTIONS: "textNoSuggestions",
    },
    InputClass.NUMBER: {0x1000: "numberSigned", 0x2000: "numberDecimal"},
}
_PLAIN = {
    InputClass.TEXT: "text",
    InputClass.NUMBER: "number",
    InputClass.PHONE: "phone",
    InputClass.DATETIME: "datetime",
}


def input_words(bits: int | None) -> tuple[str, ...]:
    """The words of android:inputType for these bits; what has none stands in hexadecimal."""
    if not bits:
        return () if bits is None else ("none",)
    number = bits & _CLASS
    if number not in list(InputClass):
        return (f"0x{bits:x}",)
    kind = InputClass(number)
    words = []
    rest = bits & ~_CLASS
    if name := _VARIATIONS.get(kind, {}).get(rest & _VARIATION):
        words.append(name)
        rest &= ~_VARIATION
    for flag, name in _FLAGS.get(kind, {}).items():
        if rest & flag:
            words.append(name)
            rest &= ~flag
    if rest:
        words.append(f"0x{rest:x}")
    return tuple(words) or (_PLAIN.get(kind, "none"),)
