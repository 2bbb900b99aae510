"""What a Mach-O slice is made of, read by ourselves: sections, symbols, imports, method names."""

import math
from collections import Counter

from appsec.facts.ios_binary import Section, Symbols
from appsec.model.frozen import frozen
from appsec.readers.ipa.bindings import read_bindings
from appsec.readers.ipa.load_commands import (
    Commands,
    MalformedMachO,
    RawSection,
    Span,
    read_commands,
)
from appsec.readers.ipa.symbol_table import read_symbols

_WINDOWS, _WINDOW = 32, 1024
"""How much of a section its entropy is taken from: evenly spread, the same bytes each time."""
_LEAST = 1024
_MAX_METHOD_NAMES = 32 << 20


@frozen
class Anatomy:
    """One slice; see `SliceBuild` for what the parts mean."""

    platform: int
    """As LC_BUILD_VERSION numbers them; 0 if it has none."""
    fixups: str
    rpaths: tuple[str, ...]
    imports: frozenset[str]
    selectors: frozenset[str] | None
    symbols: Symbols
    sections: tuple[Section, ...]
    encrypted: tuple[Span, ...]
    code_end: int
    """Where the signature begins, or the slice ends."""


def read_anatomy(data: memoryview) -> Anatomy:
    """Raises MalformedMachO."""
    commands = read_commands(data)
    symbols, undefined = read_symbols(data, commands)
    fixups, bound = read_bindings(data, commands)
    return Anatomy(
        platform=commands.platform,
        fixups=fixups,
        rpaths=tuple(commands.rpaths),
        imports=frozenset(undefined | bound),
        selectors=_selectors(data, commands),
        symbols=symbols,
        sections=tuple(_section(data, one, commands) for one in commands.sections),
        encrypted=tuple(commands.encrypted),
        code_end=commands.signature.offset if commands.signature else len(data),
    )


def _section(data: memoryview, raw: RawSection, commands: Commands) -> Section:
    content = raw.span.of(data)
    known = len(content) >= _LEAST and not _is_encrypted(raw, commands)
    measured = entropy(content) if known else None
    return Section(raw.segment, raw.name, raw.size, measured, raw.code)


def _is_encrypted(raw: RawSection, commands: Commands) -> bool:
    end = raw.span.offset + raw.span.size
    return any(
        one.offset < end and raw.span.offset < one.offset + one.size for one in commands.encrypted
    )


def entropy(content: memoryview) -> float:
    """Bits for each byte, 0 to 8, of at most 32 KiB of the content."""
    if len(content) <= _WINDOWS * _WINDOW:
        sample = bytes(content)
    else:
        step = (len(content) - _WINDOW) // (_WINDOWS - 1)
        sample = b"".join(bytes(content[n * step : n * step + _WINDOW]) for n in range(_WINDOWS))
    shares = [count / len(sample) for count in Counter(sample).values()]
    return round(-sum(share * math.log2(share) for share in shares), 2) + 0.0


def _selectors(data: memoryview, commands: Commands) -> frozenset[str] | None:
    found: set[str] = set()
    for raw in commands.sections:
        if raw.name != "__objc_methname":
            continue
        if _is_encrypted(raw, commands):
            return None
        if raw.size > _MAX_METHOD_NAMES:
            raise MalformedMachO
        names = bytes(raw.span.of(data)).split(b"\0")
        found |= {name.decode("utf-8", "replace") for name in names if name}
    return frozenset(found)
