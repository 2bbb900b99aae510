"""Data that a run shows stored on the device and sent on to others, against what is declared."""

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from appsec.engine.canaries.what import What
from appsec.engine.declaration.matching import covers
from appsec.engine.hosts import registered_name
from appsec.engine.run_hits import RUNNING, by_sender
from appsec.engine.run_hosts import OwnHost, own_hosts
from appsec.facts.leaks import Leak
from appsec.model.outcome import Finding, Location, Question, Seen
from appsec.model.text import visible
from appsec.model.trace import Phase

if TYPE_CHECKING:
    from appsec.facts.android import AndroidApp
    from appsec.facts.ios import IosApp
    from appsec.model.declaration_form import Declaration

MAX_PLACES = 20
_BETWEEN = re.compile(r"[\s,;、，；／/()（）]+")
_NO = ("no", "否")
_OTHER_TIMES = tuple(one for one in Phase if one not in RUNNING)


def sent_on(app: "AndroidApp | IosApp") -> Iterator[Seen]:
    """Stored data that went to a host which is not the app's own and not declared as getting them:
    a use that nobody stated. What a host gave itself it may have back."""
    stored = {one.canary for one in app.leaks.in_files(RUNNING, also=_OTHER_TIMES, any_of=True)}
    own = own_hosts(app)
    declaration = app.declaration
    sent = [one for one in app.leaks.in_traffic() if _is_others(one, own)]
    certain, _ = by_sender(sent, lambda host: False)
    app_sent = {(one.canary, one.at) for one in certain}
    found: dict[tuple[str, str, str, type[Seen]], list[Location]] = {}
    for one in (each for each in sent if each.canary in stored):
        if key := _unstated(one, declaration):
            told: tuple[str, type[Seen]] = (key, Finding)
            if key == "unnamed" or (one.canary, one.at) not in app_sent:
                told = ("unnamed" if key == "unnamed" else "whose", Question)
            found.setdefault((one.what, one.host, *told), []).append(one.at)
    for (what, host, key, kind), places in found.items():
        values = {"what": what, "host": visible(host)}
        yield kind(key, tuple(dict.fromkeys(places))[:MAX_PLACES], values, ("what", "host"))


def _unstated(leak: Leak, declaration: "Declaration") -> str:
    """The message for a recipient of this datum; empty if the declaration has it get such data."""
    rows = [one for one in declaration.domains if covers(one.host, leak.host)]
    if not rows:
        return "undeclared"
    if all(one.sensitive.strip().casefold() in _NO for one in rows):
        return "denied"
    # An identifier's cell names its recipient in words, which no host can be held against.
    if leak.what == What.IDENTIFIER and any(one.sensitive.strip() for one in rows):
        return ""
    return "" if any(covers(one, leak.host) for one in _recipients(declaration)) else "unnamed"


def _recipients(declaration: "Declaration") -> Iterable[str]:
    for row in declaration.sensitive_data:
        for cell in (row.sent_to, row.shared_with):
            yield from (one for one in _BETWEEN.split(cell) if "." in one)


def _is_others(leak: Leak, own: OwnHost) -> bool:
    """Whether the app sent it, as far as anybody told, to a host that is neither its own nor had
    given it."""
    return leak.own is not False and not own(leak.host) and not _returned(leak)


def _returned(leak: Leak) -> bool:
    name = registered_name(leak.host)
    return leak.learned and any(registered_name(one) == name for one in leak.given_by)
