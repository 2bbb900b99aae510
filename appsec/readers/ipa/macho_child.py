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
_LOADS = ("LOAD_DYLIB", "LOAD_WEAK_DYLIB", "REEXPORT_DYLIB", "LAZY_LOAD_DYLIB", "LOAD_UPWARD_DYLIB")
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
    if len(commands) != header.nb_cmds or sum(c.size for c in commands) != header.sizeof_cmds:
        raise _Malformed("malformed-macho")
    cpu, subtype = int(header.cpu_type), header.cpu_subtype & _SUBTYPE_MASK
    known = _ARCHITECTURES.get((cpu, subtype)) or _ARCHITECTURES.get((cpu, None))
    architecture = known or f"cpu {cpu:#x}"
    flags = int(header.flags)
    # Only i386 has a heap that may be executed unless this flag is set.
    heap = architecture == "i386" and not flags & _NO_HEAP_EXECUTION
    by_name: dict[str, list[Any]] = {}
    for command in commands:
        by_name.setdefault(command.command.name, []).append(command)
    signature = _signature(by_name.get("CODE_SIGNATURE", []), binary, data)
    return {
        "architecture": architecture,
        "file_type": header.file_type.name.lower(),
        **{name: bool(flags & bit) for name, bit in _FLAGS.items()},
        "heap_executable": heap,
        "encrypted": any(c.crypt_id != 0 for c in _encryption(by_name)),
        "min_os": _min_os(binary),
        "libraries": [c.name for name in _LOADS for c in by_name.get(name, [])],
        "weak": [c.name for c in by_name.get("LOAD_WEAK_DYLIB", [])],
        "signature": signature.to_plain() if signature else None,
        "problem": "" if _is_whole(binary, by_name, data) else "truncated-binary",
    }


def _encryption(by_name: dict[str, list[Any]]) -> list[Any]:
    return by_name.get("ENCRYPTION_INFO", []) + by_name.get("ENCRYPTION_INFO_64", [])


def _min_os(binary: Any) -> str:
    build, older = binary.build_version, binary.version_min
    numbers = list(build.minos if build else older.version if older else [])
    if len(numbers) == 3 and not numbers[2]:  # noqa: PLR2004 - the patch level
        numbers.pop()
    return ".".join(str(number) for number in numbers)


def _is_whole(binary: Any, by_name: dict[str, list[Any]], data: bytes) -> bool:
    """Whether everything that the load commands point to lies in the slice."""
    size: int = min(binary.original_size, len(data) - binary.fat_offset)
    ends = [s.file_offset + s.file_size for s in binary.segments]
    ends += [c.crypt_offset + c.crypt_size for c in _encryption(by_name)]
    ends += [c.data_offset + c.data_size for c in by_name.get("CODE_SIGNATURE", [])]
    return all(end <= size for end in ends)


def _signature(found: list[Any], binary: Any, data: bytes) -> Signature | None:
    if not found:
        return None
    if len(found) > 1:
        return Signature(problem="malformed-signature")
    start = binary.fat_offset + found[0].data_offset
    return read_signature(data[start : start + found[0].data_size])
