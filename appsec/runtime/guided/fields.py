"""The fields that canaries are typed into: those that a class asks for, and those declared."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import count
from typing import TYPE_CHECKING

from appsec.model.frozen import frozen
from appsec.model.noted import UNASKED
from appsec.model.text import Lang, Text, visible
from appsec.runtime.canaries import Kept
from appsec.runtime.guided.steps import Step, Which, steps_of
from appsec.runtime.guided.values import DEVICE, KINDS, kinds_of

if TYPE_CHECKING:
    from appsec.model.declaration_form import Declaration

MAX_DECLARED = 60
_MAX_SCREEN, _MAX_FIELD = 40, 60
_WORDS: Mapping[str, str] = {
    "cvv": r"cvv|cvc|cvn|card (?:security|verification) (?:code|number|value)"
    r"|(?<![一員保遊留民機賓證])(?<!sim)卡(?!號)[^號、，,/／]{0,6}?(?:[末後背][面後]?[三3]碼|驗證碼)"
    r"|^(?!.*(?:簡訊|手機|信箱|郵件|動態|登入|網銀|網路銀行|otp)).*安全碼",
    "national-id": "身分證|居留證|national id|idno|id_no",
    "password": "密碼|通行碼|password|passwd|pwd",
    "email": "信箱|郵件|e-mail|email|mail",
    "phone": "手機(?!條碼)|電話|phone|mobile|tel",
    "birthday": "生日|出生|birth",
    "address": "地址|住址|戶籍|address",
    "card": "卡號|^(?!.*(?:持卡人|card ?holder|name on)).*(?:信用卡|card)",
    "bank-account": "銀行帳|匯款帳|bank",
    "carrier": "載具|手機條碼|carrier",
    "amount": "金額|amount",
    "account": "帳號|account|user|login",
    "name": "姓名|收件人|持卡人|card ?holder|name",
}
"""What a declared field is of, by its own name in small letters; the first that fits. A screen's
name says nothing of its fields: a page for payment asks for more than the card's code."""
_SHORT = re.compile(
    r"驗證碼|有效[期年月]|一次性|動態[密通安]|[前末後背][面後]?[一二三四五六0-9]碼"
    r"|(?:簡訊|手機|信箱|郵件|otp).*(?:安全|密|通行)碼|簡訊碼"
    r"|expir|valid thru|one.?time|verification code|otp(?![a-z])|otp.?code"
)
"""Names of what is too short to be searched for, unless it is a card's security code."""


@frozen
class Field:
    """One canary and where it is typed. `declared` is whether the declaration names the field. One
    that is not `asked` for has no canary, as nothing could be looked for: it stays open."""

    id: str
    kind: str
    label: Text
    declared: bool = False
    seeded: bool = False
    asked: bool = True


def fields_of(
    app_class: str,
    declaration: "Declaration | None",
    *,
    with_f: bool = False,
    labels: Mapping[str, str] | None = None,
) -> tuple[Field, ...]:
    """All fields of a session, what is noted of the device first. Of those that a class asks for
    none that no step does: its silence would stay open for ever. Of those declared each. `labels`
    has what the session called fields so far: each keeps its id, and gives it to no other."""
    fields = {one: Field(one, one, KINDS[one].title, seeded=True) for one in DEVICE}
    asked = {
        one
        for step in steps_of(app_class, with_f=with_f)
        if step.run is Which.PLAIN
        for one in step.types
    }
    kinds = [one for one in kinds_of(app_class, with_f=with_f) if one in asked]
    fields |= {one: Field(one, one, KINDS[one].title) for one in kinds}
    known = {label: id_ for id_, label in (labels or {}).items()}
    rows = list(enumerate(_declared(declaration)))
    # What has an id already goes before what takes one that is left.
    for row, (label, name) in sorted(rows, key=lambda one: one[1][0][Lang.ZH_TW] not in known):
        kind, before = _kind(name), known.get(label[Lang.ZH_TW], "")
        taken = {*fields, *(labels or {})}
        if row >= MAX_DECLARED or kind is None:
            id_ = _numbered(UNASKED, before, taken)
            one = Field(id_, "text", label, declared=True, asked=False)
        elif (
            kind in asked
            and not fields.get(kind, Field("", "", {})).declared
            and not before.startswith("field-")
        ):
            one = Field(kind, kind, label, declared=True)
        else:
            id_ = _numbered("field-", before, taken)
            one = Field(id_, kind or "text", label, declared=True)
        fields[one.id] = one
    return tuple(fields.values())


def _numbered(prefix: str, before: str, taken: Collection[str]) -> str:
    every = (f"{prefix}{number}" for number in count(1))
    return before if before.startswith(prefix) else next(one for one in every if one not in taken)


def typed_in(fields: Iterable[Field], types: tuple[str, ...]) -> tuple[Field, ...]:
    """Those that a step has typed. One that was not asked for is, once it is declared no more."""
    declared = ("field-", UNASKED) if "declared" in types else ()
    return tuple(
        one
        for one in fields
        if not one.seeded and one.asked and (one.id in types or one.id.startswith(declared))
    )


def asked_in(fields: Iterable[Field], steps: Iterable[Step], which: Which) -> tuple[Field, ...]:
    """Those that a run can come to hold: typed in one of its steps, or noted of the device."""
    fields = tuple(fields)
    types = tuple(one for step in steps if step.run is which for one in step.types)
    return (*(one for one in fields if one.seeded), *typed_in(fields, types))


def typable(
    fields: Iterable[Field], steps: Iterable[Step], *, production: bool
) -> tuple[Field, ...]:
    """Those that a tester is asked for, or the declaration names. What only steps have typed that
    must not be gone through with real customers is not; it stays among the canaries, so that its
    silence shows nothing."""
    types = tuple(
        one
        for step in steps
        if step.run is Which.PLAIN and (step.production or not production)
        for one in step.types
    )
    fields = tuple(fields)
    return (*typed_in(fields, types), *(one for one in fields if not one.asked))


def kept(field: Field, value: str) -> Kept:
    """The canary of a field."""
    label = field.label[Lang.ZH_TW] if field.declared else ""
    return Kept(field.id, KINDS[field.kind].what, value, label=label)


def _declared(declaration: "Declaration | None") -> Iterator[tuple[Text, str]]:
    """What a tester knows each field by, and its own name."""
    rows = declaration.input_fields if declaration else ()
    told = {
        (" ".join(row.screen.split()), " ".join(row.field.split())): None
        for row in rows
        if row.sensitive.strip().lower() not in ("", "no", "否")
    }
    for screen, name in told:
        label = f"{visible(screen, _MAX_SCREEN)} {visible(name, _MAX_FIELD)}".strip()
        yield {Lang.ZH_TW: label, Lang.EN: label}, name


def _kind(name: str) -> str | None:
    """What a field of this name is of, empty for any text; None for what is too short to be
    searched for."""
    text = name.lower()
    kind = next((kind for kind, words in _WORDS.items() if re.search(words, text)), "")
    return None if kind != "cvv" and _SHORT.search(text) else kind
