"""The APK Signing Block: where it lies and what it holds. Nothing in it is believed yet."""

from dataclasses import field
from struct import Struct

from appsec.model.frozen import slotted
from appsec.readers.archive import Archive

V2, V3, V31, V32 = 0x7109871A, 0xF05368C0, 0x1B93AD61, 0x70E1C89F
"""V32 is the hybrid scheme of Android versions that came after this was written."""

_WANTED = frozenset((V2, V3, V31, V32))
_MAGIC = b"APK Sig Block 42"
_FOOTER = Struct("<Q16s")
_SIZE = Struct("<Q")
_HEAD = Struct("<QI")
_ID_SIZE = 4
_LOCATOR_SIZE = 20
_LOCATOR_MAGIC = b"PK\x06\x07"
MAX_VALUE = 1 << 20
MAX_PAIRS = 4096


@slotted
class Block:
    """A block from `start` up to the zip directory. Android sees none where it is `broken`,
    but for what stands before the break."""

    start: int
    broken: bool = False
    values: dict[int, bytes] = field(default_factory=dict)
    repeated: set[int] = field(default_factory=set)
    too_large: set[int] = field(default_factory=set)

    def has(self, which: int) -> bool:
        """Whether it holds a pair with this id."""
        return which in self.values or which in self.too_large


def block_size(archive: Archive) -> int:
    """How many bytes the block says it has after its first field, or 0 if there is none."""
    start = archive.directory_offset - _FOOTER.size
    if start < 0:
        return 0
    size, magic = _FOOTER.unpack(archive.raw(start, _FOOTER.size))
    return int(size) if magic == _MAGIC else 0


def find_block(archive: Archive) -> Block | None:
    """The block before the directory, or None if its last bytes are not there."""
    end = archive.directory_offset
    size = block_size(archive)
    if not size:
        return None
    start = end - size - _SIZE.size
    if size < _FOOTER.size or start < 0 or _is_zip64(archive):
        return Block(max(start, 0), broken=True)
    block = Block(start)
    if _SIZE.unpack(archive.raw(start, _SIZE.size)) != (size,):
        block.broken = True
        return block
    _read_pairs(archive, block, end - _FOOTER.size)
    return block


def _is_zip64(archive: Archive) -> bool:
    """Android takes a zip64 file for one without a block."""
    locator = archive.end_offset - _LOCATOR_SIZE
    return locator >= 0 and archive.raw(locator, len(_LOCATOR_MAGIC)) == _LOCATOR_MAGIC


def _read_pairs(archive: Archive, block: Block, stop: int) -> None:
    at = block.start + _SIZE.size
    for _ in range(MAX_PAIRS):
        if at == stop:
            return
        if at + _HEAD.size > stop:
            break
        length, which = _HEAD.unpack(archive.raw(at, _HEAD.size))
        following = at + _SIZE.size + length
        if length < _ID_SIZE or following > stop:
            break
        if which in _WANTED:
            _keep(archive, block, which, (at + _HEAD.size, following))
        at = following
    block.broken = True


def _keep(archive: Archive, block: Block, which: int, span: tuple[int, int]) -> None:
    start, stop = span
    if block.has(which):
        block.repeated.add(which)
    elif stop - start > MAX_VALUE:
        block.too_large.add(which)
    else:
        block.values[which] = archive.raw(start, stop - start)
