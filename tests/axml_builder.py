"""Writes binary XML and resource tables, sound or odd, so that tests need no build tools."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from struct import pack, unpack
from typing import TypeAlias

from appsec.readers.apk.attributes import Attr

ANDROID = "http://schemas.android.com/apk/res/android"
NOTHING = 0xFFFFFFFF
_WORDS = {attr.word: attr for attr in Attr}


@dataclass(frozen=True)
class Typed:
    """A value of any type, as it stands in the file."""

    type: int
    data: int


def ref(id: int) -> Typed:
    return Typed(0x01, id)


Plain: TypeAlias = str | bool | int | Typed


@dataclass(frozen=True)
class A:
    """One attribute. Without `id` it is one that the platform finds by name."""

    name: str
    value: Plain
    id: int = 0
    namespace: str = ""
    raw: str | None = None


@dataclass(frozen=True)
class E:
    """One element."""

    tag: str
    attributes: tuple[A, ...] = ()
    children: tuple["E", ...] = ()
    text: str = ""


def el(tag: str, *children: E, text: str = "", **attributes: Plain) -> E:
    """An element whose attributes are the platform's where they are called like one of them."""
    return E(
        tag, tuple(attribute(name, value) for name, value in attributes.items()), children, text
    )


def attribute(name: str, value: Plain) -> A:
    attr = _WORDS.get(name)
    return A(name, value, attr, ANDROID) if attr else A(name, value)


def plain(tag: str, *children: E, text: str = "", **attributes: Plain) -> E:
    """An element whose attributes all go by name, as in the XML files of the resources."""
    return E(tag, tuple(A(name, value) for name, value in attributes.items()), children, text)


@dataclass
class _Pool:
    """Strings in order; those with a resource id come first."""

    keys: list[tuple[str, int]] = field(default_factory=list)

    def at(self, text: str, id: int = 0) -> int:
        if (text, id) not in self.keys:
            self.keys.append((text, id))
        return self.keys.index((text, id))

    def chunk(self, utf8: bool) -> bytes:
        return string_pool([text for text, _ in self.keys], utf8)


def string_pool(strings: Sequence[str], utf8: bool = False) -> bytes:
    offsets, body = b"", b""
    for text in strings:
        offsets += pack("<I", len(body))
        body += _utf8(text) if utf8 else _utf16(text)
    body += b"\0" * (-len(body) % 4)
    start = 28 + len(offsets) if strings else 0
    head = pack("<5I", len(strings), 0, 0x100 if utf8 else 0, start, 0)
    return chunk(0x0001, head, offsets + body)


