"""Reads attributes as typed settings, and notes a gap where a reference cannot be followed."""

from dataclasses import dataclass, field

from appsec.facts.app import FactUnavailable
from appsec.model.outcome import Cause, Gap
from appsec.readers.apk.attributes import Attr
from appsec.readers.apk.axml import Element
from appsec.readers.apk.resources import Meant, Resources
from appsec.readers.apk.values import Value

MAX_GAPS = 200


@dataclass(slots=True)
class Settings:
    """Settings of one file for one fact. What cannot be told proves nothing: it gets the value
    that is no weakness, and its gap keeps any check from being clean."""

    fact: str
    file: str
    resources: Resources
    gaps: list[Gap] = field(default_factory=list)

    def boolean(self, element: Element, member: str, attr: Attr, default: bool, weak: bool) -> bool:
        """`weak` is the value that a check looks for: it counts if any configuration has it."""
        value = element.get(attr)
        if value is None:
            return default
        meanings = self._meanings(value, member, attr)
        if not meanings:
            return not weak
        effective = {meant.value.as_boolean(default) for meant in meanings}
        return weak if weak in effective else not weak

    def text(self, element: Element, member: str, attr: Attr) -> str | None:
        """None without the attribute; several meanings are a gap, and the default one is taken."""
        value = element.get(attr)
        if value is None or value.is_null:
            return None
        meanings = self._meanings(value, member, attr)
        if not meanings:
            return value.as_text()
        if len(meanings) > 1:
            self.lose("several-values", {"member": member, "attribute": attr.word})
        chosen = next((m for m in meanings if m.by_default), meanings[0]).value
        return None if chosen.is_null else chosen.as_text()

    def number(self, element: Element, member: str, attr: Attr) -> int | None:
        """None without the attribute; a gap, too, where there is no number or more than one."""
        value = element.get(attr)
        if value is None or value.is_null:
            return None
        meanings = self._meanings(value, member, attr)
        try:
            numbers = {meant.value.as_integer(0) for meant in meanings}
        except ValueError:
            numbers = set()
        if meanings and len(numbers) != 1:
            self.lose("several-values", {"member": member, "attribute": attr.word})
        return numbers.pop() if len(numbers) == 1 else None

    def lose(self, key: str, values: dict[str, str]) -> None:
        """Notes that something of this fact is lost; the first of many are enough."""
        gap = Gap(self.fact, Cause.LOST, key, {"file": self.file, **values})
        if len(self.gaps) < MAX_GAPS and gap not in self.gaps:
            self.gaps.append(gap)

    def _meanings(self, value: Value, member: str, attr: Attr) -> tuple[Meant, ...]:
        """Nothing, and a gap, where they cannot be told."""
        try:
            return self.resources.meanings(value)
        except FactUnavailable as reason:
            self.lose(reason.key, {**reason.values, "member": member, "attribute": attr.word})
            return ()
