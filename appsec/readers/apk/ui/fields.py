"""One text field: what its element, styles and themes say, and what it asks for."""

import re
from collections.abc import Callable, Iterator
from dataclasses import field

from appsec.facts.app import FactUnavailable
from appsec.facts.resources import Localised
from appsec.facts.text_field import FieldKind, TextField
from appsec.model.frozen import frozen, slotted
from appsec.model.outcome import Location, Origin
from appsec.readers.apk.axml import Element
from appsec.readers.apk.resources import COMPLEX, Resources
from appsec.readers.apk.ui.sensitive import (
    Asked,
    NotAsked,
    agreed,
    asked_by,
    asked_by_autofill,
)
from appsec.readers.apk.ui.styles import PLATFORM, Styles
from appsec.readers.apk.ui.view_attributes import ViewAttr
from appsec.readers.apk.ui.views import view_of
from appsec.readers.apk.values import Value

LANGUAGES = frozenset(("", "zh", "en"))
"""Of the languages of texts only these are read: they are the ones that the tables know."""
_TEXT, _NUMBER, _PHONE, _PASSWORD = 0x01, 0x02, 0x03, 0x81
_NUMERIC_BITS = {0x01: _NUMBER, 0x03: 0x1002, 0x05: 0x2002, 0x07: 0x3002}
_ACTIONS = {
    1: "actionNone",
    2: "actionGo",
    3: "actionSearch",
    4: "actionSend",
    5: "actionNext",
    6: "actionDone",
    7: "actionPrevious",
}
_IME_FLAGS = {
    0x01000000: "flagNoPersonalizedLearning",
    0x02000000: "flagNoFullscreen",
    0x04000000: "flagNavigatePrevious",
    0x08000000: "flagNavigateNext",
    0x10000000: "flagNoExtractUi",
    0x20000000: "flagNoAccessoryAction",
    0x40000000: "flagNoEnterAction",
    0x80000000: "flagForceAscii",
}
_AUTOFILL = {0: "auto", 1: "yes", 2: "no", 4: "yesExcludeDescendants", 8: "noExcludeDescendants"}
_SEARCH = "actionSearch"
_BOUND_TAG = re.compile(r"binding_\d+|layout[\w+-]*/\w+_\d+")
"""The tag that data binding leaves on a view: what was `@{…}` in the layout is set in code."""
_BINDABLE = (ViewAttr.INPUT_TYPE, ViewAttr.MAX_LENGTH, ViewAttr.DIGITS)
_FOCUS = (ViewAttr.FOCUSABLE, ViewAttr.FOCUSABLE_IN_TOUCH_MODE, ViewAttr.EDITABLE)
_OWN_ATTRIBUTES = (FieldKind.PREFERENCE, FieldKind.SEARCH, FieldKind.CUSTOM)
"""Kinds that take their texts from attributes of a library, too, which have the same names."""


@frozen
class Place:
    """Where a field stands: the file, the layout, and what lies around it. `label_sure` says that
    the label is bound to the field and does not only stand before it."""

    file: str
    layout: str
    configuration: str
    origin: Origin
    number: int
    overlays: tuple[int, ...] = ()
    label: Value | None = None
    label_sure: bool = False


@slotted
class FieldReader:
    """Reads the fields of an app. `default_styles` gives the attributes by which themes name the
    style of a kind of field; `lose` notes a gap."""

    resources: Resources
    styles: Styles
    default_styles: Callable[[FieldKind], tuple[int, ...]]
    lose: Callable[[FactUnavailable, str, str, str], None]
    _texts: dict[int, tuple[Localised, ...]] = field(default_factory=dict)

    def read(self, element: Element, kind: FieldKind, place: Place) -> TextField:
        """What cannot be told is unsure and leaves a gap."""
        return _One(self, element, kind, place).field()

    def texts(
        self, value: Value | None, file: str, member: str, attr: str
    ) -> tuple[Localised, ...]:
        """A text in the languages that are judged."""
        if value is None or value.is_null or value.is_theme:
            return ()
        if not value.is_reference:
            return (Localised(value.as_text()),)
        if value.data not in self._texts:
            try:
                found = self.resources.texts(value, LANGUAGES)
            except FactUnavailable as reason:
                self.lose(reason, file, member, attr)
                found = {}
            told = (Localised(text, where) for where, text in sorted(found.items()))
            self._texts[value.data] = tuple(told)
        return self._texts[value.data]

    def id(self, value: Value | None) -> str:
        """The name of an id; that of one of the platform's is its number."""
        if value is None or not value.is_reference or value.is_null:
            return ""
        if value.data >> 24 == PLATFORM:
            return f"android:0x{value.data:08x}"
        return self.resources.name(value.data).partition("/")[2] or f"0x{value.data:08x}"


