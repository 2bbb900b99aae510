"""Objective-C classes, categories and protocols, from the metadata that its runtime reads."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import field

from appsec.model.frozen import slotted
from appsec.readers.macho.image import ClassRef, ObjcClass, ObjcMethod
from appsec.readers.macho.memory import BIND, Memory, Sections
from appsec.readers.macho.objc_lists import Lists, Unread
from appsec.readers.macho.pointers import Pointers
from appsec.readers.macho.swift_names import nominal, swift_name

OBJC_LOST = "macho-objc-unread"
MAX_CLASSES = 100_000
_CLASSES = ("__objc_classlist", "__objc_nlclslist")
_CATEGORIES = ("__objc_catlist", "__objc_nlcatlist", "__objc_catlist2")
_PROTOCOLS = ("__objc_protolist",)
_SWIFT, _DATA = 0x3, ~0x7
"""The lowest bits of a class's data: Swift's marks; the rest is the address."""
_CLASS, _METACLASS = "OBJC_CLASS_$_", "OBJC_METACLASS_$_"
_POINTER = 8
# Places in class_t, class_ro_t, category_t and protocol_t.
_ISA, _SUPERCLASS, _BITS = 0, 8, 32
_NAME, _METHODS, _ADOPTED, _IVARS, _PROPERTIES = 24, 32, 40, 48, 64
_OF_CLASS, _INSTANCE, _STATIC, _CATEGORY_ADOPTED, _CATEGORY_PROPERTIES = 8, 16, 24, 32, 40
_PROTOCOL_NAME = 8
_PROPERTY_SIZE, _IVAR_SIZE, _IVAR_NAME = 16, 32, 8


@slotted
class Objc:
    """What the metadata defines; `named` are the class objects by address."""

    classes: list[ObjcClass] = field(default_factory=list)
    protocols: set[str] = field(default_factory=set)
    named: dict[int, ClassRef] = field(default_factory=dict)
    whole: bool = True


def class_of(symbol: str) -> ClassRef | None:
    """The class whose object a symbol names: `OBJC_CLASS_$_NSData`."""
    for mark, meta in ((_CLASS, False), (_METACLASS, True)):
        if symbol.startswith(mark):
            return ClassRef(nominal(symbol.removeprefix(mark)), meta)
    # A class that only Swift knows has no such symbol, but its metadata is the class object.
    for mark, meta in (("CN", False), ("CMm", True)):
        if symbol.endswith(mark) and (name := swift_name(symbol)):
            return ClassRef(name, meta)
    for mark, meta in (("_TMC", False), ("_TMmC", True)):
        if symbol.startswith(mark):
            return ClassRef(nominal("_TtC" + symbol.removeprefix(mark)), meta)
    return None


def read_objc(memory: Memory, sections: Sections, pointers: Pointers) -> Objc:
    """What can be read; a class that cannot be is left out, and `whole` is false."""
    reader = _Reader(memory, pointers)
    found = reader.found
    classes = reader.listed(sections, _CLASSES)
    # All are named first: a superclass or a category's class may come later in the list.
    for address in classes:
        reader.attempt(reader.name, address)
    for address in classes:
        reader.attempt(reader.read_class, address)
    for address in reader.listed(sections, _CATEGORIES):
        reader.attempt(reader.read_category, address)
    for address in reader.listed(sections, _PROTOCOLS):
        reader.attempt(reader.read_protocol, address)
    return found


class _Reader:
    def __init__(self, memory: Memory, pointers: Pointers) -> None:
        self._memory = memory
        self._pointers = pointers
        self._lists = Lists(memory)
        self.found = Objc()

    def listed(self, sections: Sections, names: Iterable[str]) -> list[int]:
        """What the pointers of these sections lead to, each once."""
        seen: dict[int, None] = {}
        for section in sections.named(*names):
            for number in range(section.size // _POINTER):
                value = self._memory.pointer(section.address + number * _POINTER)
                if not value or value & BIND or len(seen) >= MAX_CLASSES:
                    self.found.whole = False
                    break
                seen[value] = None
        return list(seen)

    def attempt(self, read: Callable[[int], None], address: int) -> None:
        """Read one thing; note if it cannot be."""
        try:
            read(address)
        except Unread:
            self.found.whole = False

    def name(self, address: int) -> None:
        """Take down the names of a class object and of its metaclass."""
        data, _ = self._data(address)
        name = nominal(self._lists.text_at(data + _NAME))
        self.found.named[address] = ClassRef(name)
        meta = self._lists.pointer(address + _ISA)
        if meta and not meta & BIND:
            self.found.named[meta] = ClassRef(name, meta=True)

    def read_class(self, address: int) -> None:
        """A class with the methods of its metaclass."""
        data, swift = self._data(address)
        name = nominal(self._lists.text_at(data + _NAME))
        parts = [self._methods(name, self._lists.pointer(data + _METHODS), of_class=False)]
        meta = self._lists.pointer(address + _ISA)
        if meta and not meta & BIND:
            below, _ = self._data(meta)
            methods = self._lists.pointer(below + _METHODS)
            parts.append(self._methods(name, methods, of_class=True))
        self.found.classes.append(
            ObjcClass(
                name,
                self._class_name(address + _SUPERCLASS),
                self._adopted(data + _ADOPTED),
                tuple(method for part in parts for method in part),
                self._properties(data + _PROPERTIES),
                self._names(data + _IVARS, _IVAR_SIZE, _IVAR_NAME),
                swift,
            )
        )

    def read_category(self, address: int) -> None:
        """What a category adds, under the name of the class that it adds it to."""
        owner = self._class_name(address + _OF_CLASS)
        if not owner:
            raise Unread
        category = self._lists.text_at(address)
        methods = [
            method
            for place, of_class in ((_INSTANCE, False), (_STATIC, True))
            for method in self._methods(
                owner, self._lists.pointer(address + place), of_class=of_class, category=category
            )
        ]
        adopted = self._adopted(address + _CATEGORY_ADOPTED)
        properties = self._properties(address + _CATEGORY_PROPERTIES)
        self.found.classes.append(ObjcClass(owner, "", adopted, tuple(methods), properties, ()))

    def read_protocol(self, address: int) -> None:
        """The name of a protocol."""
        self.found.protocols.add(nominal(self._lists.text_at(address + _PROTOCOL_NAME)))

    def _data(self, address: int) -> tuple[int, bool]:
        """Where the unchanging part of a class is, and whether Swift's compiler wrote it."""
        bits = self._lists.pointer(address + _BITS)
        if not bits & _DATA or bits & BIND:
            raise Unread
        return bits & _DATA, bool(bits & _SWIFT)

    def _methods(
        self, owner: str, at: int, *, of_class: bool, category: str = ""
    ) -> Iterator[ObjcMethod]:
        if at & BIND:
            raise Unread
        for one in self._lists.methods(at):
            yield ObjcMethod(owner, one.selector, one.types, one.implementation, of_class, category)

    def _class_name(self, place: int) -> str:
        """The class that a pointer leads to, this image's or another's; empty where none is."""
        value = self._lists.pointer(place)
        if not value & BIND:
            known = self.found.named.get(value)
            if value and known is None:
                raise Unread
            return known.name if known else ""
        bound = self._pointers.meaning(value)
        if bound is None:
            raise Unread
        known = class_of(bound.name)
        return known.name if known else bound.name

    def _adopted(self, place: int) -> tuple[str, ...]:
        return tuple(
            nominal(self._lists.text_at(protocol + _PROTOCOL_NAME))
            for protocol in self._lists.protocols(self._local(place))
        )

    def _properties(self, place: int) -> tuple[str, ...]:
        return self._names(place, _PROPERTY_SIZE, 0)

    def _names(self, place: int, size: int, name_at: int) -> tuple[str, ...]:
        return tuple(self._lists.names(self._local(place), size, name_at))

    def _local(self, place: int) -> int:
        value = self._lists.pointer(place)
        if value & BIND:
            raise Unread
        return value
