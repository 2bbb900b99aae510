"""What speaks against a declared absence within the declaration itself: its cells, its sign-off."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING

from appsec.assess.confirm_items import items
from appsec.assess.people import problem_of, same_person
from appsec.assess.written import is_day
from appsec.engine.declaration.form import form, rows, says_something
from appsec.model.confirmation import Scope
from appsec.model.frozen import frozen
from appsec.model.text import Lang, Text, visible

if TYPE_CHECKING:
    from appsec.model.declaration_form import Declaration, SignOff

MAX_TOLD, MAX_SHOWN = 3, 60
"""Cells that a sentence names, and characters of what stands in each."""

_ASIDE = re.compile(r"\s*[（(].*", re.DOTALL)
_PASSWORD = re.compile(r"帳密|帳號|密碼|通行碼|passw|passphrase|\bpin\b", re.IGNORECASE)
_WITHOUT_PASSWORD = re.compile(
    r"第三方|憑證|生物|line|google|facebook|apple|third|sso|otp|passkey|fido|certificate|biometric",
    re.IGNORECASE,
)
_SYMMETRIC = re.compile(r"(?<!非)對稱|(?<!a)symmetric|aes|des\b|chacha|sm4|rc4", re.IGNORECASE)


def _password(written: str) -> bool:
    """Whether a login as declared may ask for a password of the app's own."""
    if not says_something(written):
        return False
    return bool(_PASSWORD.search(written)) or not _WITHOUT_PASSWORD.search(written)


def _yes(written: str) -> bool:
    return written.strip().casefold() == "yes"


def _sensitive(written: str) -> bool:
    return written.strip().casefold() == "sensitive"


@frozen
class _Cell:
    """A cell of the form, and what it must hold to say that a condition does hold."""

    section: str
    key: str
    speaks: Callable[[str], bool] = says_something


_LOGIN = _Cell("class", "login")
_DATA = _Cell("sensitive_data", "name")
_STORED = _Cell("sensitive_data", "stored_local")
_LOGGED = _Cell("sensitive_data", "log_or_cache")
_IDENTIFIERS = tuple(
    _Cell("identifiers", key)
    for key in ("aaid_idfa", "android_id", "idfv", "imei_mac", "push_token", "other")
)
_FIELD = _Cell("input_fields", "field")
_SENSITIVE_FIELD = _Cell("input_fields", "sensitive", _yes)
_HOST = _Cell("domains", "host")
_SHARED = (_Cell("sharing_points", "target"), _Cell("sensitive_data", "shared_with"))
_PERMISSION = _Cell("device_resources", "level", _sensitive)
_HOST_SENSITIVE = _Cell("domains", "sensitive", _yes)
_WEB = _Cell("domains", "webview", _yes)

_AGAINST: Mapping[str, tuple[_Cell, ...]] = {
    "network": (_HOST, _Cell("sensitive_data", "sent_to")),
    "own-password": (
        _Cell("class", "login", _password),
        _Cell("input_fields", "field", lambda name: bool(_PASSWORD.search(name))),
    ),
    "per-user-data": (_LOGIN, _Cell("class", "accounts_roles")),
    "sensitive-data": (_DATA, *_IDENTIFIERS, _PERMISSION, _SENSITIVE_FIELD, _HOST_SENSITIVE),
    "stored-data": (_STORED, _LOGGED, _LOGIN),
    "stored-credential": (_STORED, _LOGGED, _LOGIN),
    "sensitive-input": (_SENSITIVE_FIELD, _Cell("class", "login", _password)),
    "sensitive-screen": (_Cell("sensitive_data", "screens"), _SENSITIVE_FIELD),
    "session-id": (
        _LOGIN,
        *(_Cell("session", key) for key in ("id_kind", "bits", "generator", "expiry")),
    ),
    "sharing": _SHARED,
    "third-party-library": (_Cell("sdks", "name"),),
    "transaction": (_Cell("class", "transactions"), _Cell("class", "payment_providers")),
    "received-payment": (_Cell("class", "receives_money"),),
    "pre-authorisation": (_Cell("class", "preauth"),),
    "symmetric-crypto": (_Cell("crypto", "algorithm", lambda name: bool(_SYMMETRIC.search(name))),),
    "input": (_FIELD, _LOGIN, *_SHARED),
    "untrusted-input": (_FIELD, _LOGIN, _WEB, *_SHARED),
    "web-resource": (_WEB,),
    "security-update": (_Cell("reporting", "last_security_notice"),),
}
"""Cells that say of a condition that it does hold."""


def own_words_against(condition: str, declaration: "Declaration") -> Text | None:
    """The cells of the declaration that say the opposite of an absence, as people find them."""
    found = list(_speaking(condition, declaration))
    if not found:
        return None
    told = found[:MAX_TOLD]
    return {
        lang: ("、" if lang is Lang.ZH_TW else ", ").join(_told(*one, lang) for one in told)
        for lang in Lang
    }


def _speaking(condition: str, declaration: "Declaration") -> Iterator[tuple[_Cell, str]]:
    for cell in _AGAINST.get(condition, ()):
        for row in rows(declaration, form().section(cell.section)):
            if cell.speaks(row[cell.key]):
                yield cell, row[cell.key]


def _told(cell: _Cell, written: str, lang: Lang) -> str:
    field = next(f for f in form().section(cell.section).fields if f.key == cell.key)
    label = _ASIDE.sub("", field.label[lang])
    shown = visible(" ".join(written.split()), MAX_SHOWN)
    return f"{label}「{shown}」" if lang is Lang.ZH_TW else f"{label} “{shown}”"


def unsigned(sign_off: "SignOff", as_of: str) -> str:
    """Why a sign-off stands behind no absence, as the key of a reason; empty if it does.

    One fills in, another reviews, and one statement counts as long as one on a single build.
    """
    people = (sign_off.prepared_by, sign_off.reviewed_by)
    if any(not says_something(name) or problem_of(name) for name in people):
        return "absence-unsigned"
    if same_person(*people) or not says_something(sign_off.statement):
        return "absence-unsigned"
    day = sign_off.date.strip()
    if not is_day(day) or day > as_of:
        return "absence-signed-when"
    days = items().scopes[Scope.BUILD].days
    if date.fromisoformat(as_of) - date.fromisoformat(day) > timedelta(days):
        return "absence-signed-long-ago"
    return ""
