"""Static shortcuts of the home screen: what they open, as ShortcutParser reads them."""

from collections.abc import Iterator

from appsec.facts.android import AndroidApp, ComponentKind
from appsec.facts.app import Known
from appsec.facts.sharing import Shortcut
from appsec.model.outcome import Location
from appsec.readers.apk.attributes import Attr
from appsec.readers.apk.axml import Element
from appsec.readers.apk.files import AppFiles
from appsec.readers.apk.settings import Settings
from appsec.readers.apk.xml_files import XmlFiles

SHORTCUTS = "android.app.shortcuts"
_ACTIVITIES = (ComponentKind.ACTIVITY, ComponentKind.ACTIVITY_ALIAS)


def read_shortcuts(files: AppFiles, app: AndroidApp) -> Known[tuple[Shortcut, ...]]:
    """Those of every activity that has such meta-data."""
    look = XmlFiles("shortcuts", files)
    found: list[Shortcut] = []
    for part, element, _ in look.declaring(app.manifest, *_ACTIVITIES):
        for file, root in look.named(part, element, SHORTCUTS):
            settings = Settings("shortcuts", file, files.resources, look.gaps)
            found += _shortcuts(settings, root)
    return Known(tuple(found), tuple(look.gaps))


def _shortcuts(settings: Settings, root: Element) -> Iterator[Shortcut]:
    for number, element in enumerate(root.all("shortcut"), 1):
        member = f"shortcut[{number}]"
        intents = list(element.all("intent"))
        components = (settings.text(i, member, Attr.TARGET_CLASS) for i in intents)
        links = (settings.text(i, member, Attr.DATA) for i in intents)
        yield Shortcut(
            id=settings.hint(element, Attr.SHORTCUT_ID),
            components=tuple(name for name in components if name),
            links=tuple(link for link in links if link),
            at=Location(settings.file, member),
        )
