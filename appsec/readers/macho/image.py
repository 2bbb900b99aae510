"""A slice as its code sees it: what an address, a pointer or a stub means."""

from collections.abc import Callable, Iterator, Mapping
from typing import Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from appsec.model.frozen import frozen


@frozen
class Import:
    """A function or datum of another image, named as the linker does, with one underscore taken
    away: `CCCrypt`, `kSecAttrAccessible`, `OBJC_CLASS_$_NSUserDefaults`, `$s9CryptoKit...`."""

    name: str
    library: str = ""


@frozen
class Selector:
    """The name of a message: `setObject:forKey:`."""

    name: str


@frozen
class Text:
    """A constant text: a C string, a CFString, or one in UTF-16."""

    value: str


@frozen
class ClassRef:
    """An Objective-C class, this image's own or an imported one, by its name."""

    name: str
    meta: bool = False


@frozen
class ImageAddress:
    """A place in this image: a function, or data that no reader knows more of. Unslid."""

    address: int


@frozen
class BoxedNumber:
    """An NSNumber that the compiler made: `@1024`."""

    value: int | float


@frozen
class ConstantArray:
    """An NSArray that the compiler made: the places of its items, for `Image.pointer`."""

    items: range


@frozen
class ConstantDictionary:
    """An NSDictionary that the compiler made: the places of its keys, and of their values."""

    keys: range
    values: range


Target: TypeAlias = (
    Import
    | Selector
    | Text
    | ClassRef
    | BoxedNumber
    | ConstantArray
    | ConstantDictionary
    | ImageAddress
)


@frozen
class ObjcMethod:
    """One method. `implementation` is its unslid address; `class_method` is a `+` method."""

    owner: str
    selector: str
    types: str
    implementation: int
    class_method: bool
    category: str = ""

    @property
    def name(self) -> str:
        """As the field writes it: `-[Owner setObject:forKey:]`."""
        return f"{'+' if self.class_method else '-'}[{self.owner} {self.selector}]"


@frozen
class ObjcClass:
    """A class of this image. `superclass` is empty where it has none or it is not known; `swift`
    says that the Swift compiler wrote it. `name` is demangled to `Module.Type` for Swift's."""

    name: str
    superclass: str
    protocols: tuple[str, ...]
    methods: tuple[ObjcMethod, ...]
    properties: tuple[str, ...]
    ivars: tuple[str, ...]
    swift: bool = False


class Image(Protocol):
    """One slice, read bounded. Addresses are unslid. Nothing here raises for a strange address:
    what is not known is None; what could not be read is in `lost`."""

    @property
    def lost(self) -> tuple[str, ...]:
        """Keys of gaps: parts of the metadata that are malformed or too much."""

    @property
    def architecture(self) -> str:
        """`arm64`, `arm64e` or `x86_64`: the last offers metadata, but no `text`. Empty if the
        slice could not be read at all, so that nothing but `lost` is told."""

    @property
    def text(self) -> tuple[tuple[int, NDArray[np.uint32]], ...]:
        """Sections of instructions that are not encrypted: address of the first, and the words."""

    @property
    def functions(self) -> NDArray[np.int64]:
        """Where functions begin, ascending (LC_FUNCTION_STARTS, and symbols and methods beside)."""

    @property
    def names(self) -> Mapping[int, str]:
        """What symbols and Objective-C methods call the functions of this image."""

    @property
    def classes(self) -> tuple[ObjcClass, ...]:
        """Classes and categories of this image."""

    @property
    def protocols(self) -> tuple[str, ...]:
        """Protocols that this image defines."""

    @property
    def swift_types(self) -> tuple[str, ...]:
        """Nominal types that Swift's metadata tells, as `Module.Type`."""

    @property
    def exports(self) -> frozenset[str]:
        """What this image offers to others."""

    @property
    def slots(self) -> NDArray[np.int64]:
        """Where the pointers are through which code comes to selectors and to what it imports."""

    @property
    def imports(self) -> tuple[Import, ...]:
        """What this image takes from others, each once. It need not be used."""

    def bound(self, wanted: Callable[[str], bool]) -> Iterator[tuple[int, str]]:
        """Where else the addresses of imports with these names are kept: in variables and tables
        of functions. The place, and the name."""

    def stub(self, address: int) -> Import | Selector | ImageAddress | None:
        """What a branch to this stub comes to: an import, a message (`objc_msgSend$sel`), or a
        function of this image that others may replace. None if there is no stub here."""

    def pointer(self, address: int) -> Target | None:
        """What the pointer that is stored here is after dyld's work: binds and rebases. Imported
        classes are a ClassRef; what is no pointer, or points beside an import, is None."""

    def constant(self, address: int) -> Target | None:
        """What an address that code computes is: a CFString, a C string, a class, a selector;
        an ImageAddress for what else is mapped, None for what is not."""

    def swift_text(self, address: int) -> Text | None:
        """The constant String of Swift whose two words are stored here: short ones are in the words
        themselves, of others the second points to the text (then `pointer` tells it, too)."""

    def read(self, address: int, size: int) -> bytes | None:
        """Bytes of the file that are mapped here, if all of them are."""

    def is_variable(self, address: int) -> bool:
        """Whether code may write here: not where the compiler puts constants."""

    def section_start(self, address: int) -> int | None:
        """Where the section begins that holds this address; None for what has no bytes in the
        file."""

    def constant_bytes(self, address: int, most: int) -> bytes | None:
        """What is here as long as the image is loaded, up to the end of its section."""
