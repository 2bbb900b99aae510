"""Dictionaries and arrays that code makes and adds to: their content, as far as calls tell it."""

from collections.abc import Callable, Sequence

from appsec.readers.macho.calls_runtime import runtime
from appsec.readers.macho.walk_state import WORD, State, joined, with_entry
from appsec.readers.macho.walk_values import Address, Result, Stack, Table, Value, each
from appsec.readers.macho.walk_view import View

_MAX_COUNT = 64
_COPIES = frozenset(("copy", "mutableCopy"))
_FROM_OTHER = frozenset(
    ("dictionaryWithDictionary:", "initWithDictionary:", "arrayWithArray:", "initWithArray:")
)
_SETTERS = frozenset(("setObject:forKey:", "setObject:forKeyedSubscript:", "setValue:forKey:"))
_OPEN = frozenset(
    ("addEntriesFromDictionary:", "setDictionary:", "setValuesForKeysWithDictionary:")
)
_TAKING = ("remove", "insert", "replace", "exchange", "set")
Fix = Callable[[Value], Value]


class Tables:
    """What calls do to the tables of a state. `fix` tells a value without the state."""

    def __init__(self, view: View, state: State, fix: Fix) -> None:
        self._view, self._state, self._fix = view, state, fix

    def made_by_message(  # noqa: PLR0911 - one for each message
        self, owner: str, selector: str, receiver: Value, args: Sequence[Value], more: int | None
    ) -> Table | None:
        """What a message makes; `more` is where its variadic arguments are on the stack."""
        first = args[0] if args else None
        known = runtime().new_tables.get(owner)
        match selector:
            case "dictionaryWithObjects:forKeys:count:" | "initWithObjects:forKeys:count:":
                return self._paired(args[1], first, args[2])
            case "arrayWithObjects:count:" | "setWithObjects:count:":
                return self._listed(first, args[1])
            case "dictionaryWithObject:forKey:":
                return Table(True, ((self._fix(args[1]), self._fix(first)),))
            case "arrayWithObject:" | "setWithObject:":
                return Table(False, ((None, self._fix(first)),))
            case "dictionaryWithObjectsAndKeys:" | "initWithObjectsAndKeys:":
                found = self._variadic(first, more)
                return self._pairs(found[1::2], found[::2], len(found) % 2 == 0)
            case "arrayWithObjects:" | "setWithObjects:":
                return self._row(self._variadic(first, more))
            case _ if known is not None and selector in runtime().empty:
                return Table(known, ())
            case _ if selector in _COPIES:
                return self._content(receiver)
            case _ if selector in _FROM_OTHER:
                return self._content(first) or Table("ictionary" in selector, (), complete=False)
        return None

    def made_by_function(self, name: str, args: Sequence[Value]) -> Table | None:
        """What a function makes."""
        match name:
            case "CFDictionaryCreate":
                return self._paired(args[1], args[2], args[3])
            case "CFArrayCreate" | "CFSetCreate":
                return self._listed(args[1], args[2])
            case "CFDictionaryCreateMutable":
                return Table(True, ())
            case "CFArrayCreateMutable" | "CFSetCreateMutable":
                return Table(False, ())
            case "CFDictionaryCreateMutableCopy":
                return self._content(args[2]) or Table(True, (), complete=False)
        return None

    def changed_by_message(self, selector: str, receiver: Value, args: Sequence[Value]) -> None:
        """What a message does to a table that is its receiver."""
        if isinstance(receiver, Result) and receiver.site in self._state.contents:
            self._changed(selector, receiver, args)
        elif selector in _SETTERS or selector.startswith(("add", *_TAKING)):
            self._perhaps_changed(selector, receiver, args)

    def _perhaps_changed(self, selector: str, receiver: Value, args: Sequence[Value]) -> None:
        """A message to one of several tables, or to nobody knows what: then it may be any."""
        tables = self._state.contents
        sites = {one.site for one in each(receiver) if isinstance(one, Result)} & tables.keys()
        for site in sites if receiver is not None else set(tables):
            before = tables[site]
            if receiver is not None and selector in _SETTERS:
                self._state.put(site, self._fix(args[1]), self._fix(args[0]))
                tables[site] = joined(before, tables[site])
            else:
                tables[site] = Table(before.keyed, before.entries, complete=False)

    def _changed(self, selector: str, receiver: Result, args: Sequence[Value]) -> None:
        if selector in _SETTERS:
            self._state.put(receiver.site, self._fix(args[1]), self._fix(args[0]))
        elif selector == "addObject:":
            self._state.put(receiver.site, None, self._fix(args[0]))
        elif selector in _OPEN:
            self._add_all(receiver, args[0])
        elif selector.startswith(("add", *_TAKING)):
            table = self._state.contents[receiver.site]
            self._state.contents[receiver.site] = Table(table.keyed, (), complete=False)

    def changed_by_function(self, name: str, args: Sequence[Value]) -> None:
        """What a function does to a table."""
        table = args[0]
        if isinstance(table, Result) and table.site in self._state.contents:
            if name in ("CFDictionarySetValue", "CFDictionaryAddValue"):
                self._state.put(table.site, self._fix(args[1]), self._fix(args[2]))
            elif name in ("CFArrayAppendValue", "CFSetAddValue"):
                self._state.put(table.site, None, self._fix(args[1]))
            elif name.startswith(("CFDictionaryR", "CFArrayR", "CFArrayI", "CFArrayS", "CFSetR")):
                self._state.contents[table.site] = Table(True, (), complete=False)

    def _add_all(self, receiver: Result, other: Value) -> None:
        content = self._content(other)
        for key, value in content.entries if content else ():
            self._state.put(receiver.site, key, value)
        if content is None or not content.complete:
            self._state.open_up((receiver,))

    def _content(self, value: Value) -> Table | None:
        fixed = self._fix(value)
        return fixed if isinstance(fixed, Table) else None

    def _paired(self, keys: Value, values: Value, count: Value) -> Table:
        names, objects = self._array(keys, count), self._array(values, count)
        if names is None or objects is None:
            return Table(True, (), complete=False)
        return self._pairs(names, objects, True)

    def _pairs(self, keys: Sequence[Value], values: Sequence[Value], whole: bool) -> Table:
        table = Table(True, (), complete=whole)
        for key, value in zip(keys, values, strict=False):
            table = with_entry(table, key, value)
        return table

    def _listed(self, values: Value, count: Value) -> Table:
        found = self._array(values, count)
        return Table(False, (), complete=False) if found is None else self._row(found)

    def _row(self, values: Sequence[Value]) -> Table:
        return Table(False, tuple((None, value) for value in values))

    def _array(self, start: Value, count: Value) -> list[Value] | None:
        if type(count) is not int or not 0 <= count <= _MAX_COUNT:
            return None
        if isinstance(start, Stack):
            raw = [self._state.load(start.offset + WORD * at, WORD) for at in range(count)]
        elif isinstance(start, Address):
            raw = [self._view.load(start.value + WORD * at, WORD) for at in range(count)]
        else:
            return None if count else []
        return [self._fix(one) for one in raw]

    def _variadic(self, first: Value, more: int | None) -> list[Value]:
        found = [self._fix(first)]
        for at in range(0 if more is None else _MAX_COUNT):
            value = self._state.load((more or 0) + WORD * at, WORD)
            if value == 0 and type(value) is int:
                break
            found.append(self._fix(value))
            if value is None:
                break
        return found
