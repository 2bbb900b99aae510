"""The fields that canaries are typed into: those that a class asks for, and those declared."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from appsec.model.frozen import frozen
from appsec.model.text import Lang, Text, visible
from appsec.runtime.canaries import Kept
from appsec.runtime.guided.steps import Step, Which, steps_of
from appsec.runtime.guided.values import DEVICE, KINDS, kinds_of

if TYPE_CHECKING:
    from appsec.model.declaration_form import Declaration

MAX_DECLARED = 60
_MAX_LABEL = 80
_WORDS: Mapping[str, tuple[str, ...]] = {
    "cvv": ("安全碼", "末三碼", "後三碼", "卡片驗證碼", "信用卡驗證碼", "cvv", "cvc", "cvn"),
    "national-id": ("身分證", "居留證", "national id", "idno", "id_no"),
    "password": ("密碼", "通行碼", "password", "passwd", "pwd"),
    "email": ("信箱", "郵件", "e-mail", "email", "mail"),
    "phone": ("手機", "電話", "phone", "mobile", "tel"),
    "birthday": ("生日", "出生", "birth"),
    "address": ("地址", "住址", "戶籍", "address"),
    "card": ("卡號", "信用卡", "card"),
    "bank-account": ("銀行帳", "匯款帳", "bank"),
    "carrier": ("載具", "carrier"),
    "amount": ("金額", "amount"),
    "account": ("帳號", "account", "user", "login"),
    "name": ("姓名", "收件人", "name"),
}
"""What a declared field is of, by the words in its name; the first that fits."""
_SHORT = ("驗證碼", "otp", "有效期")
"""Fields of what is too short to be searched for, and no card's security code."""


@frozen
class Field:
    """One canary and where it is typed. `declared` is whether the declaration names the field."""

    id: str
    kind: str
    label: Text
    declared: bool = False
    seeded: bool = False


def fields_of(
    app_class: str, declaration: "Declaration | None", *, with_f: bool = False
) -> tuple[Field, ...]:
    """All fields of a session, what is noted of the device first. None that no step asks for: its
    silence would stay open for ever."""
    fields = {one: Field(one, one, KINDS[one].title, seeded=True) for one in DEVICE}
    asked = {
        one
        for step in steps_of(app_class, with_f=with_f)
        if step.run is Which.PLAIN
        for one in step.types
    }
    kinds = [one for one in kinds_of(app_class, with_f=with_f) if one in asked]
    fields |= {one: Field(one, one, KINDS[one].title) for one in kinds}
    for label in _declared(declaration):
        kind = _kind(label)
        if kind in asked and not fields.get(kind, Field("", "", {})).declared:
            fields[kind] = Field(kind, kind, _both(label), declared=True)
        elif kind or not _is_short(label):
            number = sum(one.id.startswith("field-") for one in fields.values()) + 1
            fields[f"field-{number}"] = Field(
                f"field-{number}", kind or "text", _both(label), declared=True
            )
    return tuple(fields.values())


def typed_in(fields: Iterable[Field], types: tuple[str, ...]) -> tuple[Field, ...]:
    """Those that a step has typed."""
    return tuple(
        one
        for one in fields
        if not one.seeded and (one.id in types or ("declared" in types and one.id[:6] == "field-"))
    )


def asked_in(fields: Iterable[Field], steps: Iterable[Step], which: Which) -> tuple[Field, ...]:
    """Those that a run can come to hold: typed in one of its steps, or noted of the device."""
    fields = tuple(fields)
    types = tuple(one for step in steps if step.run is which for one in step.types)
    return (*(one for one in fields if one.seeded), *typed_in(fields, types))


def typable(
    fields: Iterable[Field], steps: Iterable[Step], *, production: bool
) -> tuple[Field, ...]:
    """Those that a tester is asked for. What only steps have typed that must not be gone through
    with real customers is not; it stays among the canaries, so that its silence shows nothing."""
    types = tuple(
        one
        for step in steps
        if step.run is Which.PLAIN and (step.production or not production)
        for one in step.types
    )
    return typed_in(fields, types)


def kept(field: Field, value: str) -> Kept:
    """The canary of a field."""
    label = field.label[Lang.ZH_TW] if field.declared else ""
    return Kept(field.id, KINDS[field.kind].what, value, label=label)


def _declared(declaration: "Declaration | None") -> list[str]:
    rows = declaration.input_fields if declaration else ()
    told = [
        visible(" ".join(f"{row.screen} {row.field}".split()), _MAX_LABEL)
        for row in rows
        if row.sensitive.strip().lower() not in ("", "no", "否")
    ]
    return list(dict.fromkeys(told))[:MAX_DECLARED]


def _kind(label: str) -> str:
    text = label.lower()
    kind = next((kind for kind, words in _WORDS.items() if any(w in text for w in words)), "")
    return kind if kind == "cvv" or not _is_short(label) else ""


def _is_short(label: str) -> bool:
    return any(word in label.lower() for word in _SHORT)


def _both(label: str) -> Text:
    return {Lang.ZH_TW: label, Lang.EN: label}
