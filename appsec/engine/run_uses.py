"""What a run shows the app ask for: permissions, and identifiers of the device."""

from collections.abc import Iterable, Iterator

from appsec.facts.run import Recorded
from appsec.model.observed import Observation, Trait
from appsec.model.outcome import Origin

_TELEPHONY = "android.telephony.TelephonyManager"
_SETTINGS = "android.provider.Settings$Secure.getString"
_ASKS = "android.app.Activity.requestPermissions"
_IDENTIFIERS = {
    _SETTINGS: ("Android ID", "android_id"),
    "com.google.android.gms.ads.identifier.AdvertisingIdClient$Info.getId": ("AAID", "aaid_idfa"),
    f"{_TELEPHONY}.getDeviceId": ("IMEI", "imei_mac"),
    f"{_TELEPHONY}.getImei": ("IMEI", "imei_mac"),
    f"{_TELEPHONY}.getSubscriberId": ("IMSI", "imei_mac"),
    "-[ASIdentifierManager advertisingIdentifier]": ("IDFA", "aaid_idfa"),
    "-[UIDevice identifierForVendor]": ("IDFV", "idfv"),
}
"""What brings up an identifier: its name, and the cell of the declaration for it."""
_CAPTURES = "+[AVCaptureDevice requestAccessForMediaType:completionHandler:]"
_PERMISSIONS = {
    "-[CLLocationManager requestWhenInUseAuthorization]": "NSLocationWhenInUseUsageDescription",
    "-[CLLocationManager requestAlwaysAuthorization]": (
        "NSLocationAlwaysAndWhenInUseUsageDescription"
    ),
    "-[CNContactStore requestAccessForEntityType:completionHandler:]": (
        "NSContactsUsageDescription"
    ),
    "+[PHPhotoLibrary requestAuthorization:]": "NSPhotoLibraryUsageDescription",
    "+[ATTrackingManager requestTrackingAuthorizationWithCompletionHandler:]": (
        "NSUserTrackingUsageDescription"
    ),
}
_MEDIA = {"vide": "NSCameraUsageDescription", "soun": "NSMicrophoneUsageDescription"}
ANDROID_USES = (_ASKS, *(one for one in _IDENTIFIERS if not one.startswith("-")))
IOS_USES = (*_PERMISSIONS, _CAPTURES, *(one for one in _IDENTIFIERS if one.startswith("-")))
"""By what an app asks for them."""


def uses_in(calls: Iterable[Recorded]) -> Iterator[Observation]:
    """Each of them as an inventory of the build has it."""
    for one in calls:
        origin = Origin.APP if one.call.own else Origin.LIBRARY
        hook, texts = one.call.hook, list(_texts(one))
        if hook in _IDENTIFIERS and (hook != _SETTINGS or "android_id" in texts):
            name, cell = _IDENTIFIERS[hook]
            yield Observation(Trait.IDENTIFIER, name, {"field": cell}, (one.at,), origin)
        elif hook == _ASKS:
            for name in (text for text in texts if "." in text):
                yield Observation(Trait.PERMISSION, name, {}, (one.at,), origin)
        elif hook in _PERMISSIONS:
            yield Observation(Trait.PERMISSION, _PERMISSIONS[hook], {}, (one.at,), origin)
        elif hook == _CAPTURES:
            for text in texts:
                if name := _MEDIA.get(text, ""):
                    yield Observation(Trait.PERMISSION, name, {}, (one.at,), origin)


def _texts(one: Recorded) -> Iterator[str]:
    for given in one.call.arguments:
        for value in given if isinstance(given, tuple) else (given,):
            if isinstance(value, str):
                yield value
