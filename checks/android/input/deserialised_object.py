"""Does the app make objects of whatever class the data from outside name?"""

from collections.abc import Iterator

from appsec.api import (
    AndroidApp,
    CallSite,
    Constant,
    Origin,
    Returned,
    Seen,
    Value,
    one_question,
    open_classes,
    table,
    within,
)

_READS = ("java.io.ObjectInputStream.readObject", "java.io.ObjectInputStream.readUnshared")
_BUNDLE = "android.os.Bundle"
_EXTRAS = ("android.content.Intent.getSerializableExtra", f"{_BUNDLE}.getSerializable")
_OWN_FILES = frozenset(("getCacheDir", "getFilesDir", "getNoBackupFilesDir", "openFileInput"))
_FILTERS = frozenset(("allowTypes", "setObjectInputFilter"))


def check(app: AndroidApp) -> Iterator[Seen]:
    """Streams from the app's private files stay quiet, and so do Intents to components that only
    the app starts. Libraries read what the app gives them."""
    reachable = open_classes(app.manifest)
    yield from one_question("stream", filter(_is_foreign, _own(app, *_READS)))
    extras = filter(_is_of_intent, _own(app, *_EXTRAS))
    open_ = (s for s in extras if s.caller.owner.partition("$")[0] in reachable)
    yield from one_question("extra", open_)
    named = (s for s in _own(app, *table(__file__, "any_class")) if not _is_limited(s))
    yield from one_question("any-class", (s for s in named if s.argument(0) != Constant(False)))


def _own(app: AndroidApp, *apis: str) -> Iterator[CallSite]:
    return (site for site in app.code.calls(*apis) if site.origin is Origin.APP)


def _is_of_intent(site: CallSite) -> bool:
    """Without its class named, and not of the state that an activity kept, or of what the app
    gives its own fragments."""
    told = len(site.method.parameters) > 1
    return not told and (site.method.owner != _BUNDLE or "getExtras" in _made(site.receiver))


def _is_foreign(site: CallSite) -> bool:
    """Whether nothing shows that the stream is one of the app's private files, or filtered."""
    return _OWN_FILES.isdisjoint(_made(site.receiver)) and not _is_limited(site)


def _is_limited(site: CallSite) -> bool:
    return any(one.name in _FILTERS for one in site.around)


def _made(value: Value) -> set[str]:
    return {one.method.name for one in within(value) if isinstance(one, Returned)}
