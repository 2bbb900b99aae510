"""Can web pages of the app be inspected from a computer?"""

from collections.abc import Iterator

from appsec.api import Hit, IosApp, NativeCall, Question, Seen, choices, numbers, sightings

_CALL = "-[* setInspectable:]"
_SETTER = "setInspectable:"
_ASKS = ("allow", "can", "has", "is", "should")


def check(app: IosApp) -> Iterator[Seen]:
    """Proof is a constant YES in a method that asks nothing first. Where the setter is named and
    no call of it is seen, with which value is a question."""
    calls = tuple(app.native_code.calls(_CALL))
    yield from sightings(hit for call in calls if (hit := _hit(call)))
    seen = {call.at.file for call in calls}
    users = {one.binary: one.at for one in app.builds if _SETTER in (one.selectors or ())}
    rest = {name: at for name, at in users.items() if name not in seen}
    if rest:
        yield Question("set", tuple(rest.values()), {"binaries": ", ".join(rest)})


def _hit(call: NativeCall) -> Hit | None:
    given, told = call.argument(0), numbers(call.argument(0))
    if len(told) == len(choices(given)) and not any(told):
        return None
    asks = any((one.selector or one.name).startswith(_ASKS) for one in call.around)
    values = {"function": call.caller}
    if len(told) == len(choices(given)) and all(told) and not asks:
        return Hit(call, "on", values)
    return Hit(call, "perhaps-on", values, Question)
