"""What a tester tried and saw in a run, as a mark tells it: `capture black login screen`.

The name of such a mark is NOTED. Its note is what was tried, what came of it, and words of the
tester's own. A picture that was taken right before or after (an Attachment below `screenshots/`,
with no mark between but those of pictures) belongs to it.
"""

from collections.abc import Mapping
from enum import StrEnum
from hashlib import sha256

from appsec.model.frozen import frozen

NOTED = "noted"
DELETED = "deleted"
"""The name of the mark that tells that the tester deleted the file that its note names (G5)."""
NEEDED, UNNEEDED = "needed", "unneeded"
"""The names of the marks that tell what came of it, once the app was started again: whether it
behaves otherwise or asks to log in again, or works as before. Their note names the file, too."""
STEP_DONE = "step-done"
"""The mark of a step of a guided session that was gone through whole, whose id its note is."""
FILES_LEFT = "files-left"
"""The mark of a step that asked about as many files as it may; its note is how many are left."""
USB_DEBUGGING, VERIFIED_BOOT = "usb-debugging", "verified-boot"
"""The states that tell of the device, right before an attempt is noted, whether USB debugging is
on, and whether it runs what its maker signed (locked, and the boot was verified)."""
PASTED = "pasted"
"""The first word of the note right after a mark `typed` whose canary was pasted: no keyboard had
anything to learn or to correct."""
UNASKED = "unasked-"
"""What the ids of fields begin with that are only ever left out: nothing could be looked for."""
REDO = "redo: "
"""What the note of a mark `broke-off` begins with where a tester does a step again."""


MAX_FILE = 300


def file_named(shown: str) -> str:
    """How a report names a file, and a tester who notes what came of deleting it: `shown` is its
    path as `visible` tells it. A long one is told by its beginning and a digest."""
    if len(shown) <= MAX_FILE:
        return shown.strip()
    digest = sha256(shown.encode("utf-8", "surrogatepass")).hexdigest()
    return f"{shown[: MAX_FILE - 20].strip()}…{digest[:12]}"


class Tried(StrEnum):
    """What the standard has a tester try that no hook can see the outcome of."""

    CAPTURE = "capture"  # another app records or mirrors a sensitive screen
    THUMBNAIL = "thumbnail"  # a sensitive screen in the task switcher
    LOCK_SCREEN = "lock-screen"  # a notification while the device is locked
    WEAK_PASSWORD = "weak-password"
    SHARE = "share"  # begun and cancelled
    CONFIRM = "confirm"  # a purchase, up to the charge
    CANCEL = "cancel"  # a purchase, at each step
    PURCHASE_LOGIN = "purchase-login"  # a purchase without login, token or step-up
    PURCHASE_RECORD = "purchase-record"
    PAYMENT_NOTICE = "payment-notice"  # by screen, push message or mail
    PRE_AUTHORISATION = "pre-authorisation"  # told apart from the capture in the record
    NO_LOGIN = "no-login"  # inner screens, links, requests without a token
    OTHER_ACCOUNT = "other-account"  # ids of two accounts swapped
    OPT_OUT = "opt-out"
    INPUT = "input"  # too long, or of another type
    PAYLOAD = "payload"
    OVERLAY = "overlay"
    ROOT = "root"
    EMULATOR = "emulator"
    USB_DEBUGGING = "usb-debugging"
    CHANGED_FILE = "changed-file"
    ANALYSIS = "analysis"  # frida-server runs
    HOOK = "hook"


@frozen
class Outcomes:
    """What may come of something: `bad` is what the standard forbids."""

    bad: str
    good: tuple[str, ...]

    @property
    def every(self) -> tuple[str, ...]:
        """All of them, the bad one first."""
        return (self.bad, *self.good)


_REACTS = Outcomes("silent", ("warned", "ended"))
OUTCOMES: Mapping[Tried, Outcomes] = {
    Tried.CAPTURE: Outcomes("shown", ("black", "warned")),
    Tried.THUMBNAIL: Outcomes("shown", ("hidden",)),
    Tried.LOCK_SCREEN: Outcomes("shown", ("hidden",)),
    Tried.WEAK_PASSWORD: Outcomes("accepted", ("refused", "warned")),
    Tried.SHARE: Outcomes("sent", ("nothing",)),
    Tried.CONFIRM: Outcomes("charged", ("asked",)),
    Tried.CANCEL: Outcomes("charged", ("nothing",)),
    Tried.PURCHASE_LOGIN: Outcomes("charged", ("refused",)),
    Tried.PURCHASE_RECORD: Outcomes("missing", ("shown",)),
    Tried.PAYMENT_NOTICE: Outcomes("missing", ("shown",)),
    Tried.PRE_AUTHORISATION: Outcomes("missing", ("shown",)),
    Tried.NO_LOGIN: Outcomes("reached", ("refused",)),
    Tried.OTHER_ACCOUNT: Outcomes("reached", ("refused",)),
    Tried.OPT_OUT: Outcomes("unchanged", ("stopped",)),
    Tried.INPUT: Outcomes("accepted", ("refused",)),
    Tried.PAYLOAD: Outcomes("effect", ("nothing",)),
    Tried.OVERLAY: Outcomes("touched", ("dropped", "hidden", "warned")),
    Tried.ROOT: _REACTS,
    Tried.EMULATOR: _REACTS,
    Tried.USB_DEBUGGING: _REACTS,
    Tried.CHANGED_FILE: _REACTS,
    Tried.ANALYSIS: _REACTS,
    Tried.HOOK: _REACTS,
}


@frozen
class Noted:
    """What was tried, what came of it, and what else was said."""

    tried: Tried
    outcome: str
    words: str = ""

    @property
    def is_bad(self) -> bool:
        """Whether it is what the standard forbids."""
        return self.outcome == OUTCOMES[self.tried].bad


def noted(note: str) -> Noted | None:
    """What a mark's note says; None if it says nothing of that kind."""
    tried, _, rest = note.strip().partition(" ")
    outcome, _, words = rest.strip().partition(" ")
    if tried not in list(Tried) or outcome not in OUTCOMES[Tried(tried)].every:
        return None
    return Noted(Tried(tried), outcome, words.strip())
