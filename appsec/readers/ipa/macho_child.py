"""The inside of the process that LIEF runs in: Mach-O files in, plain values out.

LIEF can crash on hostile input, so nothing of it may run where a crash would cost more.
"""

import io
from collections.abc import Iterator
from typing import IO, Any

from appsec.engine.child import Emit
from appsec.readers.ipa.signature import Signature, read_signature

_FLAGS = {"stack_executable": 0x20000, "pie": 0x200000}
_NO_HEAP_EXECUTION = 0x1000000
_SUBTYPE_MASK = 0x00FFFFFF
_ARCHITECTURES = {
    (7, None): "i386",
    (0x01000007, None): "x86_64",
    (0x01000007, 8): "x86_64h",
    (12, None): "arm",
    (12, 6): "armv6",
    (12, 9): "armv7",
    (12, 11): "armv7s",
    (12, 12): "armv7k",
    (0x0100000C, None): "arm64",
    (0x0100000C, 2): "arm64e",
    (0x0200000C, None): "arm64_32",
}
_FILE_TYPES = {
    1: "object",
    2: "execute",
    4: "core",
    5: "preload",
    6: "dylib",
    7: "dylinker",
    8: "bundle",
    9: "dylib_stub",
    10: "dsym",
    11: "kext_bundle",
    12: "fileset",
}
# Load commands by number: LIEF's enum has no name for one that it does not know.
_WEAK_LOAD, _SIGNATURE = 0x80000018, 0x1D
_LOADS = (0xC, _WEAK_LOAD, 0x8000001F, 0x20, 0x80000023)
_ENCRYPTIONS = (0x21, 0x2C)
_FAT_MAGICS = (b"\xca\xfe\xba\xbe", b"\xca\xfe\xba\xbf")


class _Malformed(Exception):
    """LIEF gave up, or passed over something without a word. The first value is a gap's key."""


def work(request: dict[str, Any], payload: IO[bytes], emit: Emit) -> None:
    """`request` has `sizes` of the files that follow one another in `payload`.

    Emits {"begin": n}, then {"end": n, "slices", "problem"}; slices may be there with a problem.
    """
    for number, size in enumerate(request["sizes"]):
        data = payload.read(size)
        emit({"begin": number})
        slices: list[dict[str, Any]] = []
        problem = ""
        try:
            slices += _slices(data)
        except _Malformed as error:
            problem = str(error)
        except UnicodeDecodeError:  # LIEF's strings are decoded on the way to Python
            problem = "malformed-macho"
        problem = problem or next((s["problem"] for s in slices if s["problem"]), "")
        emit({"end": number, "slices": slices, "problem": problem})


def _slices(data: bytes) -> Iterator[dict[str, Any]]:
    import lief

    lief.logging.disable()
    # Both must stay referenced while anything of them is used.
    fat = lief.MachO.parse(io.BytesIO(data), lief.MachO.ParserConfig.quick)
    if fat is None or not fat.size or fat.size != _announced(data):
        raise _Malformed("malformed-macho")
    binaries = [fat.at(number) for number in range(fat.size)]
    for binary in binaries:
        yield _slice(binary, data)


def _announced(data: bytes) -> int:
    """How many slices the file says it has: LIEF leaves out those it cannot parse."""
    return int.from_bytes(data[4:8], "big") if data.startswith(_FAT_MAGICS) else 1


def _slice(binary: Any, data: bytes) -> dict[str, Any]:
    header = binary.header
    commands = list(binary.commands)
    architecture = _architecture(header)
    file_type = _FILE_TYPES.get(_number(header.file_type))
    if (
        not commands
        or len(commands) != header.nb_cmds
        or sum(command.size for command in commands) != header.sizeof_cmds
        or not (architecture and file_type)
    ):
        raise _Malformed("malformed-macho")
    flags = _number(header.flags)
    by_number: dict[int, list[Any]] = {}
    for command in commands:
        by_number.setdefault(_number(command.command), []).append(command)
    encryptions = [c for number in _ENCRYPTIONS for c in by_number.get(number, [])]
    signatures = by_number.get(_SIGNATURE, [])
    signature = _signature(signatures, binary, data)
    return {
        "architecture": architecture,
        "file_type": file_type,
        **{name: bool(flags & bit) for name, bit in _FLAGS.items()},
        # Only i386 has a heap that may be executed unless this flag is set.
        "heap_executable": architecture == "i386" and not flags & _NO_HEAP_EXECUTION,
        "encrypted": any(c.crypt_id != 0 for c in encryptions),
        "min_os": _min_os(binary),
        "libraries": [_name(c) for number in _LOADS for c in by_number.get(number, [])],
        "weak": [_name(c) for c in by_number.get(_WEAK_LOAD, [])],
        "signature": signature.to_plain() if signature else None,
        "problem": "" if _is_whole(binary, encryptions, signatures, data) else "truncated-binary",
    }


def _number(value: Any) -> int:
    """The number of an enum's member; LIEF gives a plain one where it has no member."""
    return int(getattr(value, "value", value))


def _architecture(header: Any) -> str | None:
    cpu, subtype = _number(header.cpu_type), header.cpu_subtype & _SUBTYPE_MASK
    return _ARCHITECTURES.get((cpu, subtype)) or _ARCHITECTURES.get((cpu, None))


def _name(library: Any) -> str:
    if not library.name:
        raise _Malformed("malformed-macho")
    return str(library.name)


def _min_os(binary: Any) -> str:
    build, older = binary.build_version, binary.version_min
    numbers = list(build.minos if build else older.version if older else [])
    if len(numbers) == 3 and not numbers[2]:  # noqa: PLR2004 - the patch level
        numbers.pop()
    return ".".join(str(number) for number in numbers)


def _is_whole(binary: Any, encryptions: list[Any], signatures: list[Any], data: bytes) -> bool:
    """Whether everything that the load commands point to lies in the slice."""
    size: int = min(binary.original_size, len(data) - binary.fat_offset)
    ends = [s.file_offset + s.file_size for s in binary.segments]
    ends += [c.crypt_offset + c.crypt_size for c in encryptions]
    ends += [c.data_offset + c.data_size for c in signatures]
    return all(end <= size for end in ends)


def _signature(found: list[Any], binary: Any, data: bytes) -> Signature | None:
    if not found:
        return None
    if len(found) > 1:
        return Signature(problem="malformed-signature")
    start = binary.fat_offset + found[0].data_offset
    return read_signature(data[start : start + found[0].data_size])
