"""Stubs, functions, exports, texts and sections, each in forms that no linker here writes."""

import struct

import pytest

from appsec.readers.macho.image import (
    BoxedNumber,
    ConstantArray,
    ConstantDictionary,
    ImageAddress,
    Import,
    Selector,
    Text,
)
from appsec.readers.macho.slice_image import SliceImage, read_image
from tests.readers.macho.sketch import (
    ARM64,
    ARM64E,
    BASE,
    C_STRINGS,
    CHAINED,
    CODE,
    DATA,
    EXPORTS_TRIE,
    FUNCTION_STARTS,
    STUBS,
    TEXT,
    X86_64,
    Sketch,
    chained,
)

MALLOC = Import("malloc", "/usr/lib/libSystem.B.dylib")
BR, BRAA, NOP = 0xD61F0200, 0xD71F0A11, 0xD503201F
ADRP_X16, ADRP_X17 = 0xF0000030, 0xF0000031  # of DATA, from TEXT: 7 pages on


def read(sketch: Sketch) -> SliceImage:
    return read_image(memoryview(sketch.build()))


def words(*values: int) -> bytes:
    return struct.pack(f"<{len(values)}I", *values)


def with_malloc(stub: bytes, slot: int = 0) -> SliceImage:
    """A stub, and a pointer to malloc at this offset of __DATA."""
    sketch = Sketch(cpu=ARM64E)
    sketch.add("__TEXT,__auth_stubs", stub, STUBS, len(stub))
    sketch.add("__DATA,__data", bytes(slot) + (1 << 63).to_bytes(8, "little"))
    names = b"\0_malloc\0"
    sketch.blobs[CHAINED] = chained(6, struct.pack("<I", 1 | 1 << 9), names, starts=(slot,))
    return read(sketch)


@pytest.mark.parametrize(
    ("stub", "slot"),
    [
        (words(ADRP_X16, 0xF9400210, BR), 0),
        (words(ADRP_X16, 0xF9400610, BR), 8),
        (words(ADRP_X17, 0x91002231, 0xF9400230, BRAA), 8),
        (words(NOP, 0x58037FF0, BR), 0),  # ldr x16 of a place that is near enough
        (words(NOP, 0x58038010, BR), 4),
    ],
)
def test_stubs_by_their_instructions(stub: bytes, slot: int) -> None:
    one = with_malloc(stub, slot)
    assert (one.stub(TEXT), one.lost) == (MALLOC, ())


@pytest.mark.parametrize(
    "stub",
    [
        words(ADRP_X17, 0xF9400210, BR),  # of a register that nothing is known of
        words(ADRP_X16, 0xF9400210, NOP),  # no branch
        words(ADRP_X16, 0xF9400610, BR),  # of a place without a pointer
        words(0x90800010, 0xF9400210, BR),  # far before the first address
        bytes(12),
        b"\xff" * 32,
    ],
)
def test_a_stub_that_leads_nowhere_is_lost(stub: bytes) -> None:
    one = with_malloc(stub)
    assert (one.stub(TEXT), one.lost) == (None, ("macho-stubs-unread",))


def starts(content: bytes, size: int = 0x40) -> SliceImage:
    sketch = Sketch()
    sketch.add("__TEXT,__text", bytes(size), CODE)
    sketch.blobs[FUNCTION_STARTS] = content
    return read(sketch)


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"", []),
        (b"\0\0\0", []),
        (b"\x80\x20\x08\x04\0\x04", [0, 8, 12]),
        (b"\x80\xa0\x00\x08\0", [0, 8]),  # a number of three bytes that two could hold
        (b"\x80\x20\x08", [0, 8]),  # no zero at the end
        (b"\x80\x20\x08\x84", [0, 8]),  # cut short
    ],
)
def test_function_starts(content: bytes, found: list[int]) -> None:
    one = starts(content)
    assert ([start - TEXT for start in one.functions.tolist()], one.lost) == (found, ())


@pytest.mark.parametrize(
    "content", [b"\x04", b"\x80\x20\x40", b"\x80" * 9 + b"\x01", b"\xff" * 8 + b"\x7f"]
)
def test_function_starts_beside_all_instructions(content: bytes) -> None:
    assert starts(content).lost == ("macho-functions-unread",)


