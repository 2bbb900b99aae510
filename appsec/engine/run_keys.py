"""What a run shows of keys: made of bytes that code had, and lying in files."""

from collections.abc import Collection, Iterable, Iterator

from appsec.facts.leaks import Leak
from appsec.facts.run import Recorded
from appsec.model.outcome import Finding, Location, Question, Seen

MAX_PLACES = 20


def stored_keys(leaks: Iterable[Leak]) -> Iterator[Seen]:
    """Keys in files, each file once. No value is in it."""
    together: dict[str, list[Leak]] = {}
    for leak in leaks:
        together.setdefault(leak.path, []).append(leak)
    for path, each in together.items():
        form = each[0].form if not each[0].layer else f"{each[0].layer}: {each[0].form}"
        yield Finding("stored", _places(one.at for one in each), {"where": path, "form": form},
                      ("where",))  # fmt: skip


def made_keys(calls: Iterable[Recorded], makes: Collection[str]) -> Iterator[Seen]:
    """What the app's own code made keys of, by which API."""
    together: dict[str, list[Recorded]] = {}
    for one in calls:
        if one.call.own and one.call.hook in makes:
            together.setdefault(one.call.hook, []).append(one)
    for api, each in together.items():
        places = _places(one.at for one in each)
        yield Question("raw", places, {"api": api, "count": str(len(each))}, ("api",))


def _places(places: Iterable[Location]) -> tuple[Location, ...]:
    return tuple(dict.fromkeys(places))[:MAX_PLACES]
