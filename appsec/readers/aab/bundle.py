"""Opens an Android App Bundle: each module is a part of the app, the base module first."""

import re
from collections.abc import Iterator, Mapping

from appsec.facts.app import FactUnavailable, Journal, Reader
from appsec.model.frozen import slotted
from appsec.model.outcome import Cause, Gap
from appsec.readers.aab.table import parse_proto_table
from appsec.readers.aab.wire import Wire
from appsec.readers.aab.xml import parse_proto_xml
from appsec.readers.apk.axml import Element
from appsec.readers.apk.files import MANIFEST, ApkFiles, AppFiles, kind_of
from appsec.readers.apk.package import need_manifest, open_app
from appsec.readers.apk.resources import TABLE, Table
from appsec.readers.apk.xml_shape import BadShape
from appsec.readers.archive import Archive, Refusal
from appsec.readers.opened import Opened, Unreadable

CONFIG = "BundleConfig.pb"
BASE = "base"
_TABLE = "resources.pb"
_ROOT = "root/"
_MAX_CONFIG = 1 << 20
_BUNDLETOOL, _VERSION, _TYPE = 1, 2, 8
_REGULAR = 0
_IN_MODULE = re.compile(r"([^/]+)/(?:manifest|dex|lib|res|assets|root|resources\.pb)(?:/|\Z)")
_NO_MODULES = ("META-INF", "BUNDLE-METADATA")
_UNSURE_NAMES = (Refusal.BAD_NAME, Refusal.PATH_TRAVERSAL, Refusal.TWO_NAMES)


@slotted
class ModuleFiles(ApkFiles):
    """One module. Its XML and its table are protobuf; its other files are those of an APK."""

    def entry(self, name: str) -> str:
        if name == MANIFEST:
            return f"{self.module}/manifest/{name}"
        return f"{self.module}/{_TABLE if name == TABLE else name}"

    def in_apk(self, entry: str) -> str:
        return entry[len(self.module) + 1 :] if self.owns(entry) else ""

    def owns(self, entry: str) -> bool:
        return entry.startswith(f"{self.module}/")

    def inside(self) -> Iterator[tuple[str, str]]:
        owned = (entry for entry in self.archive.names if self.owns(entry))
        return ((entry, _in_module(entry).removeprefix(_ROOT)) for entry in owned)

    def kind(self, entry: str) -> str:
        return kind_of(entry if entry.startswith("META-INF/") else _in_module(entry))

    def parse_xml(self, data: bytes) -> Element:
        return parse_proto_xml(data)

    def parse_table(self, data: bytes) -> Table:
        return parse_proto_table(data)


def open_bundle(archive: Archive, journal: Journal, instead: Mapping[str, Reader]) -> Opened:
    """The app in a bundle. Raises Unreadable if it has no base module that can be read."""
    names = {*archive.names, *archive.refused}
    modules = sorted({found[1] for name in names if (found := _IN_MODULE.match(name))})
    base = ModuleFiles(archive, module=BASE)
    need_manifest(base)
    features = tuple(
        ModuleFiles(archive, module=module, read=base.read, refused=base.refused)
        for module in modules
        if module not in (BASE, *_NO_MODULES)
    )
    lost = (*_config_gaps(base), *_unsure(archive))
    return open_app(AppFiles("aab", base, features, lost=lost), journal, instead)


def _config_gaps(base: ModuleFiles) -> Iterator[Gap]:
    """Of BundleConfig.pb, without which bundletool takes no bundle."""
    files = ApkFiles(base.archive, read=base.read, refused=base.refused)
    try:
        config = Wire().message(files.content(CONFIG, _MAX_CONFIG))
        tool, kind = config.message(_BUNDLETOOL), config.integer(_TYPE)
        if tool is None or not tool.text(_VERSION):
            raise BadShape("no version of bundletool")
    except FactUnavailable as reason:
        yield Gap("manifest", reason.cause, reason.key, reason.values)
    except BadShape as error:
        yield Gap("manifest", Cause.LOST, "malformed-index", {"file": CONFIG, "why": str(error)})
    else:
        if kind != _REGULAR:
            raise Unreadable("no-app-in-bundle")


def _unsure(archive: Archive) -> Iterator[Gap]:
    """Entries of which another program could see another name: that of a module, perhaps."""
    for name, refusal in archive.refused.items():
        if refusal in _UNSURE_NAMES:
            values = {"file": name, "refusal": refusal.value}
            yield Gap("manifest", Cause.LOST, "refused-file", values)


def _in_module(entry: str) -> str:
    """The name that an entry has in an APK."""
    _, _, name = entry.partition("/")
    return TABLE if name == _TABLE else name
