"""The rows of a difference's chapter on software components."""

from appsec.model.difference import ComponentChange
from appsec.model.text import Lang, visible
from appsec.report.document import Column, Inlines, Text, Width
from appsec.report.words import say


def component_columns(lang: Lang) -> tuple[Column, ...]:
    """The component, and what became of its version."""
    return (
        Column(say(lang, "column-component"), Width.WIDE),
        Column(say(lang, "column-before-after"), Width.MIDDLE),
    )


def component_cells(lang: Lang, one: ComponentChange) -> tuple[Inlines, ...]:
    """One component; what is not there is told from a version that is not known."""
    unknown, none = say(lang, "version-unknown"), say(lang, "none")
    sides = (none if v is None else visible(v) or unknown for v in (one.before, one.after))
    return (Text(visible(one.name)),), (Text(" → ".join(sides)),)