def _utf16(text: str) -> bytes:
    raw = text.encode("utf-16-le")
    return pack("<H", len(raw) // 2) + raw + b"\0\0"


def _utf8(text: str) -> bytes:
    raw = text.encode()
    units = len(text.encode("utf-16-le")) // 2
    return bytes(_long(units) + _long(len(raw))) + raw + b"\0"


def _long(length: int) -> list[int]:
    return [length] if length < 0x80 else [0x80 | length >> 8, length & 0xFF]


def chunk(kind: int, head: bytes, body: bytes = b"") -> bytes:
    return pack("<HHI", kind, 8 + len(head), 8 + len(head) + len(body)) + head + body


def node(kind: int, body: bytes) -> bytes:
    return chunk(kind, pack("<2I", 1, NOTHING), body)


def axml(root: E, utf8: bool = False, sort: bool = True) -> bytes:
    """The file. With `sort` the attributes stand in the order of their ids, as they must."""
    pool = _Pool()
    for one in sorted(_ids(root), key=lambda a: a.id):
        pool.at(one.name, one.id)
    ids = pack(f"<{len(pool.keys)}I", *(id for _, id in pool.keys))
    pair = pack("<2I", pool.at("android"), pool.at(ANDROID))
    nodes = node(0x0100, pair) + _element(root, pool, sort) + node(0x0101, pair)
    return document(pool.chunk(utf8), chunk(0x0180, b"", ids), nodes)


def document(*chunks: bytes) -> bytes:
    return chunk(0x0003, b"", b"".join(chunks))


def _ids(element: E) -> list[A]:
    own = [a for a in element.attributes if a.id]
    return own + [a for child in element.children for a in _ids(child)]


def _element(element: E, pool: _Pool, sort: bool) -> bytes:
    attributes = list(element.attributes)
    if sort:
        attributes.sort(key=lambda a: a.id or NOTHING)
    name = pool.at(element.tag)
    head = pack("<2I6H", NOTHING, name, 20, 20, len(attributes), 0, 0, 0)
    out = node(0x0102, head + b"".join(_attribute(a, pool) for a in attributes))
    if element.text:
        out += node(0x0104, pack("<IHBBI", pool.at(element.text), 8, 0, 0, 0))
    out += b"".join(_element(child, pool, sort) for child in element.children)
    return out + node(0x0103, pack("<2I", NOTHING, name))


def _attribute(a: A, pool: _Pool) -> bytes:
    namespace = pool.at(a.namespace) if a.namespace else NOTHING
    kind, data = _typed(a.value, pool)
    raw = NOTHING if a.raw is None else pool.at(a.raw)
    if isinstance(a.value, str) and a.raw is None:
        raw = data
    return pack("<3IHBBI", namespace, pool.at(a.name, a.id), raw, 8, 0, kind, data)


def _typed(value: Plain, pool: _Pool) -> tuple[int, int]:
    match value:
        case Typed():
            return value.type, value.data
        case bool():
            return 0x12, NOTHING if value else 0
        case int():
            return 0x10, value & NOTHING
        case _:
            return 0x03, pool.at(value)


TYPES = ("string", "bool", "xml", "array", "layout", "id", "style", "attr", "integer", "strange")
"""The types of resources, numbered from 1."""


@dataclass(frozen=True)
class Style:
    """A style: the id of its parent, and values by the ids of attributes."""

    parent: int
    items: Mapping[int, Plain]


Held: TypeAlias = Plain | tuple[Plain, ...] | Style
Configured: TypeAlias = Mapping[int, Held]
"""Values by the Android version from which they hold; 0 is the default configuration."""


def arsc(
    resources: Mapping[int, Held | Configured],
    compact: bool = False,
    names: Mapping[int, str] | None = None,
) -> bytes:
    """A resource table with one package, 0x7f, for ids 0x7fTTEEEE; TT counts TYPES. A tuple is an
    array. What `names` does not name is called `key`."""
    pool = _Pool()
    called = ["key", *(names or {}).values()]
    keys_of = {id: called.index(name) for id, name in (names or {}).items()}
    types: dict[int, dict[int, dict[int, Held]]] = {}
    for id, given in resources.items():
        configured = given if isinstance(given, Mapping) else {0: given}
        for version, value in configured.items():
            in_type = types.setdefault(id >> 16 & 0xFF, {})
            in_type.setdefault(version, {})[id & 0xFFFF] = value
    body = b""
    for number, versions in sorted(types.items()):
        count = 1 + max(entry for entries in versions.values() for entry in entries)
        body += chunk(0x0202, pack("<BBHI", number, 0, 0, count), b"\0" * 4 * count)
        for version, entries in sorted(versions.items()):
            numbers = {
                entry: keys_of.get(0x7F << 24 | number << 16 | entry, 0) for entry in entries
            }
            body += _type((number, version), entries, pool, compact, numbers)
    type_names = string_pool(TYPES)
    keys = string_pool(called)
    name = "tw.example".encode("utf-16-le").ljust(256, b"\0")
    head = pack("<I", 0x7F) + name + pack("<5I", 288, 0, 288 + len(type_names), 0, 0)
    package = chunk(0x0200, head, type_names + keys + body)
    return chunk(0x0002, pack("<I", 1), pool.chunk(utf8=True) + package)


def _type(
    which: tuple[int, int],
    entries: Mapping[int, Held],
    pool: _Pool,
    compact: bool,
    keys: Mapping[int, int],
) -> bytes:
    number, version = which
    config = pack("<7I", 64, 0, 0, 0, 0, 0, version) + b"\0" * 36
    offsets, body = b"", b""
    for entry in range(max(entries) + 1):
        if entry not in entries:
            offsets += pack("<I", NOTHING)
            continue
        offsets += pack("<I", len(body))
        body += _entry(entries[entry], pool, compact, keys[entry])
    start = 20 + len(config) + len(offsets)
    head = pack("<BBHII", number, 0, 0, max(entries) + 1, start) + config
    return chunk(0x0201, head, offsets + body)


def _entry(value: Held, pool: _Pool, compact: bool, key: int) -> bytes:
    if isinstance(value, tuple):
        value = Style(0, dict(enumerate(value)))
    if isinstance(value, Style):
        items = b"".join(
            pack("<IHBBI", name, 8, 0, *_typed(item, pool)) for name, item in value.items.items()
        )
        return pack("<HHI2I", 16, 1, key, value.parent, len(value.items)) + items
    kind, data = _typed(value, pool)
    if compact:
        return pack("<HHI", key, 8 | kind << 8, data)
    return pack("<HHIHBBI", 8, 0, key, 8, 0, kind, data)


def large_arsc(entries: int, configurations: int) -> bytes:
    """A table of as many texts, all in the same few bytes, so that it packs well."""
    one = pack("<HHIHBBI", 8, 0, 0, 8, 0, 3, 0)
    offsets = b"".join(pack("<I", 16 * n) for n in range(entries))
    table = arsc({0x7F010000: "here"})
    start = table.index(b"\1\2\x54\0")
    parts = b"".join(
        chunk(
            0x0201,
            pack("<BBHII", 1, 0, 0, entries, 0x54 + len(offsets))
            + pack("<7I", 64, 0, 0, 0, 0, 0, version)
            + bytes(36),
            offsets + one * entries,
        )
        for version in range(configurations)
    )
    return resized(table[:start] + parts, len(parts) - (len(table) - start))


def resized(table: bytes, more: int) -> bytes:
    """With the sizes of the table and of its package that hold `more` bytes."""
    grown = bytearray(table)
    for at in (4, table.index(b"\0\2\x20\1") + 4):
        grown[at : at + 4] = pack("<I", unpack("<I", grown[at : at + 4])[0] + more)
    return bytes(grown)
