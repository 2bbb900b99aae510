"""Writes protobuf XML, resource tables and indexes, so that tests need no build tools."""

from collections.abc import Iterable, Mapping

from tests.axml_builder import A, Configured, E, Plain, Typed

STRING, FILE = 2, 5


def varint(value: int) -> bytes:
    more = value >> 7
    return bytes([value & 0x7F | (0x80 if more else 0)]) + (varint(more) if more else b"")


def put(number: int, value: int | str | bytes) -> bytes:
    """One field: a number, a text or a message."""
    if isinstance(value, int):
        return varint(number << 3) + varint(value)
    data = value.encode() if isinstance(value, str) else value
    return varint(number << 3 | 2) + varint(len(data)) + data


def item(value: Plain) -> bytes:
    """aapt.pb.Item."""
    if isinstance(value, Typed):
        assert value.type in (1, 2)
        return put(1, put(1, value.type - 1) + (put(2, value.data) if value.data else b""))
    if isinstance(value, bool):
        return put(7, put(8, int(value)))
    if isinstance(value, int):
        return put(7, put(6, value & 0xFFFFFFFFFFFFFFFF))
    return put(STRING, put(1, value))


def proto_xml(root: E) -> bytes:
    """aapt.pb.XmlNode."""
    return put(1, _element(root))


def _element(element: E) -> bytes:
    out = put(3, element.tag) + b"".join(put(4, _attribute(a)) for a in element.attributes)
    if element.text:
        out += put(5, put(2, element.text))
    return out + b"".join(put(5, put(1, _element(child))) for child in element.children)


def _attribute(a: A) -> bytes:
    out = (put(1, a.namespace) if a.namespace else b"") + put(2, a.name)
    if isinstance(a.value, str):
        out += put(3, a.value)
    if a.id:
        out += put(5, a.id)
    return out if isinstance(a.value, str) else out + put(6, item(a.value))


def proto_table(resources: Mapping[int, Plain | Configured]) -> bytes:
    """aapt.pb.ResourceTable with ids 0xPPTTEEEE; a tuple is an array."""
    out = b""
    for package in sorted({id >> 24 for id in resources}):
        inside = put(1, put(1, package)) + put(2, "tw.example")
        for kind in sorted({id >> 16 & 0xFF for id in resources if id >> 24 == package}):
            prefix = package << 8 | kind
            entries = (_entry(id, resources[id]) for id in resources if id >> 16 == prefix)
            inside += put(3, put(1, put(1, kind)) + b"".join(put(3, entry) for entry in entries))
        out += put(2, inside)
    return put(1, b"") + out


def _entry(id: int, given: Plain | Configured) -> bytes:
    configured = given if isinstance(given, Mapping) else {0: given}
    out = put(1, put(1, id & 0xFFFF)) + put(2, "name")
    for version, value in configured.items():
        config = put(1, put(24, version)) if version else put(1, b"")
        held = put(5, put(4, b"")) if isinstance(value, tuple) else put(4, item(value))
        out += put(6, config + put(2, held))
    return out


def variant(number: int, paths: Iterable[str], kind: int = 3, module: str = "base") -> bytes:
    """A variant of toc.pb; `kind` is the field that says what the APKs are: 3 for splits."""
    apks = b"".join(put(2, put(2, path) + put(kind, b"")) for path in paths)
    return put(1, put(2, put(1, put(1, module)) + apks) + put(3, number))
