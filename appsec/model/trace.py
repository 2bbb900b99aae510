"""The lines of a trace: what one run of an app on a device showed, in the order in which it came.

A trace is a file of JSON lines. Each has a kind `t`, a number `n` that counts from 0 without a gap,
and `h`, the chain: the first 16 hexadecimal digits of the SHA-256 of the line before (its `h`) and
of this line without `h`. The chain shows a line that was lost, doubled or changed by accident or by
an editor; only a bundle's seal holds who forges it all. Times are microseconds from `Meta.created`.
"""

from dataclasses import field
from enum import StrEnum

from appsec.model.frozen import frozen

SCHEMA = "appsec-trace/1"


class Phase(StrEnum):
    """Where in a session a run is: each begins with the mark of the same name, ends with the next
    (the steps of the guided session). BEFORE is what comes before the first mark."""

    BEFORE = "before"
    FIRST_START = "first-start"
    ENVIRONMENT = "environment"
    CONSENT_REFUSE = "consent-refuse"
    CONSENT_ACCEPT = "consent-accept"
    REGISTER = "register"
    LOGIN = "login"
    USE = "use"
    CAPTURE = "capture"
    INPUT = "input"
    PAY = "pay"
    BACKGROUND = "background"
    LOCK = "lock"
    SESSION = "session"
    LOGOUT = "logout"
    CLOSE = "close"
    TLS = "tls"
    DELETE = "delete"
    UNINSTALL = "uninstall"
    INSTRUMENTED = "instrumented"


class HookState(StrEnum):
    """Whether a hook watches: only an installed one lets the absence of a call mean anything."""

    INSTALLED = "installed"
    MISSING = "missing"  # the device or the app has no such class, method or symbol
    FAILED = "failed"  # it is there and could not be hooked


class LifeEvent(StrEnum):
    """What became of the process, or of the connection to it."""

    SPAWNED = "spawned"
    ATTACHED = "attached"
    CHILD = "child"
    FOREGROUND = "foreground"
    BACKGROUND = "background"
    DETACHED = "detached"
    CRASHED = "crashed"
    EXITED = "exited"
    HUNG = "hung"
    DISCONNECTED = "disconnected"


class EndReason(StrEnum):
    """Why recording ended."""

    FINISHED = "finished"
    EXITED = "exited"
    CRASHED = "crashed"
    DISCONNECTED = "disconnected"
    HUNG = "hung"
    INTERRUPTED = "interrupted"
    DISK_FULL = "disk-full"


class DeviceKind(StrEnum):
    """How the device was reached."""

    USB = "usb"
    EMULATOR = "emulator"
    REMOTE = "remote"
    LOCAL = "local"


@frozen
class Device:
    """The device of a run; `id` is a digest, never a serial number."""

    kind: DeviceKind
    id: str = ""
    model: str = ""
    os: str = ""
    rooted: bool | None = None


@frozen
class Canary:
    """A value that must not turn up where it does not belong: typed by the tester, or learned from
    the run (a token, a cookie, an identifier). The value itself is in the run directory's own file
    of mode 0600; a trace has its digest. Those that are typed are in the first line, and a mark
    `typed` with the id tells when; one that is learned has a line of its own from then. `label` is
    what a declaration calls its field."""

    id: str
    what: str
    sha256: str
    learned: bool = False
    label: str = ""


@frozen
class Meta:
    """The first line: what ran, where, watched by what. `app_sha256` is of the file that was
    installed; `variant` says why it is not the build that users get (debuggable, re-signed, with
    a gadget), empty if it is; `variant_of` is then the SHA-256 of that build. `instrumented` is
    whether an agent was in the process at all."""

    run: str
    created: str
    platform: str
    package: str
    app_sha256: str
    schema: str = SCHEMA
    app_version: str = ""
    agent: str = ""
    agent_sha256: str = ""
    tool: str = ""
    device: Device = field(default_factory=lambda: Device(DeviceKind.LOCAL))
    variant: tuple[str, ...] = ()
    variant_of: str = ""
    instrumented: bool = True
    canaries: tuple[Canary, ...] = ()


