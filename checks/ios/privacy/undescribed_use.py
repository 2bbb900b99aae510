"""Does code ask for a resource of the device that Info.plist gives no reason for?"""

from collections.abc import Iterator

from appsec.api import Finding, Hit, IosApp, NativeCall, Seen, Symbol, choices, sightings, table

_MEDIA = "+[AVCaptureDevice requestAccessForMediaType:completionHandler:]"
_MEDIA_KEYS = {
    "AVMediaTypeVideo": "NSCameraUsageDescription",
    "AVMediaTypeAudio": "NSMicrophoneUsageDescription",
}


def check(app: IosApp) -> Iterator[Seen]:
    """A call that is there, not a class that is linked. Only receivers of a known class count. Each
    bundle answers for what runs in it: code of a framework for the app's."""
    yield from sightings(_hits(app))


def _hits(app: IosApp) -> Iterator[Hit]:
    asked = table(__file__, "protected_calls")
    for name, keys in asked.items():
        for call in app.native_code.calls(name):
            if call.callee.owner != "?":
                yield from _told(app, call, keys)
    for call in app.native_code.calls(_MEDIA):
        kinds = [one.name for one in choices(call.argument(0)) if isinstance(one, Symbol)]
        for key in (_MEDIA_KEYS[kind] for kind in kinds if kind in _MEDIA_KEYS):
            yield from _told(app, call, [key])


def _told(app: IosApp, call: NativeCall, keys: list[str]) -> Iterator[Hit]:
    inside = [b for b in app.bundles if b.runs and call.at.file.startswith(f"{b.path}/")]
    bundle = max(inside, key=lambda b: len(b.path), default=app.bundles[0])
    if not any(bundle.given(key) for key in keys):
        values = {"resource": call.callee.name, "keys": ", ".join(keys), "function": call.caller}
        yield Hit(call, "undescribed", values, Finding)
