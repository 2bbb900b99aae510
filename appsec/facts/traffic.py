"""The connections of an app as recorded runs showed them."""

from collections.abc import Callable, Collection, Iterator
from enum import StrEnum
from typing import Protocol

from appsec.model.frozen import frozen
from appsec.model.outcome import Location
from appsec.model.run_files import Exchange
from appsec.model.trace import Phase

_SECURE = ("https", "wss", "tls", "quic")


def over_tls(one: Exchange) -> bool:
    """Whether a connection used TLS: an import may name its scheme and no version."""
    return bool(one.tls) or one.scheme in _SECURE


class Presented(StrEnum):
    """Which certificate the network probe presented (`Exchange.certificate`)."""

    GENUINE = ""  # the server's own; nothing was between
    VALID = "valid"  # of a CA that the tester made the device trust, in order otherwise
    SELF_SIGNED = "self-signed"
    UNTRUSTED = "untrusted"  # of a CA that the device does not trust
    EXPIRED = "expired"
    WRONG_HOST = "wrong-host"


BAD_CERTIFICATES = (
    *(Presented.SELF_SIGNED, Presented.UNTRUSTED, Presented.EXPIRED, Presented.WRONG_HOST),
)


@frozen
class Sent:
    """One exchange with its place (`run1/traffic.jsonl`, `line 3`), and whether the build that made
    it is a variant of the one that users get."""

    exchange: Exchange
    at: Location
    run: str
    variant: bool = False


class CodeKind(StrEnum):
    """Code that an app may bring from elsewhere."""

    APK = "apk"
    IPA = "ipa"
    DEX = "dex"
    ELF = "elf"
    MACH_O = "mach-o"
    BUNDLE = "bundle"  # of an app framework: JavaScript or its bytecode; no scripts of pages


@frozen
class CodeSent:
    """An answer that is code for the app."""

    sent: Sent
    kind: CodeKind


@frozen
class Session:
    """What a server gave the app to be recognised by, under one name: the values of all logins, in
    their order, and the places where they came. They never leave a check. `rests` is whether a
    session was seen to rest on it: it went back as a session's, or requests are refused without it;
    `each_login` whether they are refused, and each value answered what the tester logged in with;
    `beside` names what else of that login, given anew each time, was with it wherever that was.
    """

    host: str
    name: str
    values: tuple[str, ...]
    at: tuple[Location, ...]
    rests: bool = False
    each_login: bool = False
    beside: str = ""


class Shows(StrEnum):
    """What the answer to an old token shows of it."""

    ACCEPTED = "accepted"  # it brought what only who is logged in is given
    REFUSED = "refused"  # 401 or 403, where it was accepted before the logout
    ELSEWHERE = "elsewhere"  # accepted, but neither given nor accepted by a host of the app's own
    UNCLEAR = "unclear"  # answered, but that may be an error, public, or another token's doing


@frozen
class SentAgain:
    """A request after logout that carries what the app was recognised by before, and who gave that
    under which name. What shows nothing of it (another failure, what anybody is answered, a new
    login, a token that no session rests on) is none."""

    sent: Sent
    host: str
    name: str
    shows: Shows


class Whose(StrEnum):
    """Whose a host is, by the declaration."""

    OWN = "own"
    ANOTHERS = "anothers"  # declared as somebody else's
    UNTOLD = "untold"


@frozen
class ToProbe:
    """Which hosts must be shown certificates: `named` are the app's own as declared, `*.` for all
    below; with none, every host that came by."""

    named: tuple[str, ...]
    whose: Callable[[str], Whose]


class Traffic(Protocol):
    """All connections of all runs that may be the app's. Each question adds gaps for what was not
    captured."""

    def exchanges(self, phases: Collection[Phase] = ()) -> Iterator[Sent]:
        """The exchanges in these phases (none named: all). Those of other apps are left out.

        Each phase must have been captured in one whole run; none named, all that were gone through,
        and the app must have been in use.
        """
        ...

    def probed(self, hosts: ToProbe) -> Iterator[Sent]:
        """The exchanges in which the probe presented a certificate that is not in order.

        Silence takes that each of these hosts was shown every one of them and a valid one, and that
        the host can be reached: that the valid certificate, or the genuine one, was accepted and a
        request followed. The same of each host that is declared as nobody's and that the tester had
        probed, or that has no name. What was refused because of its date, its name, or a pin counts
        only in a run on a device that trusts the tester's CA: that an app took a valid certificate,
        or the store has it.
        """
        ...

    def code(self) -> Iterator[CodeSent]:
        """Answers that are code for the app, in any phase. As `exchanges`; a body that nobody kept
        is a gap."""
        ...

    def sessions(self, is_own: Callable[[str], bool]) -> Iterator[Session]:
        """What came in answers while the tester logged in, each name of each host apart, without
        what no session rests on and what was only given again to who had it. A host of these must
        have given, as often as it takes to compare, what came back as a session's.
        """
        ...

    def sent_again(self, is_own: Callable[[str], bool]) -> Iterator[SentAgain]:
        """Requests after a logout with a token from before it that a host of these gave or is sent;
        of others, what was accepted. None having been made to or with these is a gap."""
        ...
