"""Reads attributes as typed settings, and notes a gap where a reference cannot be followed."""

from dataclasses import field

from appsec.facts.app import FactUnavailable
from appsec.model.frozen import slotted
from appsec.model.outcome import Cause, Gap
from appsec.readers.apk.attributes import Attr
from appsec.readers.apk.axml import Element
from appsec.readers.apk.resources import Meant, Resources
from appsec.readers.apk.values import Value

MAX_GAPS = 200


@slotted
class Settings:
    """Settings of one file for one fact. What cannot be told proves nothing: it gets the value
    that is no weakness, and its gap keeps any check from being clean.

    A gap costs the whole fact, so only what a check decides by may leave one: the flags of the
    application (debuggable, testOnly, allowBackup, usesCleartextTraffic), backupAgent, the files
    of network and backup rules, sharedUserId, sdk versions, what says that splits are missing,
    the names of permissions, their protection level, instrumentation's target, and of components
    name, exported, enabled, permissions, grantUriPermissions, autoVerify and the actions,
    categories, schemes and hosts of their filters. All the rest is told or hinted with, and read
    by `hint`: label, version, class of the application, authorities, target of an alias, queries,
    meta-data, task affinities, ports, paths and types of filters, maxSdkVersion (without it a
    permission counts for all versions). Icons, themes and the rest are never read at all."""

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

    def hint(self, element: Element, attr: Attr) -> str:
        """A text by which nothing is decided: empty, without a gap, where it cannot be told."""
        meanings = self._quietly(element, attr)
        found = next((m for m in meanings if m.by_default), next(iter(meanings), None))
        return "" if found is None or found.value.is_null else found.value.as_text()

    def sole_hint(self, element: Element, attr: Attr) -> str:
        """The same, and empty where it depends on the device's configuration, too."""
        told = {meant.value.as_text() for meant in self._quietly(element, attr)}
        return self.hint(element, attr) if len(told) == 1 else ""

    def hint_number(self, element: Element, attr: Attr) -> int | None:
        """A number by which nothing is decided: None, without a gap, where it cannot be told."""
        try:
            numbers = {meant.value.as_integer(0) for meant in self._quietly(element, attr)}
        except ValueError:
            return None
        return numbers.pop() if len(numbers) == 1 else None

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

    def _quietly(self, element: Element, attr: Attr) -> tuple[Meant, ...]:
        """Nothing where they cannot be told, or without the attribute."""
        value = element.get(attr)
        if value is None or value.is_null:
            return ()
        try:
            return self.resources.meanings(value)
        except FactUnavailable:
            return ()

    def _meanings(self, value: Value, member: str, attr: Attr) -> tuple[Meant, ...]:
        """Nothing, and a gap, where they cannot be told."""
        try:
            return self.resources.meanings(value)
        except FactUnavailable as reason:
            self.lose(reason.key, {**reason.values, "member": member, "attribute": attr.word})
            return ()
