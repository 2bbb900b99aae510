"""Are objects read from archives without saying of which class they have to be?"""

from collections.abc import Iterator

from appsec.api import IosApp, Origin, Seen, numbers, one_question

_READS = (
    "+[NSKeyedUnarchiver unarchiveObjectWithData:]",
    "+[NSKeyedUnarchiver unarchiveObjectWithFile:]",
    "+[NSKeyedUnarchiver unarchiveTopLevelObjectWithData:error:]",
)
_SETTER = "-[NSKeyedUnarchiver setRequiresSecureCoding:]"


def check(app: IosApp) -> Iterator[Seen]:
    """One question: only an archive that others can write does harm."""
    calls = list(app.native_code.calls(*_READS))
    calls += [one for one in app.native_code.calls(_SETTER) if 0 in numbers(one.argument(0))]
    yield from one_question("any-class", [one for one in calls if one.origin is Origin.APP])
