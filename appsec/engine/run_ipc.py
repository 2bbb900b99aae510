"""What a run shows of data that the app hands to other apps, and whether that is a violation.

Sharing that the user starts is consent (the share sheet, a browser, a mail). What is handed on so
that any app may take it is not: a broadcast, an intent with an action of one's own, the clipboard.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from appsec.engine.canaries.what import What
from appsec.engine.run_hosts import own_hosts
from appsec.facts.leaks import Leak
from appsec.facts.run import Attempt, Recorded
from appsec.model.frozen import frozen
from appsec.model.outcome import Evidence, Finding, Location, Question, Seen
from appsec.model.trace import Bytes, Phase, Text, Thing, Value

if TYPE_CHECKING:
    from appsec.facts.android import AndroidApp
    from appsec.facts.ios import IosApp

SECRETS = frozenset(
    (What.PASSWORD, What.OTP, What.TOKEN, What.CARD, What.CVV, What.BANK_ACCOUNT, What.NATIONAL_ID)
)
"""What no user means to hand to another app by an address or the clipboard."""
UNATTENDED = (Phase.FIRST_START, Phase.BACKGROUND, Phase.LOCK, Phase.CLOSE)
"""Phases in which the tester shares nothing: what is handed on then, nobody asked for."""
MAX_PLACES = 20

_CONTEXT = "android.app.ContextImpl"
ANDROID_HANDS_ON = (
    "android.app.Activity.startActivityForResult",
    *(f"{_CONTEXT}.{name}" for name in ("startActivity", "startService", "bindService")),
    *(f"{_CONTEXT}.{name}" for name in ("sendBroadcast", "sendOrderedBroadcast")),
    *(f"{_CONTEXT}.{name}" for name in ("sendStickyBroadcast", "startForegroundService")),
    *(
        f"android.app.PendingIntent.{name}"
        for name in ("getActivity", "getBroadcast", "getService")
    ),
    "android.content.ClipboardManager.setPrimaryClip",
    "android.telephony.SmsManager.sendTextMessage",
)
"""By what an app for Android hands data on."""
_PASTEBOARD = ("setString:", "setStrings:", "setItems:options:", "setValue:forPasteboardType:")
IOS_HANDS_ON = (
    *(f"-[UIPasteboard {name}]" for name in (*_PASTEBOARD, "setData:forPasteboardType:")),
    "-[UIApplication openURL:options:completionHandler:]",
    "-[UIApplication openURL:]",
    "-[NSUserActivity setUserInfo:]",
)
"""By what an app for iOS does."""

Told = tuple[str, type[Seen]]
Judge = Callable[[Leak, Recorded], Told | None]
"""The message and kind for what is handed on by one call; None if no other app gets it."""

_ACTION = re.compile(r"(?:^|;)action=([^;]*)")
_AIMED = re.compile(r"(?:^|;)(?:component|package)=([^;/]*)")
_CHOSEN = re.compile(
    r"android\.intent\.action\.(?:SEND(?:_MULTIPLE|TO)?|CHOOSER|PICK|CREATE_DOCUMENT)"
)
_SHOWN = re.compile(r"android\.intent\.action\.(?:VIEW|DIAL|CALL|INSERT|EDIT|WEB_SEARCH)")
_ASKED_FOR = ("http", "https", "mailto", "tel", "sms", "itms-apps", "maps")


@frozen
class Passed:
    """A canary that a call handed on, and what that is."""

    leak: Leak
    call: Recorded
    told: Told


def passed_on(
    app: "AndroidApp | IosApp", hooks: Collection[str], judge: Judge, *, anybodys: bool = False
) -> Iterator[Passed]:
    """All of them. Silence takes that every way was watched and one was gone. An identifier, or a
    token of somebody else's, is uncertain unless they count as `anybodys`."""
    leaks: dict[Location, list[Leak]] = {}
    for leak in app.leaks.in_calls(hooks):
        leaks.setdefault(leak.at, []).append(leak)
    own = own_hosts(app)
    for one in app.runs.calls(hooks, any_of=True, each=True) if leaks else ():
        for leak in leaks.get(one.at, ()):
            if told := judge(leak, one):
                foreign = leak.learned and not any(map(own, leak.given_by))
                asked = leak.what == What.IDENTIFIER or foreign
                uncertain = asked and not anybodys
                yield Passed(leak, one, ("uncertain", Question) if uncertain else told)


def copied(leaks: Iterable[Leak]) -> Iterator[Seen]:
    """Canaries that were in the device's clipboard when it was looked into: whoever put them there,
    any keyboard could take them."""
    together: dict[str, list[Leak]] = {}
    for leak in leaks:
        if leak.what != What.IDENTIFIER:
            together.setdefault(leak.what, []).append(leak)
    for what, found in together.items():
        places = tuple(dict.fromkeys(leak.at for leak in found))[:MAX_PLACES]
        phases = ", ".join(dict.fromkeys(str(leak.phase) for leak in found))
        values = {"what": what, "where": "clipboard", "phases": phases}
        yield Question("copied", places, values, ("what", "where"))


def told_of(passed: Iterable[Passed]) -> Iterator[Seen]:
    """One sighting for each kind of datum and way. No value is in it."""
    together: dict[tuple[str, Told, str], list[Leak]] = {}
    for one in passed:
        together.setdefault((one.leak.what, one.told, one.leak.hook), []).append(one.leak)
    for (what, (key, kind), hook), leaks in together.items():
        places = tuple(dict.fromkeys(leak.at for leak in leaks))[:MAX_PLACES]
        phases = ", ".join(dict.fromkeys(str(leak.phase) for leak in leaks))
        yield kind(key, places, {"what": what, "where": hook, "phases": phases}, ("what", "where"))


