"""Does the app make objects of whatever class the data from outside name?"""

from collections.abc import Iterator

from appsec.api import (
    AndroidApp,
    CallSite,
    Constant,
    Origin,
    Returned,
    Seen,
    one_question,
    open_classes,
    within,
)

_READS = ("java.io.ObjectInputStream.readObject", "java.io.ObjectInputStream.readUnshared")
_EXTRAS = ("android.content.Intent.getSerializableExtra", "android.os.Bundle.getSerializable")
_ANY_CLASS = (
    "com.alibaba.fastjson.parser.ParserConfig.setAutoTypeSupport",
    "com.fasterxml.jackson.databind.ObjectMapper.activateDefaultTyping",
    "com.fasterxml.jackson.databind.ObjectMapper.enableDefaultTyping",
    "com.thoughtworks.xstream.XStream.fromXML",
    "org.yaml.snakeyaml.Yaml.load",
)
_OWN_FILES = frozenset(("getCacheDir", "getFilesDir", "getNoBackupFilesDir", "openFileInput"))
_FILTERS = frozenset(("allowTypes", "setObjectInputFilter"))


def check(app: AndroidApp) -> Iterator[Seen]:
    """Streams from the app's private files stay quiet, and so do Intents to components that only
    the app starts. Libraries read what the app gives them."""
    reachable = open_classes(app.manifest)
    yield from one_question("stream", filter(_is_foreign, _own(app, *_READS)))
    extras = (
        site
        for site in _own(app, *_EXTRAS)
        if len(site.method.parameters) == 1 and site.caller.owner.partition("$")[0] in reachable
    )
    yield from one_question("extra", extras)
    named = (s for s in _own(app, *_ANY_CLASS) if _FILTERS.isdisjoint(m.name for m in s.around))
    yield from one_question("any-class", (s for s in named if s.argument(0) != Constant(False)))


def _own(app: AndroidApp, *apis: str) -> Iterator[CallSite]:
    return (site for site in app.code.calls(*apis) if site.origin is Origin.APP)


def _is_foreign(site: CallSite) -> bool:
    """Whether nothing shows that the stream is one of the app's private files, or filtered."""
    made = {one.method.name for one in within(site.receiver) if isinstance(one, Returned)}
    filters = any(one.name in _FILTERS for one in site.around)
    return _OWN_FILES.isdisjoint(made) and not filters
