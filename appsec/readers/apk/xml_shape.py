"""Makes sure that a binary XML file leaves no room for two readings before it is decoded.

Android and other parsers, androguard among them, forgive different defects. Whatever one of them
would skip, guess or read from elsewhere is refused here, so that what is decoded is what a device
would see.
"""

from collections.abc import Iterator
from struct import Struct

from appsec.model.frozen import frozen, slotted

STRING_POOL = 0x0001
RESOURCE_MAP = 0x0180
START_ELEMENT = 0x0102
END_ELEMENT = 0x0103
_NAMESPACES = (0x0100, 0x0101)
_NODES = {0x0100: 8, 0x0101: 8, START_ELEMENT: 20, END_ELEMENT: 8, 0x0104: 12}
"""Kinds of node (namespace start and end, element start and end, text), and their least bodies."""

MAX_ELEMENTS = 100_000
MAX_ATTRIBUTES = 200
MAX_DEPTH = 64
MAX_NAMESPACES = 1000

_CHUNK = Struct("<HHI")
_POOL = Struct("<5I")  # strings, styles, flags, where strings start, where styles start
ELEMENT = Struct("<2I3H")  # namespace, name, where attributes start, their size, their number
_FILE_HEADER = 8
_POOL_HEADER = 28
_SORTED, _UTF8 = 0x001, 0x100
_NODE_HEADER = 16
ATTRIBUTE = 20


class BadShape(Exception):
    """The file is not binary XML as Android's tools write it; the argument says how."""


@frozen
class Pool:
    """Where the parts of a string pool lie in its file."""

    count: int
    offsets: int
    start: int
    stop: int
    utf8: bool


@frozen
class Shape:
    """A file's string pool, the ids of its attributes by the index of their names, and its nodes
    but for namespaces, in order: kind, and where the body starts."""

    data: bytes
    pool: Pool
    ids: tuple[int, ...]
    nodes: list[tuple[int, int]]


def check_shape(data: bytes) -> Shape:
    """Where the parts of a file lie; what is appended to it is left alone. Raises BadShape."""
    chunks = _chunks(data, _declared_size(data))
    first = next(chunks, None)
    if first is None or first[1] != STRING_POOL:
        raise BadShape("no string pool at the start")
    pool = check_pool(data, first[0], first[2], first[3])
    ids: tuple[int, ...] = ()
    nodes: list[tuple[int, int]] = []
    tree = _Tree()
    for at, kind, header, length in chunks:
        if kind == RESOURCE_MAP:
            tree.map(header)
            ids = Struct(f"<{length // 4 - 2}I").unpack_from(data, at + _CHUNK.size)
        elif kind not in _NODES:
            raise BadShape(f"chunk of kind 0x{kind:04x} at {at}")
        else:
            _check_node(data, at, (kind, header, length))
            tree.node(kind)
            if kind not in _NAMESPACES:
                nodes.append((kind, at + _NODE_HEADER))
    if not tree.is_closed:
        raise BadShape("elements are not closed")
    return Shape(data, pool, ids, nodes)


@slotted
class _Tree:
    """How the elements nest, without what they are."""

    depth: int = 0
    nodes: int = 0
    namespaces: int = 0
    elements: int = 0
    mapped: bool = False

    @property
    def is_closed(self) -> bool:
        return self.elements > 0 and self.depth == 0

    def map(self, header: int) -> None:
        # Android looks for the map only before the first node, of whatever kind.
        if self.mapped or self.nodes or header != _CHUNK.size:
            raise BadShape("resource map that is odd, late, or not the only one")
        self.mapped = True

    def node(self, kind: int) -> None:
        self.nodes += 1
        if kind == START_ELEMENT:
            self.open()
        elif kind == END_ELEMENT:
            self.close()
        elif kind in _NAMESPACES:
            self.namespaces += 1
            if self.namespaces > 2 * MAX_NAMESPACES:
                raise BadShape("too many namespaces")

    def open(self) -> None:
        if self.is_closed:
            raise BadShape("more than one root element")
        self.elements += 1
        self.depth += 1
        if self.depth > MAX_DEPTH or self.elements > MAX_ELEMENTS:
            raise BadShape("nested too deep, or too many elements")

    def close(self) -> None:
        self.depth -= 1
        if self.depth < 0:
            raise BadShape("more ends than starts")


def _declared_size(data: bytes) -> int:
    """The first chunk's type is ignored, as Android does; bytes after the document as well."""
    if len(data) < _FILE_HEADER:
        raise BadShape("too short")
    _, header, size = _CHUNK.unpack_from(data)
    if header != _FILE_HEADER or not _FILE_HEADER < size <= len(data):
        raise BadShape("not binary XML, or cut off")
    return int(size)


def _chunks(data: bytes, size: int) -> Iterator[tuple[int, int, int, int]]:
    """Place, kind, header size and size of each chunk; together they cover the file."""
    at = _FILE_HEADER
    while at < size:
        if at + _CHUNK.size > size:
            raise BadShape(f"cut chunk at {at}")
        kind, header, length = _CHUNK.unpack_from(data, at)
        if not _CHUNK.size <= header <= length or length % 4 or at + length > size:
            raise BadShape(f"chunk with an odd size at {at}")
        yield at, kind, header, length
        at += length


def check_pool(data: bytes, at: int, header: int, length: int) -> Pool:
    """A string pool's header; its strings are looked at when they are used. Raises BadShape."""
    if header != _POOL_HEADER:
        raise BadShape("string pool with an odd header")
    strings, styles, flags, start, styles_start = _POOL.unpack_from(data, at + _CHUNK.size)
    if flags & ~(_SORTED | _UTF8):
        raise BadShape("string pool with unknown flags")
    # Some readers take the number of strings from where they start, Android from the count.
    first = _POOL_HEADER + 4 * (strings + styles)
    if start != first and (start or strings or styles):
        raise BadShape("string pool whose count and start disagree")
    if start > length or (styles and not start <= styles_start <= length):
        raise BadShape("string pool that starts beyond its end")
    stop = at + (styles_start if styles else length)
    return Pool(strings, at + _POOL_HEADER, at + start, stop, bool(flags & _UTF8))


def _check_node(data: bytes, at: int, chunk: tuple[int, int, int]) -> None:
    kind, header, length = chunk
    least = _NODE_HEADER + _NODES[kind]
    # Some parsers read on right behind a namespace, Android only where the chunk ends.
    if header != _NODE_HEADER or length < least or (kind in _NAMESPACES and length != least):
        raise BadShape(f"node with an odd size at {at}")
    if kind == START_ELEMENT:
        _check_element(data, at, length)


def _check_element(data: bytes, at: int, length: int) -> None:
    _, _, start, size, count = ELEMENT.unpack_from(data, at + _NODE_HEADER)
    if start != ATTRIBUTE or (count and size != ATTRIBUTE):
        raise BadShape(f"attributes of an odd size at {at}")
    if count > MAX_ATTRIBUTES or _NODE_HEADER + start + count * ATTRIBUTE > length:
        raise BadShape(f"more attributes than fit at {at}")
