"""Protobuf XML gives the tree that binary XML gives."""

import pytest

from appsec.readers.aab.xml import parse_proto_xml
from appsec.readers.apk.axml import Element, parse_xml
from appsec.readers.apk.xml_shape import MAX_ATTRIBUTES, MAX_DEPTH, BadShape
from tests.axml_builder import A, E, Typed, axml, el, plain, ref
from tests.proto_builder import item, proto_xml, put


def values(element: Element) -> list[tuple[object, ...]]:
    found = [
        (element.tag, element.text, a.name, a.namespace, a.id, int(a.value.type), a.value.as_text())
        for a in sorted(element.attributes, key=lambda a: (a.id, a.name))
    ]
    return [*found, *(value for child in element.children for value in values(child))]


TREE = el(
    "manifest",
    el(
        "application", el("activity", name=".A", exported=True), debuggable=False, label=ref(0x7F01)
    ),
    plain("domain", text="example.tw", includeSubdomains=True),
    package="tw.example",
    versionCode=-3,
    theme=Typed(2, 0x01010001),
)


def test_the_same_tree_as_from_binary_xml() -> None:
    assert values(parse_proto_xml(proto_xml(TREE))) == values(parse_xml(axml(TREE)))
    root = parse_proto_xml(proto_xml(TREE))
    assert root.plain_text("package") == "tw.example"
    assert root.children[1].text == "example.tw"


def attribute(*fields: bytes) -> Element:
    return parse_proto_xml(put(1, put(3, "e") + put(4, put(2, "a") + b"".join(fields))))


def test_escapes_are_taken_away_as_aapt2_does() -> None:
    found = attribute(put(3, r".*\\.pdf\u0041\n\@" + "\\")).attributes[0]
    assert found.value.as_text() == found.raw == ".*\\.pdfA\n@"
    text = parse_proto_xml(proto_xml(E("e", text=" a\\u0041 "))).text
    assert text == "a\\u0041"


@pytest.mark.parametrize(
    ("held", "text"),
    [
        (put(2, put(1, "s")), "s"),
        (put(3, put(1, "raw")), "raw"),
        (put(4, put(1, "styled") + put(2, b"")), "styled"),
        (put(5, put(1, "res/xml/a.xml") + put(2, 3)), "res/xml/a.xml"),
        (put(6, b""), "false"),
        (put(7, put(1, b"")), "@0x00000000"),
        (put(7, b"\x1d\0\0\x80\x3f"), "1.0"),
        (put(7, put(6, 0xFFFFFFFFFFFFFFFF)), "-1"),
        (put(7, put(7, 16)), "0x10"),
        (put(7, put(8, 1)), "true"),
        (put(7, put(9, 0xFF000000)), "#ff000000"),
        (put(7, put(13, 2049)), "@0x00000801"),
        (put(1, put(2, 0x7F010000)), "@0x7f010000"),
        (put(1, put(1, 1) + put(2, 0x01010001)), "?0x01010001"),
        (put(1, put(2, 0x7F010000) + put(5, put(1, 1))), "@0x7f010000"),
    ],
)
def test_every_kind_of_value(held: bytes, text: str) -> None:
    assert attribute(put(6, held)).attributes[0].value.as_text() == text


def test_null_is_null() -> None:
    for held in (put(1, b""), put(7, put(1, b"")), put(7, put(2, b""))):
        assert attribute(put(6, held)).attributes[0].value.is_null


def nested(depth: int) -> E:
    element = E("leaf")
    for _ in range(depth - 1):
        element = E("e", children=(element,))
    return element


NODE = put(1, put(3, "e"))
REFUSED = {
    "nothing": b"",
    "text alone": put(2, "text"),
    "two roots": NODE + NODE,
    "root and text": NODE + put(2, "x"),
    "no name": put(1, put(2, "ns")),
    "a child that is nothing": put(1, put(3, "e") + put(5, b"")),
    "a child that is both": put(1, put(3, "e") + put(5, NODE + put(2, "x"))),
    "cut off": proto_xml(TREE)[:-3],
    "bad text": put(1, put(3, b"\xff\xfe")),
    "too deep": proto_xml(nested(MAX_DEPTH + 1)),
    "too many attributes": proto_xml(
        E("e", tuple(A(f"a{n}", "x") for n in range(MAX_ATTRIBUTES + 1)))
    ),
    "an attribute twice by name": proto_xml(E("e", (A("a", "x"), A("a", "y")))),
    "an attribute twice by id": proto_xml(E("e", (A("a", "x", 5), A("b", "y", 5)))),
    "a value of an unknown kind": put(1, put(3, "e") + put(4, put(6, put(11, b"")))),
    "a value of no kind": put(1, put(3, "e") + put(4, put(6, b""))),
    "a value of two kinds": put(1, put(3, "e") + put(4, put(6, item(True) + item("x")))),
    "a value behind a flag": put(1, put(3, "e") + put(4, put(6, item(True) + put(8, 1)))),
    "a number of an unknown kind": put(1, put(3, "e") + put(4, put(6, put(7, put(15, 1))))),
    "a reference by name alone": put(1, put(3, "e") + put(4, put(6, put(1, put(3, "bool/x"))))),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_told_is_refused(name: str) -> None:
    with pytest.raises(BadShape):
        parse_proto_xml(REFUSED[name])


def test_as_deep_as_binary_xml_may_be() -> None:
    assert parse_proto_xml(proto_xml(nested(MAX_DEPTH)))
