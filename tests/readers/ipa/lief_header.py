"""The header of a Mach-O slice as LIEF reads it, to compare ours with. For sound files only: LIEF
can crash on hostile ones."""

import io
from typing import Any
from uuid import UUID

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
_SEGMENTS = (0x1, 0x19)


class _Malformed(Exception):
    """LIEF gave up, or passed over something without a word."""


def read_by_lief(data: bytes) -> dict[str, Any]:
    import lief

    lief.logging.disable()
    # Both must stay referenced while anything of them is used.
    fat = lief.MachO.parse(io.BytesIO(data), lief.MachO.ParserConfig.quick)
    if fat is None or fat.size != 1:
        raise _Malformed
    binary: Any = fat.at(0)
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
        raise _Malformed
    flags = _number(header.flags)
    return {
        "architecture": architecture,
        "file_type": file_type,
        **{name: bool(flags & bit) for name, bit in _FLAGS.items()},
        # Only i386 has a heap that may be executed unless this flag is set.
        "heap_executable": architecture == "i386" and not flags & _NO_HEAP_EXECUTION,
        "min_os": _min_os(binary),
        "uuid": str(UUID(bytes=bytes(binary.uuid.uuid))) if binary.uuid else "",
        **_commands(commands),
    }


def _commands(commands: list[Any]) -> dict[str, Any]:
    """What the load commands tell; `end` is how far into the slice they point."""
    by_number: dict[int, list[Any]] = {}
    for command in commands:
        by_number.setdefault(_number(command.command), []).append(command)

    def named(*numbers: int) -> list[Any]:
        return [command for number in numbers for command in by_number.get(number, [])]

    encryptions, signatures = named(*_ENCRYPTIONS), named(_SIGNATURE)
    ends = [one.file_offset + one.file_size for one in named(*_SEGMENTS)]
    ends += [one.crypt_offset + one.crypt_size for one in encryptions]
    ends += [one.data_offset + one.data_size for one in signatures]
    return {
        "encrypted": any(one.crypt_id != 0 for one in encryptions),
        "libraries": [_name(one) for one in named(*_LOADS)],
        "weak": [_name(one) for one in named(_WEAK_LOAD)],
        "signatures": [[one.data_offset, one.data_size] for one in signatures],
        "end": max(ends, default=0),
    }


def _number(value: Any) -> int:
    """The number of an enum's member; LIEF gives a plain one where it has no member."""
    return int(getattr(value, "value", value))


def _architecture(header: Any) -> str | None:
    cpu, subtype = _number(header.cpu_type), header.cpu_subtype & _SUBTYPE_MASK
    return _ARCHITECTURES.get((cpu, subtype)) or _ARCHITECTURES.get((cpu, None))


def _name(library: Any) -> str:
    if not library.name:
        raise _Malformed
    return str(library.name)


def _min_os(binary: Any) -> str:
    build, older = binary.build_version, binary.version_min
    numbers = list(build.minos if build else older.version if older else [])
    if len(numbers) == 3 and not numbers[2]:
        numbers.pop()
    return ".".join(str(number) for number in numbers)
