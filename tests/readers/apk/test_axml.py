"""Binary XML becomes the tree that a device would see, or none at all."""

from collections.abc import Callable, Iterator
from pathlib import Path
from struct import pack
from zipfile import ZipFile

import pytest

from appsec.readers.apk.attributes import Attr
from appsec.readers.apk.axml import Element, parse_xml
from appsec.readers.apk.values import Value, ValueType
from appsec.readers.apk.xml_shape import MAX_DEPTH, MAX_NAMESPACES, BadShape
from tests.axml_builder import (
    ANDROID,
    NOTHING,
    A,
    E,
    Typed,
    axml,
    chunk,
    document,
    el,
    node,
    plain,
    ref,
    string_pool,
)
from tests.command import SAMPLES

SIMPLE = axml(el("manifest", el("application", debuggable=True)))


@pytest.mark.parametrize("utf8", [True, False])
def test_a_tree_keeps_tags_text_types_and_order(utf8: bool) -> None:
    root = parse_xml(
        axml(
            el(
                "manifest",
                el("application", label="包裹", exported=False, theme=7),
                plain("domain", text=" Example.com "),
                package="tw.example",
            ),
            utf8,
        )
    )
    assert (root.tag, [c.tag for c in root.children]) == ("manifest", ["application", "domain"])
    assert root.plain_text("package") == "tw.example"
    application, domain = root.children
    assert application.get(Attr.LABEL) == Value(
        ValueType.STRING, application.attributes[0].value.data, "包裹"
    )
    assert application.get(Attr.EXPORTED) == Value(ValueType.BOOLEAN, 0)
    assert application.get(Attr.DEBUGGABLE) is None
    assert domain.text == " Example.com "


def test_attributes_are_known_by_id_not_by_name() -> None:
    disguised = E("application", (A("label", True, Attr.DEBUGGABLE, ANDROID), A("exported", True)))
    element = parse_xml(axml(disguised))
    assert element.get(Attr.DEBUGGABLE) == Value(ValueType.BOOLEAN, NOTHING)
    assert element.get(Attr.LABEL) is None
    assert element.get(Attr.EXPORTED) is None


def test_the_namespace_counts_only_where_names_do() -> None:
    element = parse_xml(axml(E("x", (A("src", "user", namespace="urn:other"), A("src", "system")))))
    assert element.plain_text("src") == "system"


def test_raw_text_is_what_resources_are_read_by() -> None:
    element = parse_xml(
        axml(E("x", (A("src", "system", raw="user"), A("n", 1, raw="one"), A("m", 2))))
    )
    assert [element.plain_text(n) for n in ("src", "n", "m", "none")] == ["user", "one", "2", None]


def test_bytes_after_the_document_and_an_odd_type_of_file_are_passed_over_as_on_a_device() -> None:
    assert parse_xml(SIMPLE + b"junk") == parse_xml(SIMPLE)
    assert parse_xml(b"\0\0" + SIMPLE[2:]) == parse_xml(SIMPLE)


def deep(levels: int) -> bytes:
    root = el("x")
    for _ in range(levels - 1):
        root = el("x", root)
    return axml(root)


def test_nesting_has_a_limit() -> None:
    assert parse_xml(deep(MAX_DEPTH)).tag == "x"
    with pytest.raises(BadShape):
        parse_xml(deep(MAX_DEPTH + 1))


def changed(at: int, new: bytes) -> bytes:
    return SIMPLE[:at] + new + SIMPLE[at + len(new) :]


def with_size(data: bytes) -> bytes:
    return data[:4] + len(data).to_bytes(4, "little") + data[8:]


POOL = string_pool(["x"])
START = node(0x0102, NOTHING.to_bytes(4, "little") + bytes(4) + b"\x14\0\x14\0" + bytes(8))
END = node(0x0103, NOTHING.to_bytes(4, "little") + bytes(4))
TEXT = node(0x0104, b"\0\0\0\0\x08\0\0\0\0\0\0\0")
TEXT_OUTSIDE_POOL = node(0x0104, b"\x09\0\0\0\x08\0\0\0\0\0\0\0")


def in_namespace(name: str) -> bytes:
    """An attribute in a namespace of this name."""
    attribute = pack("<3IHBBI", 1, 0, NOTHING, 8, 0, 0x10, 1)
    start = node(0x0102, pack("<2I6H", NOTHING, 0, 20, 20, 1, 0, 0, 0) + attribute)
    return document(string_pool(["x", name]), start, END)