@frozen
class Hook:
    """One hook of the agent's table: `id` is the API's name, `java.security.MessageDigest.digest`,
    `-[NSURLSession dataTaskWithRequest:]`, `CCCrypt`; `seen` counts overloads or addresses."""

    id: str
    topic: str
    state: HookState
    seen: int = 0
    why: str = ""


@frozen
class Bytes:
    """Bytes as an agent passes them on: the first ones, and how many there were."""

    hex: str
    length: int


@frozen
class Thing:
    """An object that is neither text, number nor bytes: its class and what it says of itself."""

    type: str
    text: str = ""


@frozen
class Text:
    """A text that was too long to be passed on whole: its beginning, and its length."""

    text: str
    length: int


Value = None | bool | int | float | str | Bytes | Thing | Text | tuple["Value", ...]
"""An argument or result."""


@frozen
class Call:
    """One call of a hooked API. `stack` names frames that a line before defines, or is empty;
    `thrown` is the class of an exception, empty if it returned. `own` is whether one of the first
    frames is of the app's own code; None if no stack was taken."""

    hook: str
    at: int
    pid: int
    tid: int
    phase: Phase
    signature: str = ""
    target: Value = None
    arguments: tuple[Value, ...] = ()
    result: Value = None
    thrown: str = ""
    stack: str = ""
    own: bool | None = None


@frozen
class Stack:
    """The frames of a call stack, the innermost first, once for all calls that have it."""

    id: str
    frames: tuple[str, ...]


@frozen
class Hit:
    """A canary seen by the agent in the full data of a call, before anything was cut. `call` is the
    number of that call's line, `argument` its place (-1 the object, -2 the result)."""

    canary: str
    call: int
    argument: int
    form: str
    offset: int
    at: int
    phase: Phase


TYPED = "typed"
"""The name of the mark that tells that the tester entered the canary that its note names."""
PAUSED = "paused"
"""The mark of a session that goes on another time: nothing was recorded up to the next mark."""
ABSENT, LEFT_OUT = "absent", "left-out"
"""Marks of a canary's field (the note's first word): the app has none; nothing is entered there."""
BROKE_OFF = "broke-off"
"""The mark of a recorder that takes up a run that was not paused: the phase around is not whole."""
NOT_KEPT = "not-kept"
"""A mark within a phase: what its note first names (`traffic`, `log`) was not kept in all of it."""
CAPTURE, BY_PROXY = "traffic-capture", "proxy"
"""The state that tells whether all traffic is recorded from now on, and its subject if not all."""
CA_TRUSTED = "test-ca-trusted"
"""The state that tells that the store which the app trusts has the CA of a probe's certificates."""


@frozen
class Mark:
    """What the tester did, or a step of the session: begins a phase if it is named like one."""

    name: str
    at: int
    note: str = ""


EVERY_HOOK = "*"
"""The hook of a drop if nobody can tell which one the calls were of: it may be any."""


@frozen
class Drop:
    """Calls of a hook that were not recorded, or not searched whole, because they were too many or
    too long, or that came garbled; and since when."""

    hook: str
    count: int
    at: int
    phase: Phase


@frozen
class Life:
    """Something that happened to the process or the connection."""

    event: LifeEvent
    at: int
    pid: int = 0
    why: str = ""


@frozen
class State:
    """Something that holds from now on: a window's FLAG_SECURE, a field's input type, a setting."""

    name: str
    value: Value
    at: int
    subject: str = ""


@frozen
class Attachment:
    """A file of a finished run. One that no line names, or that differs from it, shows nothing."""

    path: str
    sha256: str
    size: int
    at: int


@frozen
class End:
    """The last line. A trace without it broke off: silence in it means nothing."""

    reason: EndReason
    at: int
    calls: int = 0
    dropped: int = 0
    hits: int = 0


Line = Meta | Canary | Hook | Call | Stack | Hit | Mark | Drop | Life | State | Attachment | End