@slotted
class _One:
    """One element while it is read."""

    reader: FieldReader
    element: Element
    kind: FieldKind
    place: Place
    unsure: list[str] = field(default_factory=list)
    member: str = ""

    def field(self) -> TextField:
        element, place, reader = self.element, self.place, self.reader
        view = view_of(element)
        id = self._id()
        self.member = f"{view.rpartition('.')[2]} {id or f'[{place.number}]'}"
        hint = self._texts(ViewAttr.HINT) or self._texts(ViewAttr.QUERY_HINT)
        label = reader.texts(place.label, place.file, self.member, "label")
        label = label or self._texts(ViewAttr.TITLE) or self._texts(ViewAttr.CONTENT_DESCRIPTION)
        autofill_hints = tuple(self._autofill_hints())
        ime = self._number(ViewAttr.IME_OPTIONS)
        ime_options = tuple(_ime_words(ime)) if ime is not None else ()
        asked = None
        searches = _SEARCH in ime_options and ViewAttr.IME_OPTIONS.word not in self.unsure
        if self.kind is not FieldKind.SEARCH and not searches:
            asked = self._asked(id, hint, label, autofill_hints)
        kept = self._number(ViewAttr.IMPORTANT_FOR_AUTOFILL)
        self._bind()
        read_only, is_open = self._read_only(), self._is_open()
        return TextField(
            layout=place.layout,
            view=view,
            kind=self.kind,
            at=Location(place.file, self.member),
            configuration=place.configuration,
            id=id,
            hint=hint,
            label=label,
            input_type=self._input_type(),
            max_length=self._max_length(),
            digits=self._text(ViewAttr.DIGITS),
            autofill="" if kept is None else _AUTOFILL.get(kept, str(kept)),
            autofill_hints=autofill_hints,
            ime_options=ime_options,
            read_only=read_only,
            is_open=is_open,
            unsure=tuple(dict.fromkeys(self.unsure)),
            asks=asked.datum if asked else None,
            asks_surely=bool(asked and asked.sure),
            origin=place.origin,
        )

    def _id(self) -> str:
        if self.kind is FieldKind.PREFERENCE:
            return next((t.text for t in self._texts(ViewAttr.KEY)), "")
        try:
            return self.reader.id(self.element.get(ViewAttr.ID))
        except FactUnavailable as reason:
            self.reader.lose(reason, self.place.file, self.member, ViewAttr.ID.word)
            return ""

    def _asked(
        self,
        id: str,
        hint: tuple[Localised, ...],
        label: tuple[Localised, ...],
        autofill: tuple[str, ...],
    ) -> Asked | None:
        names = [(id, True), *((text.text, True) for text in hint)]
        bound = self.place.label_sure or self.place.label is None
        # What only stands before a field may be the label of another one.
        names += [(text.text, bound) for text in label]
        found, is_other = [asked_by_autofill(autofill)], False
        for name, own in names:
            try:
                asked = asked_by(name)
            except NotAsked:
                is_other = True
            else:
                found.append(asked if asked is None or own else Asked(asked.datum, False))
        told = agreed([one for one in found if one])
        if told and is_other:  # a vague name then means what the other text says
            return Asked(told.datum, False) if any(one and one.sure for one in found) else None
        return told

    def _input_type(self) -> int | None:
        """As the constructor of TextView makes it of its attributes."""
        made_of = (ViewAttr.PHONE_NUMBER, ViewAttr.NUMERIC, ViewAttr.PASSWORD)
        written = self._number(ViewAttr.INPUT_TYPE) or None
        bits = written
        if bits is None and self._flag(ViewAttr.PHONE_NUMBER):
            bits = _PHONE
        if bits is None and (numeric := self._number(ViewAttr.NUMERIC)):
            bits = _NUMERIC_BITS.get(numeric, _NUMBER)
        if self._flag(ViewAttr.PASSWORD) and (bits is None or bits & 0x0F == _TEXT):
            bits = (bits or 0) & ~0xFF0 | _PASSWORD
        if any(attr.word in self.unsure for attr in made_of):
            self.unsure.append(ViewAttr.INPUT_TYPE.word)
        return bits

    def _max_length(self) -> int | None:
        """A negative one is none."""
        length = self._number(ViewAttr.MAX_LENGTH)
        return length if length is not None and length >= 0 else None

    def _read_only(self) -> bool:
        """Whether it surely takes no typing: an input type `none` says so for drop-down menus
        only. What cannot have the focus opens a picker when it is tapped."""
        never = [attr for attr in _FOCUS if self._number(attr) == 0]
        if self.kind is FieldKind.COMPLETION and self._number(ViewAttr.INPUT_TYPE) == 0:
            never.append(ViewAttr.INPUT_TYPE)
        return any(attr.word not in self.unsure for attr in never)

    def _is_open(self) -> bool:
        starts = self._number(ViewAttr.ENABLED) != 0 and not self._number(ViewAttr.VISIBILITY)
        needed = (*_FOCUS, ViewAttr.ENABLED, ViewAttr.VISIBILITY)
        return starts and not any(attr.word in self.unsure for attr in needed)

    def _bind(self) -> None:
        """What a view of data binding leaves out may come from code that nobody wrote."""
        tag = self.element.get(ViewAttr.TAG)
        if tag is not None and _BOUND_TAG.fullmatch(tag.as_text()):
            left_out = [attr for attr in _BINDABLE if self.element.get(attr) is None]
            self.unsure += [attr.word for attr in left_out]

    def _autofill_hints(self) -> Iterator[str]:
        """One text with commas, or an array of texts."""
        for value in self._values(ViewAttr.AUTOFILL_HINTS):
            if value.type == COMPLEX:
                continue
            yield from (part.strip() for part in value.as_text().split(",") if part.strip())
        written = self.element.get(ViewAttr.AUTOFILL_HINTS)
        if written is not None and written.is_reference and written.data >> 24 != PLATFORM:
            for bag in self.reader.resources.bags(written.data):
                yield from (item.text for _, item in bag.items if item.text)

    def _texts(self, attr: ViewAttr) -> tuple[Localised, ...]:
        value = self.element.get(attr)
        if value is None and self.kind in _OWN_ATTRIBUTES:
            named = (a.value for a in self.element.attributes if a.name == attr.word)
            value = next(named, None)
        return self.reader.texts(value, self.place.file, self.member, attr.word)

    def _text(self, attr: ViewAttr) -> str:
        return next((value.as_text() for value in self._values(attr)), "")

    def _flag(self, attr: ViewAttr) -> bool:
        return bool(self._number(attr))

    def _number(self, attr: ViewAttr) -> int | None:
        for value in self._values(attr):
            if value.is_integer:
                return value.as_integer(0)
            self.unsure.append(attr.word)
        return None

    def _values(self, attr: ViewAttr) -> tuple[Value, ...]:
        """What the attribute is, the default first; none where nothing sets it."""
        reader, place = self.reader, self.place
        try:
            defaults = reader.default_styles(self.kind)
            possible = reader.styles.of_view(self.element, attr, place.overlays, defaults)
            found = [
                meant
                for value in possible
                if value is not None
                for meant in reader.resources.meanings(value)
            ]
        except FactUnavailable as reason:
            if attr is ViewAttr.AUTOFILL_HINTS:  # an array, which has no single value
                return ()
            reader.lose(reason, place.file, self.member, attr.word)
            self.unsure.append(attr.word)
            return ()
        if len({one.value for one in found}) + (None in possible) > 1:
            self.unsure.append(attr.word)
        found.sort(key=lambda one: (not one.by_default, one.value.data, one.value.text))
        return tuple(one.value for one in found)


def _ime_words(bits: int) -> Iterator[str]:
    if action := _ACTIONS.get(bits & 0xFF):
        yield action
    yield from (word for flag, word in _IME_FLAGS.items() if bits & flag)