MALFORMED: dict[str, Callable[[], bytes]] = {
    "empty": lambda: b"",
    "text": lambda: b"<?xml version='1.0'?><manifest/>",
    "cut off": lambda: SIMPLE[:-4],
    "no element": lambda: document(POOL),
    "no string pool": lambda: document(START, END),
    "header larger than usual": lambda: changed(2, b"\x0c\0"),
    "no end": lambda: document(POOL, START),
    "one end too many": lambda: document(POOL, START, END, END),
    "end before start": lambda: document(POOL, END, START),
    "two roots": lambda: document(POOL, START, END, START, END),
    "unknown chunk": lambda: document(POOL, chunk(0x0999, b"\0" * 8), START, END),
    "unknown node": lambda: document(POOL, node(0x0110, b"\0" * 8), START, END),
    "second pool": lambda: document(POOL, POOL, START, END),
    "second resource map": lambda: document(
        POOL, chunk(0x0180, b""), chunk(0x0180, b""), START, END
    ),
    "late resource map": lambda: document(POOL, START, chunk(0x0180, b""), END),
    "node header": lambda: document(POOL, chunk(0x0102, b"\0" * 28), END),
    "odd chunk size": lambda: with_size(document(POOL, START, END) + b"\0\0"),
    "attributes elsewhere": lambda: document(
        POOL, START.replace(b"\x14\0\x14\0", b"\x18\0\x14\0"), END
    ),
    "attributes of another size": lambda: document(
        POOL, START.replace(b"\x14\0\x14\0\0\0", b"\x14\0\x18\0\1\0") + b"", END
    ),
    "more attributes than fit": lambda: document(
        POOL, START.replace(b"\x14\0\x14\0\0\0", b"\x14\0\x14\0\1\0"), END
    ),
    "string outside the pool": lambda: document(POOL, START, TEXT_OUTSIDE_POOL, END),
    "pool count": lambda: document(POOL.replace(b"\1\0\0\0", b"\2\0\0\0", 1), START, END),
    "string without end": lambda: document(POOL.replace(b"x\0\0\0", b"x\0y\0"), START, END),
    "string beyond the pool": lambda: document(POOL.replace(b"\1\0x\0", b"\xff\0x\0"), START, END),
    "empty pool": lambda: document(string_pool([]), START, END),
    "end of another element": lambda: document(
        string_pool(["x", "y"]), START, END[:-4] + b"\1\0\0\0"
    ),
    "namespace with more behind it": lambda: document(
        POOL, chunk(0x0100, bytes(8), bytes(8) + START), START, END
    ),
    "resource map behind a namespace": lambda: document(
        POOL, node(0x0100, bytes(8)), chunk(0x0180, b""), START, END
    ),
    "too many namespaces": lambda: document(
        POOL, node(0x0100, bytes(8)) * (2 * MAX_NAMESPACES + 1), START, END
    ),
    "namespace without a name": lambda: in_namespace(""),
    "attribute of another package": lambda: axml(E("x", (A("a", 1, 0x02010003),))),
    "text in pieces": lambda: document(POOL, START, TEXT, TEXT, END),
    "pool without strings that starts late": lambda: document(
        chunk(0x0001, pack("<5I", 0, 0, 0, 32, 0), bytes(4)), START, END
    ),
    "attributes out of order": lambda: axml(el("x", exported=True, debuggable=True), sort=False),
    "attribute given twice": lambda: axml(
        E("x", (A("a", 1, Attr.DEBUGGABLE), A("b", 0, Attr.DEBUGGABLE)))
    ),
    "plain attribute given twice": lambda: axml(E("x", (A("src", "user"), A("src", "system")))),
}


@pytest.mark.parametrize("name", MALFORMED)
def test_what_two_parsers_could_read_differently_is_refused(name: str) -> None:
    with pytest.raises(BadShape):
        parse_xml(MALFORMED[name]())


