"""Does the app run commands, and does text from outside become part of one?"""

from collections.abc import Iterator

from appsec.api import (
    Finding,
    Hit,
    IosApp,
    Origin,
    Seen,
    from_outside,
    looks_first,
    one_question,
    sightings,
)

_RUNS = {"system": 0, "popen": 0, "posix_spawn": 1, "posix_spawnp": 1, "execl": 0, "execv": 0}
"""What runs a command or program, and which parameter names it."""


def check(app: IosApp) -> Iterator[Seen]:
    """iOS lets no app run others: whatever the command is, why it is there is a question. Hosts
    of jailbreaks are probed so, too."""
    calls = [(one, n) for name, n in _RUNS.items() for one in app.native_code.calls(name)]
    hits = [
        Hit(call, "flows", {"function": call.caller}, Finding)
        for call, number in calls
        if from_outside(call, call.argument(number)) and not looks_first(call)
    ]
    yield from sightings(hits)
    told = {hit.place.at for hit in hits}
    own = [one for one, _ in calls if one.origin is Origin.APP and one.at not in told]
    yield from one_question("runs", own)
