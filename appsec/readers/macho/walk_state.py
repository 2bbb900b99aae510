"""Registers and stack of a function at one place in it, and how those of two paths join.

A place on the stack is forgotten once code that is not followed may have written it: when its
address was handed over, or went where it cannot be followed.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import field
from typing import TypeAlias

from appsec.model.frozen import slotted
from appsec.readers.macho.calls_swift import joined_texts
from appsec.readers.macho.walk_objects import Taken
from appsec.readers.macho.walk_values import (
    MAX_SIZE,
    Address,
    Buffer,
    Datum,
    Either,
    Extern,
    Function,
    Literal,
    Param,
    Result,
    Stack,
    Table,
    Value,
    each,
    either,
    size,
)

_COUNT = 32
_MAX_SLOTS = 2048
_MAX_ENTRIES = 64
_STACK_BLOCKS = ("_NSConcreteStackBlock", "_NSConcreteGlobalBlock")
_INVOKE, _DESCRIPTOR = 16, 24
_FLAGS = 16
"""Where a variable that blocks share has its flags and its size, behind a pointer to itself."""
WORD = 8
_HEAD, _VALUE = 32, 32
"""Bytes of the head of an array of Swift's, and of a value of any type."""
_Slot: TypeAlias = tuple[int, Value]
_Merge: TypeAlias = Callable[[Value, Value], Value]


@slotted
class State:
    """What holds before an instruction. `slots` are sizes and values by offset; `contents` are
    those of dictionaries and arrays by the call that made them; `escaped` are the objects on the
    stack that others may write; `settled` says that nothing is told of these."""

    taken: Taken
    registers: list[Value] = field(default_factory=lambda: [None] * _COUNT)
    slots: dict[int, tuple[int, Value]] = field(default_factory=dict)
    contents: dict[int, Table] = field(default_factory=dict)
    escaped: frozenset[int] = frozenset()
    settled: bool = False

    def copy(self) -> "State":
        """Another one with the same content."""
        return State(
            self.taken,
            list(self.registers),
            dict(self.slots),
            dict(self.contents),
            self.escaped,
            self.settled,
        )

    def lost(self) -> "State":
        """What holds where nobody knows from where it is jumped to: the frame, if anything."""
        known: list[Value] = [None] * _COUNT
        for register in self.taken.frame:
            value = self.registers[register]
            known[register] = value if isinstance(value, Stack) else None
        return State(self.taken, known)

    def join(self, other: "State", forget: bool) -> bool:
        """Takes in what another path brings, and tells whether that changed anything. With
        `forget` nothing is chosen from: that ends what a loop would otherwise go on adding to."""
        merge: _Merge = _same if forget else either
        changed = False
        loose: set[int] = set()
        for register, (one, two) in enumerate(zip(self.registers, other.registers, strict=True)):
            if one is not two and (new := merge(one, two)) != one:
                self.registers[register] = new
                loose.update(_frames((one, two)) if new is None else ())
                changed = True
        for offset, slot in list(self.slots.items()):
            there = other.slots.get(offset)
            if there is not slot and there != slot:
                changed |= self._join_slot(offset, slot, there, merge, loose)
        changed |= self._join_contents(other.contents, forget)
        escaped = self.escaped | other.escaped | loose
        changed |= escaped != self.escaped
        self.escaped, self.settled = escaped, False
        return changed

    def _join_slot(
        self, offset: int, slot: _Slot, there: _Slot | None, merge: _Merge, loose: set[int]
    ) -> bool:
        one, two = slot[1], there[1] if there and there[0] == slot[0] else None
        new = merge(one, two)
        if new == one:
            return False
        loose.update(_frames((one, two)) if new is None else ())
        if new is None:
            del self.slots[offset]
        else:
            self.slots[offset] = (slot[0], new)
        return True

    def _join_contents(self, other: Mapping[int, Table], forget: bool) -> bool:
        changed = False
        for site, table in other.items():
            mine = self.contents.get(site)
            if mine is None or mine != table:
                new = table if mine is None else joined(mine, table)
                new = Table(table.keyed, (), complete=False) if forget else new
                changed |= new != mine
                self.contents[site] = new
        return changed

    def store(self, offset: int, count: int, value: Value) -> None:
        """Writes to the stack."""
        slots = self.slots
        before = slots.pop(offset, None)
        if before is None or before[0] != count:
            for at in range(offset - 15, offset + count):
                if at in slots and at + slots[at][0] > offset:
                    del slots[at]
        if value is not None and len(self.slots) < _MAX_SLOTS:
            self.slots[offset] = (count, value)
            self.settled = False

    def load(self, offset: int, count: int) -> Value:
        """Reads from the stack."""
        found = self.slots.get(offset)
        if found is None:
            return None
        stored, value = found
        if stored == count:
            return value
        if stored > count and type(value) is int:
            return value & ((1 << 8 * count) - 1)
        return None

    def escape(self, values: Iterable[Value]) -> None:
        """Others may write from now on what these point to, and what that points to."""
        waiting = _frames(values)
        if not waiting:
            return
        found = set(self.escaped)
        while waiting:
            offset = waiting.pop()
            if offset not in found:
                found.add(offset)
                self._measure(offset)
                held = [self.slots[at][1] for at in self._within(offset)]
                waiting += _frames(held)
                self.open_up(held)
        self.escaped, self.settled = frozenset(found), False

    def _measure(self, offset: int) -> None:
        """Notes how far a block reaches, or a variable that blocks share: both say it."""
        kind, form = self.load(offset, WORD), self.load(offset + _DESCRIPTOR, WORD)
        if _is_block(kind) and isinstance(form, Address):
            self.taken.bridge(offset, offset + self.taken.block_size(form.value))
        elif self.load(offset + WORD, WORD) == Stack(offset):
            both, size = self.load(offset + _FLAGS, WORD), self.load(offset + _FLAGS + 4, 4)
            size = both >> 32 if type(both) is int else size
            self.taken.bridge(offset, offset + size if type(size) is int else None)

    def _within(self, offset: int) -> list[int]:
        """What is written of the object at this place."""
        start, end = self.taken.object(offset)
        if end is None:
            return [at for at in self.slots if at >= start]
        return [at for at in self.slots if start <= at < end]

    def disturb(self) -> None:
        """Others may have written what they may write."""
        if self.settled or not self.escaped:
            return
        starts = {self.taken.object(offset)[0] for offset in self.escaped}
        for at in [at for at in self.slots if self.taken.object(at)[0] in starts]:
            del self.slots[at]
        self.settled = True

    def forget(self, offset: int) -> None:
        """The object at this place is written with what is not known."""
        for at in self._within(offset):
            del self.slots[at]

    def frozen(self, value: Value) -> Value:
        """A value as it is now, told without this state: content instead of places."""
        if value is None or isinstance(value, (int, Address, Literal, Param)):
            return value
        if isinstance(value, Either):
            found: Value = next(iter(parts := [self.frozen(one) for one in value.values]))
            for one in parts[1:]:
                found = either(found, one)
        elif isinstance(value, Result):
            found = self.contents.get(value.site, value)
        elif isinstance(value, Stack):
            place = value.offset
            found = self._block(place) or swift_pairs(self.load, place) or Buffer(place)
        else:
            found = value
        return found if size(found) <= MAX_SIZE else None

    def _block(self, offset: int) -> Function | None:
        kind, invoke = self.load(offset, WORD), self.load(offset + _INVOKE, WORD)
        return Function(invoke.value) if _is_block(kind) and isinstance(invoke, Address) else None

    def put(self, site: int, key: Value, value: Value) -> None:
        """Adds an entry to what a call made, if that is known."""
        if table := self.contents.get(site):
            self.contents[site] = with_entry(table, key, value)

    def open_up(self, values: Iterable[Value]) -> None:
        """Code that is not followed gets these: it may add to them."""
        for value in values:
            for one in each(value):
                if isinstance(one, Result) and (table := self.contents.get(one.site)):
                    self.contents[one.site] = Table(table.keyed, table.entries, complete=False)


