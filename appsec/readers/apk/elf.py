"""ELF files of an app, parsed by LIEF in a process of its own."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from appsec.engine.isolate import MIB, ChildFailure, Limits, run_child
from appsec.model.frozen import frozen

_CHILD = "appsec.readers.apk.elf_child:work"
_LIMITS = Limits(cpu=20, wall=40, output=64 * MIB)
MAX_DEATHS = 3
"""How many files may kill their child before the rest counts as lost."""

_MALFORMED = "malformed-elf"


@frozen
class Elf:
    """What was told of one file: plain values by name, or a `problem`, which is a gap's key."""

    plain: Mapping[str, Any] | None = None
    problem: str = ""
    how: str = ""


def parse_elfs(batch: Sequence[bytes]) -> list[Elf]:
    """One for each file. One that kills its child costs no other, up to a few."""
    found: list[Elf] = []
    deaths = 0
    while len(found) < len(batch):
        if deaths == MAX_DEATHS:
            left = len(batch) - len(found)
            return found + [Elf(problem="elf-crashed", how="too many crashes")] * left
        told, how = _ask(batch[len(found) :])
        found += told
        if len(found) < len(batch):
            found.append(Elf(problem="elf-crashed", how=how))
            deaths += 1
    return found


def _ask(batch: Sequence[bytes]) -> tuple[list[Elf], str]:
    """What one child tells, and how it ended if it told of too few."""
    told: list[Elf] = []
    deaf = False

    def hear(line: bytes) -> None:
        """Never raises: a child that dies, or is taken over, may write anything."""
        nonlocal deaf
        if deaf:
            return
        try:
            message = json.loads(line)
        except (ValueError, RecursionError):
            message = None
        match message:
            case {"begin": int()}:
                pass
            case {"end": int(end), "elf": dict() | None as plain} if end == len(told):
                told.append(Elf(plain) if _is_sound(plain) else Elf(problem=_MALFORMED))
            case _:
                deaf = True

    how = "incomplete output"
    request = {"sizes": [len(data) for data in batch]}
    try:
        run_child(_CHILD, request, hear, _LIMITS, b"".join(batch))
    except ChildFailure as failure:
        how = failure.values.get("how", failure.key)
    return told[: len(batch)], how


_FIELDS: Mapping[str, type] = {
    "architecture": str,
    "runs": bool,
    "position_independent": bool,
    "stripped": bool,
    "stack_executable": bool,
    "writable_code": bool,
    "page_size": int,
    "relro": str,
    "text_relocations": bool,
    "soname": str,
    "run_paths": list,
    "libraries": list,
    "imports": list,
    "exports": list,
    "data": list,
    "has_sections": bool,
    "end": int,
}


def _is_sound(plain: Mapping[str, Any] | None) -> bool:
    return plain is not None and all(
        isinstance(plain.get(name), kind) for name, kind in _FIELDS.items()
    )