@pytest.mark.parametrize(
    ("trie", "names", "lost"),
    [
        (b"\0\x01_a\0\x06\x02\0\x10\0", {"a"}, False),
        (b"\0\x02_a\0\x0a_b\0\x0e\x02\0\x10\0\x02\0\x20\0", {"a", "b"}, False),
        (b"\0\x01_a\0\0", set(), True),  # back to the root
        (b"\0\x01_a\0\x06\x02\0\x10\x01b\0\x06", {"a"}, True),  # to itself
        (b"\0\x01_a\0\x7f", set(), True),
        (b"\0\x01_a", set(), True),
        (b"\0\xff", set(), True),
        (b"\x80", set(), True),
    ],
)  # fmt: skip
def test_exports(trie: bytes, names: set[str], lost: bool) -> None:
    sketch = Sketch()
    sketch.blobs[EXPORTS_TRIE] = trie
    one = read(sketch)
    assert (one.exports, one.lost) == (names, ("macho-exports-unread",) if lost else ())


def test_a_trie_whose_names_grow_without_end() -> None:
    # Each node adds 100 bytes to all the names below it.
    trie, edge = bytearray(), b"x" * 100 + b"\0"
    for _ in range(10_000):
        after = len(trie) + 2 + len(edge) + 3
        leb = bytes((after & 0x7F | 0x80, after >> 7 & 0x7F | 0x80, after >> 14))
        trie += b"\0\x01" + edge + leb
    sketch = Sketch()
    sketch.blobs[EXPORTS_TRIE] = bytes(trie)
    assert read(sketch).lost == ("macho-exports-unread",)


def test_texts() -> None:
    sketch = Sketch(file_type=2, flags=0x85)
    text = sketch.add("__TEXT,__cstring", b"one\0tw\xff\0" + b"x" * 300 + b"\0end", C_STRINGS)
    wide = sketch.add("__TEXT,__ustring", "保險箱\0".encode("utf-16-le") + b"x\0y")
    named = sketch.add("__TEXT,__objc_methname", b"save:\0", C_STRINGS)
    other = sketch.add("__TEXT,__const", b"plain\0")
    one = read(sketch)
    assert one.constant(text) == Text("one")
    assert one.constant(text + 1) == Text("ne")
    assert one.constant(text + 4) == Text("tw\N{REPLACEMENT CHARACTER}")
    assert one.constant(text + 8) == Text("x" * 300)
    assert one.constant(wide) == Text("保險箱")
    assert one.constant(named) == Selector("save:")
    assert one.constant(other) == ImageAddress(other)
    assert one.constant(DATA + 0x9000) is None


def test_constant_strings_that_lead_nowhere() -> None:
    sketch = Sketch(file_type=2, flags=0x85)
    text = sketch.add("__TEXT,__cstring", b"secret\0", C_STRINGS)
    objects = [
        (text, 6), (text, 0), (text, 1 << 40), (text, (1 << 64) - 1), (0, 6), (BASE << 8, 6),
    ]  # fmt: skip
    content = b"".join(struct.pack("<4Q", 0, 0x7C8, *one) for one in objects)
    first = sketch.add("__DATA,__cfstring", content)
    one = read(sketch)
    told = [one.constant(first + 32 * number) for number in range(len(objects))]
    none = [ImageAddress(first + 32 * number) for number in range(2, len(objects))]
    assert told == [Text("secret"), Text(""), *none]


def test_objects_of_literals() -> None:
    sketch = Sketch(file_type=2, flags=0x85)
    text = sketch.add("__TEXT,__cstring", b"/bin/sh\0", C_STRINGS)
    number = sketch.add("__DATA,__objc_intobj", struct.pack("<2Qq", 0, 0, -1024))
    half = sketch.add("__DATA,__objc_doubleobj", struct.pack("<Qd", 0, 0.5))
    items = sketch.add("__DATA,__objc_arraydata", struct.pack("<3Q", text, number, half))
    arrays = [(0, 2, items), (0, 10_001, items), (0, 1 << 62, items), (0, 2, 0), (0, 9999, items)]
    content = b"".join(struct.pack("<3Q", *one) for one in arrays)
    array = sketch.add("__DATA,__objc_arrayobj", content)
    packed = struct.pack("<5Q", 0, 1, 1, items, items + 16)
    dictionary = sketch.add("__DATA,__objc_dictobj", packed)
    one = read(sketch)
    assert (one.constant(number), one.constant(half)) == (BoxedNumber(-1024), BoxedNumber(0.5))
    told = [one.constant(array + 24 * number) for number in range(len(arrays))]
    assert told[0] == ConstantArray(range(items, items + 16, 8))
    assert {type(other) for other in told[1:]} == {ImageAddress}
    found = one.constant(dictionary)
    assert isinstance(found, ConstantDictionary)
    pointers = [one.pointer(place) for place in (*found.keys, *found.values)]
    assert pointers == [Text("/bin/sh"), BoxedNumber(0.5)]