def notified(app: "AndroidApp | IosApp", hooks: Collection[str]) -> Iterator[Passed]:
    """Canaries that notifications carry; a secret one the lock screen never shows."""

    def judge(leak: Leak, one: Recorded) -> Told | None:
        said = _text(_argument(one, leak.argument))
        if leak.what == What.IDENTIFIER or said == "visibility=-1":
            return None
        return ("public", Finding) if said == "visibility=1" else ("private", Question)

    return passed_on(app, hooks, judge, anybodys=True)


def put_into(app: "AndroidApp | IosApp", hooks: Collection[str], key: str) -> Iterator[Passed]:
    """Canaries in what some calls are given, all told alike."""
    return passed_on(app, hooks, lambda *_: (key, Question), anybodys=True)


def payloads_in(app: "AndroidApp | IosApp", takes: Mapping[str, int]) -> Iterator[Seen]:
    """Payloads that stand, as they were typed, in the argument of a call that interprets it."""
    for leak in app.leaks.in_calls(tuple(takes), of=(What.PAYLOAD,)):
        if leak.form == "utf-8" and leak.argument == takes[leak.hook]:
            kind, key = (Finding, "found") if leak.own else (Question, "elsewhere")
            yield kind(key, leak.at, {"api": leak.hook}, ("api",))


def unasked(passed: Iterable[Passed]) -> Iterator[Passed]:
    """Those of phases in which nobody asks for anything: but to get there, and back, the tester
    does touch the app."""
    return (_as_found(one) for one in passed if one.leak.phase in UNATTENDED)


def after(passed: Iterable[Passed], attempts: Collection[Attempt]) -> Iterator[Passed]:
    """Those that were handed on after something was tried, before the next mark."""
    for one in passed:
        for tried in attempts:
            same = tried.at.file == one.call.at.file
            if same and tried.begin <= one.call.call.at <= tried.end:
                yield _as_found(one)
                break


def _as_found(one: Passed) -> Passed:
    """Only what is a violation by itself; the rest a user may have asked for."""
    if one.told[0] == "uncertain":
        return one
    certain = issubclass(one.told[1], Finding)
    return replace(one, told=("found", Finding) if certain else ("possible", Question))


def android_judge(packages: Collection[str]) -> Judge:
    """For Android: intents by what may take them, and the clipboard."""

    def judge(leak: Leak, one: Recorded) -> Told | None:
        api = leak.hook.rpartition(".")[2]
        if "Clip" in api:
            return _copied(leak)
        if api == "sendTextMessage":
            return ("other-app", Question)
        intent = _text(_argument(one, leak.argument))
        if aimed := _AIMED.search(intent):
            return None if aimed[1] in packages else ("other-app", Question)
        if "roadcast" in api and not leak.hook.endswith("PendingIntent.getBroadcast"):
            guarded = any(isinstance(given, str) for given in one.call.arguments[1:])
            return ("guarded", Question) if guarded else ("broadcast", Finding)
        return _intent(leak, intent, waits="PendingIntent" in leak.hook)

    return judge


def ios_judge(leak: Leak, one: Recorded) -> Told | None:
    """For iOS: the pasteboard, addresses that are opened, and activities that are handed off."""
    if "UIPasteboard" in leak.hook:
        options = _text(_argument(one, 1)) if "setItems:options:" in leak.hook else ""
        limited = "LocalOnly" in options and "ExpirationDate" in options
        return ("guarded", Question) if limited else _copied(leak)
    if "openURL" in leak.hook:
        return _address(leak, _text(_argument(one, 0)))
    return ("other-app", Question)


def _intent(leak: Leak, intent: str, waits: bool) -> Told:
    action = _ACTION.search(intent)
    name = action[1] if action else ""
    if waits:
        return ("pending", Question)
    if _CHOSEN.match(name):
        return ("secret-shared", Question) if leak.what in SECRETS else ("shared", Evidence)
    # An intent of a web address says no action: VIEW is what toUri leaves out.
    if _SHOWN.match(name) or (not name and not intent.startswith(("#Intent", "intent:"))):
        return _address(leak, intent)
    return ("implicit", Finding)


def _address(leak: Leak, address: str) -> Told:
    if leak.what in SECRETS:
        return ("address", Finding)
    scheme = address.partition(":")[0].casefold()
    return ("shared", Evidence) if scheme in _ASKED_FOR else ("other-app", Question)


def _copied(leak: Leak) -> Told:
    """What a user copies is copied by the system's own code; a button of the app's may be meant."""
    if not leak.own:
        return ("copied", Question)
    return ("clipboard", Finding) if leak.what in SECRETS else ("copied", Question)


def _argument(one: Recorded, place: int) -> Value:
    if place < 0:
        return one.call.target if place == -1 else one.call.result
    return one.call.arguments[place] if place < len(one.call.arguments) else None


def _text(value: Value) -> str:
    match value:
        case str():
            return value
        case Thing() | Text():
            return value.text
        case Bytes():
            return bytes.fromhex(value.hex).decode("utf-8", "replace")
        case tuple():
            return " ".join(map(_text, value))
        case _:
            return ""
