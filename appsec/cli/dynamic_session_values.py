"""The canaries of a guided session as it begins: made up, or the tester's own."""

import re

from appsec.cli.dynamic_talk import Talk
from appsec.engine.canaries.forms import What, searchable
from appsec.runtime.canaries import Kept
from appsec.runtime.guided.fields import Field, kept, typable
from appsec.runtime.guided.state import Setup, steps_for
from appsec.runtime.guided.values import KINDS


def values(talk: Talk, setup: Setup, fields: tuple[Field, ...]) -> tuple[Kept, ...]:
    """A value for each field: made up, or the tester's own where it must be."""
    every = typable(fields, steps_for(setup), production=setup.production)
    asked = [one for one in every if one.asked]
    talk.say("asks-for", labels="、".join(talk.text(one.label) for one in asked))
    talk.say("own-values")
    typed: list[Kept] = []
    for field in fields:
        if not field.asked:
            continue
        kind = KINDS[field.kind]
        if kind.make:
            value = kind.make()
        elif field.seeded or field in asked:
            value = _own(talk, field, {one.value for one in typed})
        else:
            continue
        if value:
            typed.append(kept(field, value))
    return tuple(typed)


def _own(talk: Talk, field: Field, taken: set[str]) -> str:
    kind = KINDS[field.kind]
    while True:
        label, why = talk.text(field.label), talk.text(kind.why or {})
        value = talk.ask("own-value", free=True, leave="", label=label, why=why).text
        if not value:
            return ""
        if value in taken:
            talk.say("own-twice", colour="yellow")
        elif kind.what is What.CVV and not _is_code(value):
            talk.say("own-code", colour="yellow")
        elif kind.what is not What.CVV and not searchable(value):
            talk.say("own-short", colour="yellow")
        else:
            return value


def _is_code(value: str) -> bool:
    """Whether a card may have this security code, which is searched for beside its card."""
    return re.fullmatch(r"[0-9]{3,4}", value) is not None
