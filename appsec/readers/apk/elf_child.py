"""The inside of the process that LIEF runs in: ELF files in, plain values out.

LIEF can crash on hostile input, so nothing of it may run where a crash would cost more.
"""

import io
from typing import IO, Any

from appsec.engine.child import Emit

_ARCHITECTURES = {3: "x86", 8: "mips", 40: "arm", 62: "x86_64", 183: "arm64", 243: "riscv64"}
_EXECUTABLE, _SHARED = 2, 3
_LOAD, _DYNAMIC, _INTERPRETER = 1, 2, 3
_STACK, _RELRO = 0x6474E551, 0x6474E552
_X, _W = 1, 2
_CONTENT, _SYMBOLS = 1, 2
_ALLOCATED, _CODE = 2, 4
_NEEDED, _SONAME, _RPATH, _RUNPATH = 1, 14, 15, 29
_TEXT_RELOCATIONS, _BIND_NOW, _FLAGS, _FLAGS_1 = 22, 24, 30, 0x6FFFFFFB
_TEXT_FLAG, _NOW_FLAG, _NOW_FLAG_1, _PIE_FLAG_1 = 4, 8, 1, 0x08000000
_GLOBAL, _WEAK = 1, 2
_SHOWN = (0, 3)  # default and protected visibility
MAX_SYMBOLS = 200_000


class _Malformed(Exception):
    """LIEF gave up, or passed over something without a word."""


def work(request: dict[str, Any], payload: IO[bytes], emit: Emit) -> None:
    """`request` has the `sizes` of the files that follow one another in `payload`.

    Emits {"begin": n}, then {"end": n, "elf": ...}, which is null if it is malformed.
    """
    for number, size in enumerate(request["sizes"]):
        data = payload.read(size)
        emit({"begin": number})
        try:
            found = _elf(data)
        except (_Malformed, UnicodeDecodeError):  # LIEF's strings are decoded on the way
            found = None
        emit({"end": number, "elf": found})


def _elf(data: bytes) -> dict[str, Any]:
    import lief

    lief.logging.disable()
    config = lief.ELF.ParserConfig()
    config.parse_relocations = config.parse_notes = config.parse_overlay = False
    config.parse_symtab_symbols = config.parse_symbol_versions = False
    # The result must stay referenced while anything of it is used.
    binary: Any = lief.ELF.parse(io.BytesIO(data), config)
    if binary is None:
        raise _Malformed
    header = binary.header
    segments, sections = list(binary.segments), list(binary.sections)
    architecture = _ARCHITECTURES.get(_number(header.machine_type))
    kind = _number(header.file_type)
    if (
        len(segments) != header.numberof_segments
        or len(sections) != header.numberof_sections
        or kind not in (_EXECUTABLE, _SHARED)
        or not architecture
        or not segments
    ):
        raise _Malformed
    tags = _tags(binary, segments)
    runs = any(_number(one.type) == _INTERPRETER for one in segments) or kind == _EXECUTABLE
    return {
        "architecture": architecture,
        "runs": runs or bool(_flags(tags, _FLAGS_1) & _PIE_FLAG_1),
        "position_independent": kind == _SHARED,
        "stripped": not any(_tells_more(section) for section in sections),
        **_segments(segments),
        "relro": _relro(segments, tags),
        "text_relocations": _TEXT_RELOCATIONS in tags or bool(_flags(tags, _FLAGS) & _TEXT_FLAG),
        "soname": next((str(e.name) for e in tags.get(_SONAME, [])), ""),
        "run_paths": [str(e.rpath) for e in tags.get(_RPATH, [])]
        + [str(e.runpath) for e in tags.get(_RUNPATH, [])],
        "libraries": [str(e.name) for e in tags.get(_NEEDED, [])],
        **_symbols(binary),
        "data": [
            [section.offset, section.size]
            for section in sections
            if _number(section.type) == _CONTENT and _is_data(int(section.flags))
        ],
        "has_sections": bool(sections),
        "end": max(one.file_offset + one.physical_size for one in segments),
    }


def _tags(binary: Any, segments: list[Any]) -> dict[int, list[Any]]:
    """The entries of the dynamic table, by number."""
    tags: dict[int, list[Any]] = {}
    for entry in binary.dynamic_entries:
        tags.setdefault(_number(entry.tag), []).append(entry)
    if not tags and any(_number(one.type) == _DYNAMIC for one in segments):
        raise _Malformed
    return tags


def _flags(tags: dict[int, list[Any]], tag: int) -> int:
    return int(tags[tag][0].value) if tag in tags else 0


def _segments(segments: list[Any]) -> dict[str, Any]:
    loads = [one for one in segments if _number(one.type) == _LOAD]
    stacks = [one for one in segments if _number(one.type) == _STACK]
    return {
        # Without the entry it is left to the system, which then may allow it.
        "stack_executable": not stacks or any(int(one.flags) & _X for one in stacks),
        "writable_code": any(int(one.flags) & _X and int(one.flags) & _W for one in loads),
        "page_size": min((int(one.alignment) for one in loads), default=0),
    }


def _relro(segments: list[Any], tags: dict[int, list[Any]]) -> str:
    if not any(_number(one.type) == _RELRO for one in segments):
        return "none"
    now = (
        _BIND_NOW in tags
        or _flags(tags, _FLAGS) & _NOW_FLAG
        or _flags(tags, _FLAGS_1) & _NOW_FLAG_1
    )
    return "full" if now else "partial"


def _symbols(binary: Any) -> dict[str, list[str]]:
    symbols = list(binary.dynamic_symbols)
    if len(symbols) > MAX_SYMBOLS:
        raise _Malformed
    named = [one for one in symbols if one.name]
    shown = [
        one
        for one in named
        if _number(one.binding) in (_GLOBAL, _WEAK) and _number(one.visibility) in _SHOWN
    ]
    return {
        "imports": sorted({str(one.name) for one in named if not one.shndx}),
        "exports": sorted({str(one.name) for one in shown if one.shndx}),
    }


def _tells_more(section: Any) -> bool:
    """Whether it holds names or lines of the source that the program does not need."""
    return _number(section.type) == _SYMBOLS or str(section.name).startswith(".debug_")


def _is_data(flags: int) -> bool:
    return bool(flags & _ALLOCATED) and not flags & _CODE


def _number(value: Any) -> int:
    """The number of an enum's member; LIEF gives a plain one where it has no member."""
    return int(getattr(value, "value", value))
