"""Values of a property list by the type that Apple documents; any other type is remembered."""

from collections.abc import Iterator, Mapping
from dataclasses import field
from typing import Any

from appsec.model.frozen import slotted
from appsec.model.outcome import Cause, Gap


@slotted
class Typed:
    """One dictionary of a list in `file`; `member` says where in it. `odd` is shared by all that
    lie below."""

    file: str
    values: Mapping[str, Any]
    member: str = ""
    odd: list[str] = field(default_factory=list)

    def flag(self, key: str) -> bool:
        """A Boolean, false if absent."""
        return self._get(key, bool, False) is True

    def text(self, key: str) -> str:
        """A string, empty if absent."""
        return str(self._get(key, str, ""))

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of strings; what is no string is left out and remembered."""
        every = self._get(key, list, [])
        if not all(isinstance(each, str) for each in every):
            self.note(key)
        return tuple(each for each in every if isinstance(each, str))

    def below(self, key: str) -> Iterator["Typed"]:
        """The dictionaries of a list."""
        for number, each in enumerate(self._get(key, list, [])):
            place = f"{self._place(key)}:{number}"
            if isinstance(each, dict):
                yield Typed(self.file, each, place, self.odd)
            else:
                self.odd.append(place)

    def note(self, key: str) -> None:
        """Remembers that this key's value is none that Apple documents."""
        self.odd.append(self._place(key))

    def gaps(self, fact: str) -> Iterator[Gap]:
        """One for each value of another type."""
        for key in dict.fromkeys(self.odd):
            yield Gap(fact, Cause.LOST, "odd-value", {"file": self.file, "key": key})

    def _get(self, key: str, kind: type, default: Any) -> Any:
        value = self.values.get(key, default)
        if isinstance(value, kind):
            return value
        self.note(key)
        return default

    def _place(self, key: str) -> str:
        return f"{self.member}:{key}" if self.member else key
