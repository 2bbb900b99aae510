"""What testers noted of what they tried, as sightings."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from appsec.facts.run import Attempt, Runs
from appsec.model.noted import USB_DEBUGGING, VERIFIED_BOOT, Tried
from appsec.model.outcome import Evidence, Finding, Location, Question, Seen
from appsec.model.text import visible
from appsec.model.trace import DeviceKind, LifeEvent, Meta, Phase

_MAX_WORDS = 120
Doubt = Callable[[Attempt], str]
"""The message of a question for an attempt that shows nothing as it was made; else empty."""


def noted_of(attempts: Iterable[Attempt], key: str, kind: type[Seen] = Finding) -> Iterator[Seen]:
    """A sighting of each outcome that the standard forbids."""
    for one in attempts:
        if one.noted.is_bad:
            yield kind(key, one.at, _told(one), ("outcome", "words"))


def reactions(
    attempts: Iterable[Attempt], doubt: Doubt, kind: type[Seen] = Finding
) -> Iterator[Seen]:
    """An app must react once at least: at its start, or when it matters. Silence elsewhere does not
    count then. What was not tried as it takes shows neither. A reaction is told with its picture,
    for who looks for what a pass rests on."""
    every = list(attempts)
    reacted = [one for one in every if _stands(one) and not one.noted.is_bad and not doubt(one)]
    reacts = bool(reacted)
    for one in reacted:
        yield Evidence("reacted", _with_picture(one), _told(one), ("outcome", "words"))
    for one in every:
        if why := doubt(one):
            if not reacts:
                yield Question(why, one.at, _told(one), ("outcome", "words"))
        elif one.noted.is_bad and not reacts:
            yield kind("noted", one.at, _told(one), ("outcome", "words"))


def _stands(one: Attempt) -> bool:
    """Whether a reaction is the release's, in a run that is whole."""
    return one.whole and (not one.meta.variant or one.noted.tried is Tried.CHANGED_FILE)


def alone(one: Attempt) -> str:
    """An agent in the app is itself what apps react to."""
    return "watched" if one.meta.instrumented else ""


def alone_and_rooted(one: Attempt) -> str:
    """As `alone`, on a device that is rooted or jail-broken; what reacts on an emulator may do so
    to that."""
    device = one.meta.device
    is_one = device.rooted and (one.noted.is_bad or device.kind is not DeviceKind.EMULATOR)
    return alone(one) or ("" if is_one else "device")


def alone_on_emulator(one: Attempt) -> str:
    """As `alone`, on an emulator; what reacts on a rooted one may do so to that."""
    device = one.meta.device
    is_one = device.kind is DeviceKind.EMULATOR and (one.noted.is_bad or device.rooted is False)
    return alone(one) or ("" if is_one else "device")


def alone_with_usb_debugging(one: Attempt) -> str:
    """As `alone`, where the run shows that USB debugging was on. What reacts on an emulator, or on
    a device that is or may be rooted, may do so to that."""
    device = one.meta.device
    plain = device.kind is DeviceKind.USB and device.rooted is False and VERIFIED_BOOT in one.held
    on = USB_DEBUGGING in one.held and (plain or one.noted.is_bad)
    return alone(one) or ("" if on else "device")


def changed(one: Attempt) -> str:
    """Only a build that is not the one of the store has anything to react to."""
    return "" if one.meta.variant else "device"


def watched_with_control(metas: Sequence[Meta]) -> Doubt:
    """A reaction to an agent shows only beside a run without one; silence shows by itself."""
    controlled = any(not one.instrumented for one in metas)

    def doubt(one: Attempt) -> str:
        if not one.meta.instrumented:
            return "device"
        return "" if controlled or one.noted.is_bad else "control"

    return doubt


def crashes_in(runs: Runs, phase: Phase) -> Iterator[Seen]:
    """The crashes of a phase; those under an agent are asked about."""
    for one in runs.lives((LifeEvent.CRASHED, LifeEvent.HUNG)):
        if one.phase is phase:
            values = {"event": str(one.life.event)}
            asked = one.instrumented or one.life.event is LifeEvent.HUNG
            kind, key = (Question, "watched") if asked else (Finding, "crash")
            yield kind(key, one.at, values, ("event",))


def _with_picture(one: Attempt) -> tuple[Location, ...]:
    run = one.at.file.partition("/")[0]
    return (one.at, Location(f"{run}/{one.pictured}")) if one.pictured else (one.at,)


def _told(one: Attempt) -> dict[str, str]:
    words = visible(one.noted.words, _MAX_WORDS) or "–"
    return {"phase": str(one.phase), "outcome": one.noted.outcome, "words": words}
