"""What the sample runs tell besides files, logs and traffic: calls, the screen, what was tried."""

from collections.abc import Iterator
from dataclasses import dataclass

from appsec.api.runtime import (
    ANDROID_HANDS_ON,
    ANDROID_LOADS,
    ANDROID_OPENS,
    ANDROID_USES,
    IOS_HANDS_ON,
    IOS_LOADS,
    IOS_USES,
)
from appsec.model.noted import OUTCOMES, Tried
from appsec.model.trace import Bytes, DeviceKind, Phase, Thing, Value

PACKAGE = "tw.example.sample.parcel"
HOST = "api.parcel.example.tw"
ANDROID, IOS = "android", "ios"
_INTENT = "android.content.Intent"
_CONTEXT = "android.app.ContextImpl"
_WEB = "android.webkit.WebView"
_NOTIFY = {
    ANDROID: "android.app.NotificationManager.notify",
    IOS: "-[UNUserNotificationCenter addNotificationRequest:withCompletionHandler:]",
}
_OPEN = "-[UIApplication openURL:options:completionHandler:]"
_CLIP = {
    ANDROID: "android.content.ClipboardManager.setPrimaryClip",
    IOS: "-[UIPasteboard setString:]",
}
_LOAD = {ANDROID: f"{_WEB}.loadUrl", IOS: "-[WKWebView loadRequest:]"}
_SPEC = "javax.crypto.spec.SecretKeySpec.<init>"
_STORE = ("java.security.KeyStore.getKey", "java.security.KeyStore.getEntry")
_SQL = {ANDROID: "android.database.sqlite.SQLiteDatabase.execSQL", IOS: "sqlite3_exec"}
_KEYCHAIN = ("SecItemAdd", "SecItemUpdate", "SecItemCopyMatching")
_CRYPTORS = ("CCCryptorCreate", "CCCryptorCreateWithMode", "CCHmac")
_ASKS = {
    ANDROID: "android.app.Activity.requestPermissions",
    IOS: "+[AVCaptureDevice requestAccessForMediaType:completionHandler:]",
}
KEY = bytes(range(7, 23))
"""A key of the app's own code, made up."""
HOOKS = {
    ANDROID: (
        *ANDROID_HANDS_ON,
        *(f"{_WEB}.{name}" for name in ("loadUrl", "postUrl", "loadDataWithBaseURL")),
        _NOTIFY[ANDROID],
        _SPEC,
        *_STORE,
        _SQL[ANDROID],
        "android.database.sqlite.SQLiteDatabase.rawQueryWithFactory",
        f"{_WEB}.evaluateJavascript",
        "java.lang.Runtime.exec",
        *ANDROID_USES,
        ANDROID_OPENS[-1],
        *ANDROID_LOADS,
    ),
    IOS: (
        *IOS_HANDS_ON,
        "-[WKWebView loadHTMLString:baseURL:]",
        _LOAD[IOS],
        _NOTIFY[IOS],
        *_KEYCHAIN,
        _SQL[IOS],
        "sqlite3_prepare_v2",
        *IOS_USES,
        "-[WKWebView evaluateJavaScript:completionHandler:]",
        *_CRYPTORS,
        *IOS_LOADS,
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Made:
    """A call in a phase; `canary` is the one that is in its argument of that place."""

    phase: Phase
    hook: str
    arguments: tuple[Value, ...]
    canary: str = ""
    place: int = 0


def calls(platform: str, weak: str, values: dict[str, str]) -> Iterator[Made]:
    """What the app calls, in the order of its phases; `values` are those of the canaries."""
    yield from _CALLS[platform]
    yield Made(Phase.USE, *_queried(platform, "fixed"))
    phone, password = values["phone"], values["password"]
    if weak == "sharing":
        for phase in (Phase.USE, Phase.CLOSE):
            yield Made(phase, *_handed_on(platform, phone, password))
        yield Made(Phase.USE, _CLIP[platform], (_clip(platform, password),), "password")
    if weak == "screen":
        told = (
            Thing(_INTENT, "")
            if platform == IOS
            else Thing("android.app.Notification", "visibility=1")
        )
        place = 1 if platform == ANDROID else 0
        arguments: tuple[Value, ...] = (
            (1, told) if place else (Thing("UNNotificationRequest"), None)
        )
        yield Made(Phase.USE, _NOTIFY[platform], arguments, "phone", place)
    if weak == "uses":
        yield from _uses(platform)
    if weak == "code":
        yield from _CODE[platform]
    if weak == "noted":
        yield Made(
            Phase.USE, *_queried(platform, values["payload"]), "payload", int(platform == IOS)
        )
    if weak == "keys":
        yield from _keys(platform)
    if weak == "page":
        for url in (
            "http://help.example/",
            "https://accounts.google.com/",
            f"https://{HOST}/?q={phone}",
        ):
            yield Made(
                Phase.USE, _LOAD[platform], (_address(platform, url),), "phone" * (phone in url)
            )


def _uses(platform: str) -> Iterator[Made]:
    """Contacts and an advertising identifier: what is not declared."""
    if platform == ANDROID:
        yield Made(Phase.USE, _ASKS[platform], (("android.permission.READ_CONTACTS",), 1))
        identifier = "com.google.android.gms.ads.identifier.AdvertisingIdClient$Info.getId"
    else:
        yield Made(Phase.USE, _ASKS[platform], ("soun", None))
        identifier = "-[ASIdentifierManager advertisingIdentifier]"
    yield Made(Phase.USE, identifier, ())


def _queried(platform: str, text: str) -> tuple[str, tuple[Value, ...]]:
    query = f"SELECT * FROM parcel WHERE note = '{text}'"
    return _SQL[platform], (query,) if platform == ANDROID else (None, query, None, None, None)


def _keys(platform: str) -> Iterator[Made]:
    key = Bytes(KEY.hex(), len(KEY))
    if platform == ANDROID:
        yield Made(Phase.USE, _SPEC, (key, "AES"))
        return
    yield Made(Phase.USE, "CCHmac", (2, key, len(KEY), None, 0, None))
    always = Thing("NSDictionary", "{pdmn = dk}")
    yield Made(Phase.USE, "SecItemAdd", (always, None), "password")
    yield Made(Phase.USE, "SecItemAdd", (always, None))


def _handed_on(platform: str, phone: str, password: str) -> tuple[str, tuple[Value, ...], str]:
    if platform == IOS:
        return _OPEN, (Thing("NSURL", f"other://?pw={password}"), None, None), "password"
    intent = Thing(_INTENT, f"#Intent;action=tw.example.NEW;S.user={phone};end")
    return f"{_CONTEXT}.sendBroadcast", (intent,), "phone"


def _clip(platform: str, text: str) -> Value:
    return text if platform == IOS else Thing("android.content.ClipData", f"ClipData {{ {text} }}")


def _address(platform: str, url: str) -> Value:
    return (
        url
        if platform == ANDROID
        else Thing("NSMutableURLRequest", f"<NSMutableURLRequest: 0x1> {{ URL: {url} }}")
    )


_OWN_SCREEN = Thing(_INTENT, f"#Intent;component={PACKAGE}/.Detail;end")
_CALLS = {
    ANDROID: (
        Made(Phase.USE, f"{_CONTEXT}.startActivity", (_OWN_SCREEN,)),
        Made(Phase.USE, _STORE[0], ("key", None)),
        Made(Phase.USE, _ASKS[ANDROID], (("android.permission.CAMERA",), 1)),
        Made(Phase.USE, _NOTIFY[ANDROID], (1, Thing("android.app.Notification", "visibility=-1"))),
        Made(Phase.USE, _LOAD[ANDROID], (_address(ANDROID, f"https://{HOST}/help"),)),
    ),
    IOS: (
        Made(Phase.USE, _OPEN, (Thing("NSURL", f"https://{HOST}/"), None, None)),
        Made(Phase.USE, "SecItemAdd", (Thing("NSDictionary", "{pdmn = akpu}"), None)),
        Made(Phase.USE, _ASKS[IOS], ("vide", None)),
        Made(Phase.USE, _NOTIFY[IOS], (Thing("UNNotificationRequest"), None)),
        Made(Phase.USE, _LOAD[IOS], (_address(IOS, f"https://{HOST}/help"),)),
    ),
}  # fmt: skip

_ARCHIVE = "content://files/new.apk#Intent;type=application/vnd.android.package-archive;end"
_CODE = {
    ANDROID: (
        Made(
            Phase.USE,
            "dalvik.system.DexClassLoader.<init>",
            (f"/data/user/0/{PACKAGE}/files/new.dex", None, None, None),
        ),
        Made(Phase.USE, f"{_CONTEXT}.startActivity", (Thing(_INTENT, f"intent:{_ARCHIVE}"),)),
        Made(Phase.USE, ANDROID_OPENS[-1], (Thing("android.content.IntentSender"),)),
    ),
    IOS: (
        Made(
            Phase.USE,
            "dlopen",
            ("/var/mobile/Containers/Data/Application/0/Library/new.dylib", 1),
        ),
        Made(
            Phase.USE,
            _OPEN,
            (Thing("NSURL", f"itms-services://?action=download-manifest&url=https://{HOST}/m"),
             None, None),
        ),
    ),
}  # fmt: skip
CODE = {
    ANDROID: {
        "new.dex": b"dex\n035\0",
        "new.apk": b"PK\3\4" + bytes(22) + b"\x13\0\0\0AndroidManifest.xml",
    },
    IOS: {"new.dylib": b"\xcf\xfa\xed\xfe"},
}
"""Code that the app brings: the name and how it begins."""
BUNDLE = b"\xc6\x1f\xbc\x03\xc1\x03\x19\x1f"
"""How a bundle of a framework's begins."""

_FIELD = {ANDROID: "android.widget.EditText", IOS: "UITextField"}
_LABEL = {ANDROID: "android.widget.TextView price", IOS: "UILabel price"}
_WINDOW = {ANDROID: f"{PACKAGE}/.Main", IOS: "UIWindow"}
_PAGE = {ANDROID: f"{_WEB} help", IOS: "WKWebView help"}


def field(platform: str, weak: str, canary: str) -> tuple[str, Value, str]:
    """The state of a field that holds a canary: name, value, subject."""
    safe = weak != "screen"
    if platform == ANDROID:
        value: Value = (0x81 if safe else 0x1, safe, canary)
    else:
        value = (safe, int(safe), int(safe), 0, canary)
    return "field", value, f"{_FIELD[platform]} {canary}"


def screen(platform: str, weak: str) -> Iterator[tuple[str, Value, str]]:
    """The states of what is on the screen while the app is used: name, value, subject."""
    yield "window", (True if platform == ANDROID else None, "phone", 12, True), _WINDOW[platform]
    yield "page", f"https://{HOST}/help", _PAGE[platform]
    if weak == "page":
        yield "page", "https://elsewhere.example/", _PAGE[platform]
    if weak == "screen":
        yield "shown", "password", _LABEL[platform]


_REACTIONS = (Tried.ROOT, Tried.EMULATOR, Tried.USB_DEBUGGING, Tried.CHANGED_FILE)
"""What is tried in runs of their own: without an agent, on an emulator, with a changed build."""
_SCREENS = (Tried.CAPTURE, Tried.THUMBNAIL, Tried.LOCK_SCREEN)
ALONE = {
    "alone": (Tried.ROOT, DeviceKind.USB, True, ()),
    "emulator": (Tried.EMULATOR, DeviceKind.EMULATOR, False, ()),
    "changed": (Tried.CHANGED_FILE, DeviceKind.USB, True, ("re-signed",)),
    "debugging": (Tried.USB_DEBUGGING, DeviceKind.USB, False, ()),
}
"""Those runs: what is tried in each, on which kind of device, whether that is rooted, with which
variant of the build."""


def alone_on(platform: str) -> tuple[str, ...]:
    """The runs of this platform: USB debugging is Android's."""
    return tuple(one for one in ALONE if platform == ANDROID or one != "debugging")


def notes(weak: str) -> Iterator[str]:
    """What the tester notes of what was tried while the app is used."""
    bad: tuple[Tried, ...] = ()
    if weak == "screen":
        bad = _SCREENS
    elif weak == "noted":
        bad = tuple(one for one in Tried if one not in (*_SCREENS, *_REACTIONS, Tried.SHARE))
    # What reacts to an agent takes a control without one.
    apart = (*_REACTIONS, *(() if weak in ("", "noted") else (Tried.ANALYSIS, Tried.HOOK)))
    for tried in Tried:
        if tried not in apart:
            yield note(tried, good=tried not in bad)


def note(tried: Tried, good: bool) -> str:
    """A note of what came of one thing."""
    outcomes = OUTCOMES[tried]
    return f"{tried} {outcomes.good[0] if good else outcomes.bad} main screen"
