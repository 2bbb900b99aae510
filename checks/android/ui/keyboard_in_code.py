"""Do fields that code makes or changes let the keyboard suggest and learn what is typed?"""

from collections.abc import Iterator

from appsec.api import (
    AndroidApp,
    CallSite,
    FieldRead,
    Origin,
    Question,
    Seen,
    by_object,
    constant_number,
    names_personal_data,
    one_question,
    words_of,
)

_MAKES, _SETS = "android.widget.EditText.<init>", "android.widget.TextView.setInputType"
_TEXT, _CLASS, _VARIATION, _NO_SUGGESTIONS = 0x1, 0xF, 0xFF0, 0x80000
_PASSWORDS = (0x80, 0x90, 0xE0)
_ACCOUNTS = frozenset(("account", "user", "userid", "username"))


def check(app: AndroidApp) -> Iterator[Seen]:
    """One question for the fields that code makes, whatever they ask for, and one for those that
    are named after sensitive data and given a type that suggests. Libraries make fields for the
    apps that use them; of passwords android-plain-password asks."""
    own = [site for site in app.code.calls(_MAKES, _SETS) if site.origin is Origin.APP]
    typed = by_object(site for site in own if site.method.name == "setInputType")
    quiet = {key for key, sites in typed.items() if any(map(_is_quiet, sites))}
    # The constructor of a subclass calls the one above on itself, and makes nothing.
    new = by_object(site for site in own if site.method.name == "<init>")
    bare = (one for key, sites in new.items() if key not in quiet for one in sites)
    yield from one_question("made", bare)
    changed = [(name, s) for s in own if (name := _field(s)) and not _is_quiet(s)]
    if changed:
        places = tuple(sorted({site.at for _, site in changed}))
        yield Question("changed", places, {"fields": ", ".join(sorted(dict(changed)))})


def _field(site: CallSite) -> str:
    """The name of a field for sensitive data whose type is set, if it is a constant."""
    field = site.receiver
    sets = site.method.name == "setInputType" and constant_number(site.argument(0)) is not None
    if not isinstance(field, FieldRead) or not sets:
        return ""
    account = not _ACCOUNTS.isdisjoint(words_of(field.name))
    return field.name if account or names_personal_data(field.name) else ""


def _is_quiet(site: CallSite) -> bool:
    kind = constant_number(site.argument(0)) or _TEXT
    shown = kind & _VARIATION not in _PASSWORDS and not kind & _NO_SUGGESTIONS
    return kind & _CLASS != _TEXT or not shown