def test_strings_are_read_as_android_reads_them() -> None:
    """Marks of the byte order are text, and two surrogates of three bytes are one character."""
    texts = ["\ufeffx", "\ufffex", "\U0001f4e6", "a" * 200]
    for text in texts:
        for utf8 in (False, True):
            assert parse_xml(axml(plain("x", text=text), utf8)).text == text
    box = "\U0001f4e6"
    surrogates = box.encode("utf-16-be").hex()
    raw = b"".join(
        chr(int(unit, 16)).encode("utf-8", "surrogatepass")
        for unit in (surrogates[:4], surrogates[4:])
    )
    assert len(raw) == 6
    data = axml(plain("x", text="?" * 6), utf8=True)
    data = data.replace(b"\6\6??????", b"\2\6" + raw)
    assert parse_xml(data).text == box


def test_a_namespace_with_a_name_is_kept() -> None:
    assert parse_xml(in_namespace("urn:x")).attributes[0].namespace == "urn:x"


@pytest.mark.parametrize(
    ("value", "text", "boolean", "number"),
    [
        (Value(ValueType.NULL, 0), "@0x00000000", True, 7),
        (Value(ValueType.REFERENCE, 0), "@0x00000000", True, 7),
        (Value(ValueType.FIRST_INT, 5), "5", True, 5),
        (Value(ValueType.FIRST_INT, NOTHING), "-1", True, -1),
        (Value(ValueType.HEX, 26), "0x1a", True, 26),
        (Value(ValueType.BOOLEAN, 0), "false", False, 0),
        (Value(ValueType.FIRST_COLOR, 255), "#000000ff", True, 255),
        (Value(ValueType.FLOAT, 0x3F800000), "1.0", False, None),
        (Value(ValueType.STRING, 1, "true"), "true", True, None),
        (Value(ValueType.STRING, 1, "TRUE"), "TRUE", True, None),
        (Value(ValueType.STRING, 1, "True"), "True", False, None),
        (Value(ValueType.STRING, 1, "0x1F"), "0x1F", False, 31),
        (Value(ValueType.STRING, 1, "-010"), "-010", False, -8),
        (Value(ValueType.STRING, 1, "1"), "1", True, 1),
        (Value(ValueType.STRING, 1, ""), "", True, 7),
        (Value(ValueType.THEME, 9), "?0x00000009", False, None),
    ],
)
def test_values_are_coerced_as_typed_arrays_do(
    value: Value, text: str, boolean: bool, number: int | None
) -> None:
    assert (value.as_text(), value.as_boolean(True)) == (text, boolean)
    if number is None:
        with pytest.raises(ValueError, match="no number"):
            value.as_integer(7)
    else:
        assert value.as_integer(7) == number


def test_a_reference_is_kept_as_one() -> None:
    value = parse_xml(axml(el("x", label=ref(0x7F010000)))).get(Attr.LABEL)
    assert value == Value(ValueType.REFERENCE, 0x7F010000)
    assert parse_xml(axml(el("x", label=Typed(0x02, 1)))).attributes[0].value.is_theme


def seen_by_androguard(data: bytes) -> list[tuple[str, list[tuple[int, str, int, int]]]]:
    """Tag, and id, name, type and data of each attribute, of every element in order."""
    from androguard.core.axml import END_DOCUMENT, START_TAG, AXMLParser
    from loguru import logger

    logger.disable("androguard")
    parser, elements = AXMLParser(data), []
    while (event := next(parser)) != END_DOCUMENT:
        if event == START_TAG:
            raw, ids = parser.m_attributes, parser.m_resourceIDs
            rows = [raw[at : at + 5] for at in range(0, len(raw), 5)]
            given = [
                (ids[name] if name < len(ids) else 0, parser.sb[name], kind, value)
                for _, name, _, kind, value in rows
            ]
            elements.append((parser.sb[parser.m_name], given))
    return elements


def every_element(element: Element) -> Iterator[Element]:
    yield element
    for child in element.children:
        yield from every_element(child)


@pytest.mark.parametrize(
    "apk", sorted(SAMPLES.glob("android/*/weak.apk")), ids=lambda p: p.parent.name
)
def test_an_honest_manifest_reads_as_androguard_reads_it(apk: Path) -> None:
    with ZipFile(apk) as archive:
        data = archive.read("AndroidManifest.xml")
    ours = [
        (one.tag, [(a.id, a.name, a.value.type, a.value.data) for a in one.attributes])
        for one in every_element(parse_xml(data))
    ]
    assert ours == seen_by_androguard(data)