def swift_pairs(load: Callable[[int, int], Value], place: int) -> Table | None:
    """The pairs of a dictionary literal of Swift's, which is an array on the stack at first:
    behind a head each key, an object (8 bytes) or text (16), and a value with its type. Only keys
    of the keychain are looked for; there may be others behind them."""
    for key_size in (2 * WORD, WORD):
        pairs: list[tuple[Value, Value]] = []
        at = place + _HEAD
        while len(pairs) < _MAX_ENTRIES and _is_key(key := load(at, WORD)):
            first, second = load(at + key_size, WORD), load(at + key_size + WORD, WORD)
            pairs.append((key, joined_texts((first, second))[0]))
            at += key_size + _VALUE
        if len(pairs) > 1:
            return Table(True, tuple(pairs), complete=False)
    return None


def _is_block(kind: Value) -> bool:
    return isinstance(kind, (Extern, Datum)) and kind.name in _STACK_BLOCKS


def _is_key(value: Value) -> bool:
    return isinstance(value, (Datum, Extern)) and value.name.startswith("kSec")


def _same(one: Value, other: Value) -> Value:
    return one if one == other else None


def _frames(values: Iterable[Value]) -> list[int]:
    found: list[int] = []
    for value in values:
        if isinstance(value, Stack):
            found.append(value.offset)
        elif isinstance(value, Either):
            found += [one.offset for one in value.values if isinstance(one, Stack)]
    return found


def with_entry(table: Table, key: Value, value: Value) -> Table:
    """A dictionary with a key set, or an array with one element more."""
    if table.keyed and (key is None or isinstance(key, Either)):
        # Whatever it is, it may be any that is there.
        unsure: tuple[tuple[Value, Value], ...] = tuple((one, None) for one, _ in table.entries)
        return Table(True, unsure, complete=False)
    kept = tuple(entry for entry in table.entries if not table.keyed or entry[0] != key)
    if len(kept) >= _MAX_ENTRIES:
        return Table(table.keyed, kept, complete=False)
    return Table(table.keyed, (*kept, (key, value)), table.complete)


def joined(one: Table, other: Table) -> Table:
    """What two paths made of it: what only one of them has may be there."""
    if not one.keyed:
        same = one.entries if one.entries == other.entries else ()
        return Table(False, same, one.complete and other.complete and one.entries == other.entries)
    mine, theirs = dict(one.entries), dict(other.entries)
    both = {
        key: either(mine[key], theirs[key])
        if key in mine and key in theirs
        else _perhaps(mine.get(key, theirs.get(key)))
        for key in {**mine, **theirs}
    }
    return Table(True, tuple(both.items()), one.complete and other.complete)


def _perhaps(value: Value) -> Value:
    """A value, or another."""
    return None if value is None else Either(frozenset((*each(value), None)))