def test_sections_that_overlap_or_lie_outside() -> None:
    sketch = Sketch()
    sketch.add("__TEXT,__text", bytes(64), CODE)
    sketch.declare("__TEXT,__more", TEXT + 32, 64)
    assert read(sketch).lost == ("macho-sections-overlap",)
    sketch = Sketch()
    sketch.declare("__TEXT,__text", DATA - 32, 64, CODE)
    assert (read(sketch).lost, read(sketch).text) == (("malformed-macho",), ())
    sketch.declare("__TEXT,__far", 1 << 62, 64)
    assert (read(sketch).lost, read(sketch).architecture) == (("malformed-macho",), "")


def test_a_section_is_no_larger_than_the_file() -> None:
    sketch = Sketch()
    sketch.declare("__DATA,__objc_selrefs", DATA, 1 << 50)
    sketch.declare("__DATA,__objc_classrefs", DATA + (1 << 51), 1 << 50, 1)
    one = read(sketch)
    # The second says of itself that the file has nothing of it.
    assert one.lost == ("malformed-macho",)
    assert one.constant(DATA + (1 << 51)) == ImageAddress(DATA + (1 << 51))
    assert one.pointer(DATA + (1 << 51)) is None
    assert one.constant((1 << 50) - 8) is None


def test_instructions_that_begin_beside_a_multiple_of_four() -> None:
    sketch = Sketch()
    sketch.declare("__TEXT,__text", TEXT + 2, 13, CODE)
    sketch.put(TEXT + 4, words(NOP, BR))
    ((address, found),) = read(sketch).text
    assert (address, found.tolist()) == (TEXT + 4, [NOP, BR])


def test_what_is_not_arm64() -> None:
    for cpu, architecture in ((ARM64, "arm64"), (ARM64E, "arm64e"), (X86_64, "x86_64")):
        sketch = Sketch(cpu=cpu)
        sketch.add("__TEXT,__text", words(NOP), CODE)
        one = read(sketch)
        assert (one.architecture, one.lost) == (architecture, ())
        assert len(one.text) == (architecture != "x86_64")
    for cpu in ((12, 9), (7, 3)):
        content = Sketch(cpu=cpu).build()
        one = read_image(memoryview(b"\xce" + content[1:28] + content[32:]))
        assert (one.architecture, one.lost) == ("", ("macho-architecture-unread",))


def test_what_is_no_slice() -> None:
    for content in (b"", b"\xcf\xfa\xed\xfe", b"\x7fELF" * 100, bytes(4096)):
        one = read_image(memoryview(content))
        assert (one.architecture, one.lost) == ("", ("malformed-macho",))
        assert (one.text, one.classes, one.functions.tolist()) == ((), (), [])
        assert (one.pointer(0), one.constant(0), one.stub(0), one.read(0, 1)) == (None,) * 4


@pytest.mark.parametrize(
    ("section", "flags", "listed", "lost"),
    [
        ("__TEXT,__text", CODE, True, False),
        ("__TEXT,__text", CODE, False, True),
        ("__TEXT,__text", 0, True, True),
        ("__TEXT,__const", 0, False, False),
    ],
)
def test_code_that_no_list_tells_of(section: str, flags: int, listed: bool, lost: bool) -> None:
    """Without a list of functions, or in a section that does not say that it is code."""
    sketch = Sketch(listed=listed)
    sketch.add(section, bytes(64), flags)
    found = read_image(memoryview(sketch.build())).lost
    assert found == (("macho-functions-unread",) if lost else ())
