"""What the search of one run brought up, and what it could not look at."""

from array import array
from collections import Counter
from collections.abc import Mapping
from dataclasses import field

from appsec.facts.leaks import Leak, Where
from appsec.model.frozen import frozen, slotted
from appsec.model.run_files import Root, Snapshot
from appsec.model.trace import Canary, Phase
from appsec.readers.trace.run_file import BadFile
from appsec.readers.trace.searcher import Sought

MAX_LEAKS = 20_000
MAX_OF_ONE = 20
"""Most leaks of one canary in one file, or of one kind that differs in nothing a check asks for,
that are kept however many there are of others."""
MAX_HALF = 200
"""Most files of a part of the storage of which it is kept that they were not looked at whole."""
MAX_PICTURES = 200
_OTHERS = 0o006

Half = dict[tuple[str, str], None]
"""Paths, and why each of them was not looked at whole."""


@frozen
class Token:
    """When a token came to be known, and when a request carried it last; `given` is whether an
    answer was seen to give it."""

    at: int
    carried: int
    given: bool = True


@slotted
class Taken:
    """One snapshot: how many files of each part of the storage it has, which of them were not
    looked at whole, and which are pictures that the system took of the app's screens."""

    head: Snapshot
    files: Counter[Root] = field(default_factory=Counter)
    half: dict[Root, Half] = field(default_factory=dict)
    pictures: list[str] = field(default_factory=list)


@slotted
class Searched:
    """What a search of all that is `sought` brought up; `unsought` are too short to be looked for,
    `beside` only beside what says what they are. `typed` says when each canary was entered first in
    a stretch that did not break off, `typed_lines` in which line of the trace, `ever_typed` when in
    any stretch, `left_in_any` which fields any of all runs left out, `tokens` what somebody was
    seen to be recognised by, `doubtful` on which canaries a session may rest or not, `named` which
    host gave each under which names, `undeniable` of which a declaration cannot say what they are
    for, `relied` which a server was seen to go by; `short` the hosts and names of tokens that are
    too short to be looked for, `unlearned` why more may be that were not, `beyond` how many were
    most. `log_times` are the times of all lines of each phase, `own_log` those of the app's;
    `own_traffic` are the phases in which it was seen to connect, `opaque` to which hosts in a way
    that nobody could read; `active` in which phases anything of the app's own was recorded; `keys`
    are those that the app's own code was seen to make, `givers` which hosts gave each token. `half`
    is what of logs and traffic was not looked at whole, `crowded` where there are more leaks than
    are kept, `bad` are the files that could not be read."""

    leaks: list[Leak] = field(default_factory=list)
    sought: tuple[Sought, ...] = ()
    canaries: dict[str, Canary] = field(default_factory=dict)
    keys: dict[str, Canary] = field(default_factory=dict)
    typed: dict[str, int] = field(default_factory=dict)
    typed_lines: dict[str, int] = field(default_factory=dict)
    ever_typed: dict[str, int] = field(default_factory=dict)
    left_in_any: Mapping[str, str] = field(default_factory=dict)
    tokens: list[Token] = field(default_factory=list)
    doubtful: set[str] = field(default_factory=set)
    named: dict[str, dict[tuple[str, str], None]] = field(default_factory=dict)
    undeniable: set[str] = field(default_factory=set)
    relied: set[str] = field(default_factory=set)
    unsought: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    short: Half = field(default_factory=dict)
    unlearned: dict[str, None] = field(default_factory=dict)
    beyond: set[int] = field(default_factory=set)
    snapshots: dict[Phase, list[Taken]] = field(default_factory=dict)
    logged: bool = False
    log_times: dict[Phase, "array[int]"] = field(default_factory=dict)
    own_log: dict[Phase, "array[int]"] = field(default_factory=dict)
    traffic: bool = False
    own_traffic: set[Phase] = field(default_factory=set)
    opaque: dict[tuple[Phase, str], None] = field(default_factory=dict)
    active: set[Phase] = field(default_factory=set)
    givers: dict[str, dict[str, None]] = field(default_factory=dict)
    half: dict[tuple[Where, Phase], Half] = field(default_factory=dict)
    crowded: set[tuple[Where, Phase, Root | None]] = field(default_factory=set)
    bad: list[BadFile] = field(default_factory=list)
    _kinds: Counter[object] = field(default_factory=Counter)

    def add(self, leak: Leak) -> None:
        """Keeps a leak. Many of one place or canary never keep others out."""
        open_to_all = bool(leak.mode & _OTHERS)
        kind = (leak.where, leak.phase, leak.root, leak.canary, leak.clear, open_to_all)
        place = (*kind, leak.path, leak.host)
        self._kinds[kind] += 1
        self._kinds[place] += 1
        many = self._kinds[place] > MAX_OF_ONE or len(self.leaks) >= MAX_LEAKS
        if many and self._kinds[kind] > MAX_OF_ONE:
            self.crowded.add((leak.where, leak.phase, leak.root))
        else:
            self.leaks.append(leak)

    def halved(self, where: Where, phase: Phase, path: str, why: str) -> None:
        """Something of the log or traffic of a phase was not looked at whole."""
        keep(self.half.setdefault((where, phase), {}), path, why)


def keep(half: Half, path: str, why: str) -> None:
    """Adds a file that was not looked at whole, as far as there is room."""
    if len(half) < MAX_HALF:
        half[path, why] = None
