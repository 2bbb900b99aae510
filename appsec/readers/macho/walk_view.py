"""What an image holds for code that is followed: constants behind its addresses."""

from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property

from appsec.facts.ios_code import Callee
from appsec.readers.macho.image import (
    BoxedNumber,
    ClassRef,
    ConstantArray,
    ConstantDictionary,
    Image,
    ImageAddress,
    Import,
    Selector,
    Target,
    Text,
)
from appsec.readers.macho.walk_values import (
    MAX_SIZE,
    Address,
    Class,
    Datum,
    Either,
    Extern,
    Function,
    Literal,
    Message,
    Result,
    Table,
    Value,
    either,
    size,
)

_GLOBAL_BLOCK = "_NSConcreteGlobalBlock"
_INVOKE = 16
_CLASS = "OBJC_CLASS_$_"
_POINTER = 8
_NUMBER = "NSNumber"
_BOX = Callee("+[NSNumber numberWithLongLong:]")
_MAX_ITEMS = 64
MAX_TEXT = 4096


@dataclass
class View:
    """An image, with the words of 4 bytes that its code writes to (`stored`) and the addresses
    that it makes (`taken`): what is there when it is loaded may not be there any more when it is
    used."""

    image: Image
    stored: frozenset[int] = frozenset()
    taken: frozenset[int] = frozenset()
    _meanings: dict[int, Value] = field(default_factory=dict)
    _inside: set[int] = field(default_factory=set)

    @cached_property
    def starts(self) -> frozenset[int]:
        """Where functions begin."""
        return frozenset(self.image.functions.tolist())

    def load(self, address: int, count: int) -> Value:
        """What is stored at an address, if it is constant."""
        target = self.image.pointer(address) if count == _POINTER else None
        if isinstance(target, (BoxedNumber, ConstantArray, ConstantDictionary)):
            return None if self._may_change(address, count) else self._object(target, address)
        if isinstance(target, (Import, Selector, ClassRef)):
            return None if self._is_stored(address, count) else _told(target)
        if self._may_change(address, count):
            return None
        if target is not None:
            return _told(target)
        raw = self.image.read(address, count)
        return None if raw is None else int.from_bytes(raw, "little")

    def _is_stored(self, address: int, count: int) -> bool:
        return any(word in self.stored for word in range(address & -4, address + count, 4))

    def _may_change(self, address: int, count: int) -> bool:
        """Whether code may write to these bytes: it does so, or has the address of something before
        them in their section, which nobody says how far it reaches."""
        if self._is_stored(address, count):
            return True
        if not self.image.is_variable(address):
            return False
        start = self.image.section_start(address)
        number = bisect_right(self._taken, address) - 1
        return start is None or (number >= 0 and self._taken[number] >= start)

    @cached_property
    def _taken(self) -> list[int]:
        return sorted(self.taken)

    def meaning(self, value: Value) -> Value:
        """A text, class, selector or block instead of its address; others as they are."""
        if isinstance(value, Address):
            if value.value not in self._meanings:
                self._meanings[value.value] = self._meaning(value)
            return self._meanings[value.value]
        if isinstance(value, Either):
            parts = [self.meaning(one) for one in value.values]
            if None in parts:
                return Either(frozenset(parts))
            found = parts[0]
            for one in parts[1:]:
                found = either(found, one)
            return found
        return value

    def _meaning(self, value: Address) -> Value:
        target = self.image.constant(value.value)
        if isinstance(target, (BoxedNumber, ConstantArray, ConstantDictionary)):
            return self._object(target, value.value)
        if target is not None and not isinstance(target, ImageAddress):
            return _told(target)
        if value.value in self.starts:
            return Function(value.value)
        kind = self.image.pointer(value.value)
        if isinstance(kind, Import) and kind.name == _GLOBAL_BLOCK:
            invoke = self.image.pointer(value.value + _INVOKE)
            return Function(invoke.address) if isinstance(invoke, ImageAddress) else None
        return value

    def _object(
        self, target: BoxedNumber | ConstantArray | ConstantDictionary, address: int
    ) -> Value:
        """What the compiler made of `@1024`, `@[...]` and `@{...}`: as if code had."""
        if isinstance(target, BoxedNumber):
            number = target.value if isinstance(target.value, int) else None
            return Result(address, _BOX, 0, (Class(_NUMBER), number), _NUMBER)
        keyed = isinstance(target, ConstantDictionary)
        values = target.values if isinstance(target, ConstantDictionary) else target.items
        keys = target.keys if isinstance(target, ConstantDictionary) else [0] * len(values)
        if address in self._inside or len(values) > _MAX_ITEMS:
            return Table(keyed, (), complete=False)
        self._inside.add(address)
        entries = tuple(
            (self._item(key) if keyed else None, self._item(item))
            for key, item in zip(keys, values, strict=True)
        )
        self._inside.discard(address)
        found = Table(keyed, entries)
        return found if size(found) <= MAX_SIZE else Table(keyed, (), complete=False)

    def _item(self, place: int) -> Value:
        target = self.image.pointer(place)
        if isinstance(target, (BoxedNumber, ConstantArray, ConstantDictionary)):
            return self._object(target, place)
        if isinstance(target, Import) and not target.name.startswith(_CLASS):
            return Datum(target.name)
        return None if target is None else _told(target)

    def text(self, address: int) -> Value:
        """The text that begins here, ended by a zero; nothing if it is none."""
        found = self.image.constant(address)
        if isinstance(found, Text):
            return Literal(found.value)
        raw = self.image.read(address, MAX_TEXT)
        if raw is None:
            return None
        try:
            return Literal(raw.partition(b"\0")[0].decode()) if b"\0" in raw else None
        except UnicodeDecodeError:
            return None


def _told(target: Target) -> Value:
    found: Value = None
    match target:
        case Import(name) if name.startswith(_CLASS):
            found = Class(name.removeprefix(_CLASS))
        case Import(name):
            found = Extern(name)
        case Selector(name):
            found = Message(name)
        case Text(value):
            found = Literal(value)
        case ClassRef(name):
            found = Class(name)
        case ImageAddress(address):
            found = Address(address)
    return found
