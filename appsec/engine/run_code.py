"""Code that a run shows an app bring from elsewhere than its store, and load or install."""

import re
from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING

from appsec.engine.declaration.matching import covers
from appsec.engine.run_hosts import own_hosts
from appsec.facts.run import Recorded
from appsec.facts.traffic import CodeKind, CodeSent
from appsec.model.outcome import Finding, Location, Question, Seen
from appsec.model.text import visible
from appsec.model.trace import Text, Thing

if TYPE_CHECKING:
    from appsec.facts.android import AndroidApp
    from appsec.facts.ios import IosApp

MAX_PLACES = 20
_STORES = (
    *("*.gvt1.com", "*.gvt2.com", "play.googleapis.com", "play-fe.googleapis.com"),
    *("android.clients.google.com", "*.apple.com", "*.aaplimg.com", "*.mzstatic.com"),
)
"""From where Android's and iOS's own stores and systems bring their packages."""
_SYSTEMS = (CodeKind.APK, CodeKind.IPA)
_COMMIT = "android.content.pm.PackageInstaller$Session.commit"
ANDROID_OPENS = (
    "android.app.ContextImpl.startActivity",
    "android.app.Activity.startActivityForResult",
    _COMMIT,
)
"""By what an app for Android has a package installed."""
IOS_OPENS = ("-[UIApplication openURL:options:completionHandler:]", "-[UIApplication openURL:]")
"""By what an app for iOS does."""
_IN_MEMORY = "dalvik.system.InMemoryDexClassLoader.<init>"
ANDROID_LOADS = {
    _IN_MEMORY: 0,
    "dalvik.system.DexClassLoader.<init>": 0,
    "dalvik.system.PathClassLoader.<init>": 0,
    "java.lang.Runtime.load0": 1,
}
IOS_LOADS = {"dlopen": 0}
"""By what an app loads code, and which argument tells from where."""
_PACKAGE = re.compile(
    r";type=application/vnd\.android\.package-archive;|;action=android\.intent\.action\.INSTALL_PACKAGE;"
)
_WRITTEN = re.compile(
    r"/(?:data/(?:user(?:_de)?/\d+|data)/|sdcard/|storage/|mnt/"
    r"|(?:private/)?var/mobile/Containers/Data/)"
)
"""Where nothing lies that was installed."""


def code_brought(app: "AndroidApp | IosApp", kinds: Collection[CodeKind]) -> list[CodeSent]:
    """What came as code. What the device's store or system may have fetched is none of it: that of
    a host of theirs in a connection that nobody told whose it is."""
    found = [(one, one.sent.exchange) for one in app.traffic.code() if one.kind in kinds]
    return [one for one, sent in found if sent.own or not _is_stores(sent.host)]


def _is_stores(host: str) -> bool:
    return any(covers(one, host) for one in _STORES)


def code_loaded(
    app: "AndroidApp | IosApp", brought: Collection[CodeSent], loads: Mapping[str, int]
) -> Iterator[Seen]:
    """A question for each host and kind of code: whether any integrity is checked no run tells.
    What is loaded matters only if something was brought."""
    together: dict[tuple[str, CodeKind], list[CodeSent]] = {}
    for one in brought:
        together.setdefault((one.sent.exchange.host, one.kind), []).append(one)
    programs = [one for one in brought if one.kind not in (*_SYSTEMS, CodeKind.BUNDLE)]
    packages = {one.package for one in app.runs.metas}
    calls = app.runs.calls(tuple(loads), any_of=True, each=True) if programs else ()
    loaded = [one for one in calls if _is_written(one, loads[one.call.hook], packages)]
    for (host, kind), each in together.items():
        if kind in _SYSTEMS:
            after: list[Location] = []
        else:
            after = [one.at for one in loaded if any(_follows(one, sent) for sent in each)]
        key = "bundle" if kind is CodeKind.BUNDLE else "loaded" if after else "brought"
        places = [*(one.sent.at for one in each), *(after if key == "loaded" else ())]
        values = {"host": visible(host), "kind": str(kind)}
        yield Question(key, tuple(dict.fromkeys(places))[:MAX_PLACES], values, ("host", "kind"))


def installed_from_elsewhere(app: "AndroidApp", brought: Collection[CodeSent]) -> Iterator[Seen]:
    """Packages that the app has installed. Which it opens in the installer a user may have chosen
    elsewhere: it counts after one that the app fetched."""
    own = own_hosts(app)
    packages = [one for one in brought if one.kind is CodeKind.APK]
    fetched = [one for one in packages if one.sent.exchange.own or own(one.sent.exchange.host)]
    found: dict[tuple[str, type[Seen]], list[Location]] = {}
    for one in app.runs.calls(ANDROID_OPENS, any_of=True, each=True):
        if one.call.hook == _COMMIT:
            found.setdefault(("installed", Finding), []).append(one.at)
        elif any(_PACKAGE.search(text) for text in _texts(one)):
            certain = any(_follows(one, sent) for sent in fetched)
            told = ("opened", Finding) if certain else ("opened-perhaps", Question)
            found.setdefault(told, []).append(one.at)
    for (key, kind), places in found.items():
        yield kind(key, tuple(places)[:MAX_PLACES], {}, ())


def manifests_opened(app: "IosApp") -> Iterator[Seen]:
    """Manifests of apps that the app has the system install."""
    calls = app.runs.calls(IOS_OPENS, any_of=True, each=True)
    texts = ((one.at, text) for one in calls for text in _texts(one))
    places = [at for at, text in texts if text.casefold().startswith("itms-services:")]
    if places:
        yield Question("opened-perhaps", tuple(places)[:MAX_PLACES], {}, ())


def _follows(one: Recorded, brought: CodeSent) -> bool:
    same = one.at.file.rpartition("/")[0] == brought.sent.run
    return same and one.call.at >= brought.sent.exchange.at


def _is_written(one: Recorded, argument: int, packages: Collection[str]) -> bool:
    """Whether it loads what was written after the app was installed. What lies in the folders of
    the system's own apps is theirs."""
    if one.call.hook == _IN_MEMORY:
        return True
    paths = [each for text in _texts(one, argument) for each in text.split(":")]
    written = [path for path in paths if _WRITTEN.match(path)]
    return any(
        not path.startswith("/data/") or any(f"/{name}/" in path for name in packages)
        for path in written
    )


def _texts(one: Recorded, argument: int = 0) -> Iterator[str]:
    """What the argument says, where it has words."""
    for value in one.call.arguments[argument : argument + 1]:
        match value:
            case str():
                yield value
            case Thing() | Text():
                yield value.text
