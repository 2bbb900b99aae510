"""What the fields, labels and windows of a run show: learned by keyboards, legible, capturable."""

from collections.abc import Callable, Collection, Iterable, Iterator
from enum import StrEnum

from appsec.engine.canaries.what import What
from appsec.facts.leaks import Leak
from appsec.facts.run import OnScreen
from appsec.facts.text_field import FieldKind, TextField
from appsec.model.outcome import Finding, Location, Question, Seen
from appsec.model.trace import Value

NEVER_LEGIBLE = frozenset((What.PASSWORD, What.CVV))
"""What is masked wherever it stands; a one-time code may be legible where it is typed."""
ONLY_IN_PART = frozenset((What.NATIONAL_ID, What.CARD, What.BANK_ACCOUNT))
"""What is shown in full only if the user asks for it."""
_ORDINARY = frozenset(
    (What.TEXT, What.AMOUNT, What.IDENTIFIER, What.LOCATION, What.TOKEN, What.PAYLOAD)
)
"""What keyboards may learn: none of it is asked of the user as sensitive."""
_SYSTEM = ("android.", "androidx.", "com.google.android.material.", "UI")
_NO, _NUMBERS, _ADDRESSES = 1, (4, 5, 8, 11), (3, 7)
"""UITextAutocorrectionType.no; keyboards of digits, and those for addresses, which differ."""
MAX_PLACES = 20


class Typing(StrEnum):
    """Whether a keyboard may correct, suggest and learn what is typed into a field."""

    LEARNED = "learned"
    SELDOM = "seldom"
    SAFE = "safe"
    UNTOLD = "untold"


def android_typing(value: Value) -> Typing:
    """By the bits of android.text.InputType."""
    bits = value[0] if isinstance(value, tuple) and value else None
    if not isinstance(bits, int):
        return Typing.UNTOLD
    field = TextField("", "", FieldKind.EDIT, Location(""), input_type=bits)
    if not field.lets_suggest:
        return Typing.SAFE
    return Typing.SELDOM if field.seldom_suggests else Typing.LEARNED


def ios_typing(value: Value) -> Typing:
    """By what a field says of itself: secure, autocorrection, spell checking, keyboard."""
    match value:
        case (True, *_):
            return Typing.SAFE
        case (False, int(correction), int(spelling), int(keyboard), *_):
            if keyboard in _NUMBERS or (correction == _NO and spelling == _NO):
                return Typing.SAFE
            return Typing.SELDOM if keyboard in _ADDRESSES else Typing.LEARNED
        case _:
            return Typing.UNTOLD


def learned_fields(
    fields: Iterable[OnScreen], typing: Callable[[Value], Typing], packages: Collection[str]
) -> Iterator[Seen]:
    """Fields into which something sensitive was typed, each once: a finding where the app's own
    field lets keyboards learn it."""
    for name, each in _by_subject(fields).items():
        # One name may be that of fields on several screens: each is judged by what it held.
        safe = {what for one in each if typing(one.value) is Typing.SAFE for what in one.held}
        open_ = [one for one in each if typing(one.value) is not Typing.SAFE]
        bare = [one for one in open_ if set(one.held) - _ORDINARY]
        held = {what for one in bare for what in one.held} - _ORDINARY
        learned = {w for one in bare if typing(one.value) is Typing.LEARNED for w in one.held}
        values = {"field": name, "what": ", ".join(sorted(held))}
        places = _places(one.at for one in bare)
        if not bare:
            continue
        if learned - _ORDINARY - safe and is_own_view(name, packages):
            yield Finding("learned", places, values, ("field",))
        else:
            yield Question("doubtful", places, values, ("field",))


def legible_secrets(
    fields: Iterable[OnScreen], labels: Iterable[OnScreen], is_masked: Callable[[Value], bool],
    is_password: Callable[[Value], bool],
) -> Iterator[Seen]:  # fmt: skip
    """Passwords that can be read: a field that hides them at other times was told to show them."""
    for name, each in _by_subject(fields).items():
        secret = [one for one in each if NEVER_LEGIBLE & set(one.held)]
        bare = [one for one in secret if not is_masked(one.value)]
        if bare:
            held = NEVER_LEGIBLE & {what for one in bare for what in one.held}
            values = {"where": name, "what": ", ".join(sorted(held))}
            hidden = (o for o in secret if is_masked(o.value) or is_password(o.value))
            revealed = held <= {what for one in hidden for what in one.held}
            kind, key = (Question, "revealed") if revealed else (Finding, "field")
            yield kind(key, _places(one.at for one in bare), values, ("where",))
    for name, each in _by_subject(labels).items():
        held_here = {what for one in each for what in one.held}
        places = _places(one.at for one in each)
        for never, kind, key in (
            (NEVER_LEGIBLE, Finding, "label"),
            (ONLY_IN_PART, Question, "full"),
        ):
            if whats := sorted(never & held_here):
                yield kind(key, places, {"where": name, "what": ", ".join(whats)}, ("where",))


def dumped_secrets(leaks: Iterable[Leak]) -> Iterator[Seen]:
    """Secrets in the app's own views, by a tree of the screen, which cannot tell why they show."""
    views: dict[str, list[Leak]] = {}
    for leak in leaks:
        if leak.own:
            views.setdefault(leak.path, []).append(leak)
    for name, each in views.items():
        for whats, key in ((NEVER_LEGIBLE, "dumped"), (ONLY_IN_PART, "full")):
            if held := sorted(whats & {leak.what for leak in each}):
                places = _places(leak.at for leak in each if leak.what in held)
                yield Question(key, places, {"where": name, "what": ", ".join(held)}, ("where",))


def android_masked(value: Value) -> bool:
    """Whether dots stand for what is typed."""
    return isinstance(value, tuple) and len(value) > 1 and value[1] is True


def android_password(value: Value) -> bool:
    """Whether a field is one of a password, which an eye beside it may show."""
    bits = value[0] if isinstance(value, tuple) and value else None
    known = isinstance(bits, int)
    field = TextField("", "", FieldKind.EDIT, Location(""), input_type=bits if known else 0)  # type: ignore[arg-type]
    return field.is_masked


def ios_masked(value: Value) -> bool:
    """Whether dots stand for what is typed."""
    return isinstance(value, tuple) and bool(value) and value[0] is True


def unprotected_windows(windows: Iterable[OnScreen]) -> Iterator[Seen]:
    """Windows on which something sensitive was, and that the system lets anybody capture."""
    for name, each in _by_subject(windows).items():
        bare = [
            one
            for one in each
            if isinstance(one.value, tuple) and one.value and one.value[0] is False
        ]
        if held := sorted({what for one in bare for what in one.held} - _ORDINARY):
            values = {"window": name, "what": ", ".join(held)}
            yield Question("unprotected", _places(one.at for one in bare), values, ("window",))


def is_own_view(subject: str, packages: Collection[str]) -> bool:
    """A view of the system's, or of a class of the app's own: not one that an SDK brings."""
    return subject.startswith((*_SYSTEM, "WK")) or is_own_class(subject, packages)


def is_own_class(subject: str, packages: Collection[str]) -> bool:
    """A view of a class of the app's own."""
    return subject.startswith(tuple(f"{one}." for one in packages))


def _by_subject(views: Iterable[OnScreen]) -> dict[str, list[OnScreen]]:
    found: dict[str, list[OnScreen]] = {}
    for one in views:
        found.setdefault(one.subject, []).append(one)
    return found


def _places(places: Iterable[Location]) -> tuple[Location, ...]:
    return tuple(dict.fromkeys(places))[:MAX_PLACES]
