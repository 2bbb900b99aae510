"""Every text constant of a DEX file: those that code names, those that fields begin with, and the
rest of its strings that are no names."""

from dataclasses import field

import numpy as np
from numpy.typing import NDArray

from appsec.model.frozen import slotted
from appsec.readers.dex import opcodes
from appsec.readers.dex.dex_file import DexFile
from appsec.readers.dex.file import NO_INDEX, BadDex
from appsec.readers.dex.opcodes import Op
from appsec.readers.dex.statics import static_texts

_SOURCE, _STATIC_VALUES = 4, 7
_NEAR = 4
"""Units between an instruction that names a text and one that writes it to a field."""
_LEAST = 6
"""Characters of a string that nothing names as a constant: what is shorter is a variable's name."""


@slotted
class DexTexts:
    """Texts in the order of the code, each time that they are named. `name` is the field that one
    is written to. `row` is that of the method or, from `methods` on, that of the class whose field
    it is; beyond `placed` nothing more than the file is known."""

    texts: list[str]
    names: list[str]
    rows: list[int]
    methods: int
    placed: int = 0
    lost: list[BadDex] = field(default_factory=list)


def dex_texts(file: DexFile) -> DexTexts:
    """Raises BadDex."""
    used = file.string_uses
    found = DexTexts(
        file.dex.texts(used.index.tolist()), _written_to(file), used.row.tolist(), len(used.row)
    )
    constants = _fields(file, found)
    found.placed = len(found.texts)
    rest = _rest(file, used.index, constants)
    texts = [text for text in file.dex.texts(rest) if len(text) >= _LEAST]
    found.texts += texts
    found.names += [""] * len(texts)
    return found


def _written_to(file: DexFile) -> list[str]:
    """The field that each use of a string is followed by, empty for most."""
    used, puts = file.string_uses, file.field_uses.of(opcodes.FIELD_PUTS, opcodes.STATIC_PUTS)
    names = [""] * len(used.row)
    if not len(puts.unit) or not len(used.unit):
        return names
    order = np.argsort(puts.unit, kind="stable")
    unit = puts.unit[order]
    following = np.minimum(np.searchsorted(unit, used.unit), len(unit) - 1)
    length = np.where(used.opcode == Op.CONST_STRING_JUMBO, 3, 2)
    gap = unit[following] - used.unit - length
    hit = np.flatnonzero((gap >= 0) & (gap < _NEAR) & (puts.row[order][following] == used.row))
    for at in hit.tolist():
        names[at] = file.dex.field_ref(int(puts.index[order[following[at]]])).name
    return names


def _fields(file: DexFile, found: DexTexts) -> set[str]:
    """Adds what static fields begin with; a class that cannot be read is lost."""
    dex, known = file.dex, set()
    for row in np.flatnonzero(dex.classes[:, _STATIC_VALUES]).tolist():
        try:
            told = static_texts(dex, row)
        except BadDex as error:
            found.lost.append(error)
            continue
        for name, text in told:
            found.texts.append(text)
            found.names.append(name)
            found.rows.append(row)
            known.add(text)
    return known


def _rest(file: DexFile, used: NDArray[np.int64], constants: set[str]) -> list[int]:
    """The strings that neither code nor a field has as a constant, and that name nothing."""
    dex = file.dex
    free = np.ones(len(dex.string_offsets), np.bool_)
    sources = dex.classes[:, _SOURCE]
    for taken in (
        used,
        dex.type_names,
        dex.protos[:, 0] if len(dex.protos) else dex.type_names,
        dex.methods["name"],
        dex.fields["name"],
        sources[sources != NO_INDEX],
    ):
        free[taken[taken < len(free)]] = False
    return [n for n in np.flatnonzero(free).tolist() if dex.string(n) not in constants]
