"""Records that say the same of many places: told once, with a list of how they differ."""

from collections.abc import Iterable

from appsec.model.assessment import Record
from appsec.model.text import visible
from appsec.report.document import Link
from appsec.report.view import View, record_anchor

MANY = 3
"""Most records of one check and key that are told one by one."""

MAX_RUNS = 3
"""Most stretches of numbers that a label names."""

Group = tuple[Record, ...]
"""One record, or more than MANY that differ only in their values and places."""


def grouped(records: Iterable[Record]) -> tuple[Group, ...]:
    """The records in their order; those of one kind that are many stand where their first does."""
    alike: dict[tuple[str, ...], list[Record]] = {}
    for record in records:
        kind = (record.kind, record.check, record.key, record.severity, record.disposition)
        alike.setdefault(kind, []).append(record)
    groups: list[Group] = []
    for same in alike.values():
        groups += [tuple(same)] if len(same) > MANY else [(record,) for record in same]
    return tuple(groups)


def label(view: View, group: Group) -> str:
    """`Q-04` for one record, `Q-05…Q-12 (8)` for more."""
    numbers = [view.number(record) for record in group]
    if len(group) == 1:
        return numbers[0]
    runs: list[list[str]] = []
    for number in numbers:
        if runs and int(number[2:]) == int(runs[-1][-1][2:]) + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    named = [f"{run[0]}…{run[-1]}" if len(run) > 1 else run[0] for run in runs[:MAX_RUNS]]
    more = "…" if len(runs) > MAX_RUNS else ""
    return f"{view.join(named)}{more} ({len(group)})"


def link(view: View, group: Group) -> Link:
    """A link to where a group is told in full."""
    return Link(label(view, group), anchor(view, group))


def anchor(view: View, group: Group) -> str:
    """The anchor of a group is that of its first record."""
    return record_anchor(view.number(group[0]))


def differing(view: View, group: Group) -> tuple[str, ...]:
    """The names of the values that are not the same in all, in the order of the first message.

    Those that the places name anyway are left out.
    """
    first = group[0]
    names = {name for record in group for name in record.values}
    unlike = {n for n in names if len({record.values.get(n) for record in group}) > 1}
    unlike = {n for n in unlike if not all(_placed(record, n) for record in group)}
    message = view.line(first.message)

    def place(name: str) -> tuple[int, str]:
        found = message.find(visible(first.values.get(name, "")))
        return (found if found >= 0 else len(message), name)

    return tuple(sorted(unlike, key=place))


def _placed(record: Record, name: str) -> bool:
    """Whether the first place of a record, word by word, names one of its values."""
    value = record.values.get(name, "")
    return any(
        value in (part, *part.split())
        for place in record.locations[:1]
        for part in (place.file, place.member, place.at)
    )
