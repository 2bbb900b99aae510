"""Are passwords or tokens written to the system log?"""

from collections.abc import Iterator

from appsec.api import (
    LOGS,
    CallResult,
    Finding,
    Hit,
    IosApp,
    NativeCall,
    NativeValue,
    Origin,
    Question,
    Seen,
    choices,
    logged_values,
    names_password,
    names_secret,
    sightings,
    typed_in_field,
)


def check(app: IosApp) -> Iterator[Seen]:
    """What is typed into a field that is named like a password, and logged on every path, is a
    finding; a value that is named or labelled like a secret is a question. Libraries stay quiet, as
    on Android: a run shows what they log. Standard output is no log on a device."""
    yield from sightings(_hits(app))


def _hits(app: IosApp) -> Iterator[Hit]:
    for call in app.native_code.calls(*LOGS):
        if call.origin is Origin.APP:
            yield from _logged(call)


def _logged(call: NativeCall) -> Iterator[Hit]:
    logged = logged_values(call)
    values = [one for value in logged for one in choices(value.value)]
    always = [typed_in_field(one.value) for one in logged]
    fields = [typed_in_field(one) for one in values]
    named = [_getter(one) for one in values]  # `accessToken`
    labels = [one.label for one in logged]
    if name := next(filter(names_password, always), ""):
        yield Hit(call, "password", {"name": name, "function": call.caller}, Finding)
    elif name := next(filter(names_secret, [*fields, *named, *labels]), ""):
        yield Hit(call, "secret", {"name": name, "function": call.caller}, Question)


def _getter(value: NativeValue) -> str:
    return value.callee.selector if isinstance(value, CallResult) else ""
