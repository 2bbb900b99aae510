"""Apps of several APKs or modules, put together from hand-written parts."""

from collections.abc import Mapping

from appsec.facts.android import AndroidApp
from appsec.model.outcome import Gap
from appsec.readers.aab.bundle import open_bundle
from appsec.readers.apk.apk_set import open_apk_set
from appsec.readers.archive import Archive
from appsec.readers.opened import Opened
from tests.apks import Silent, pack_zip
from tests.axml_builder import E, axml, el
from tests.proto_builder import proto_xml, put

CONFIG = {"BundleConfig.pb": put(1, put(2, "1.15.6"))}


def base(*children: E, **attributes: object) -> E:
    """A base manifest; children named `application` and so on stand in it as they are."""
    return _manifest(children, attributes)


def split(name: str, *children: E, **attributes: object) -> E:
    return _manifest(children, {"split": name} | attributes)


def _manifest(children: tuple[E, ...], attributes: Mapping[str, object]) -> E:
    given = {"package": "tw.example.app", "versionCode": 7} | attributes
    inner = children or (el("application"),)
    sdk = el("uses-sdk", minSdkVersion=24, targetSdkVersion=34)
    kept = {name: value for name, value in given.items() if value is not None}
    return el("manifest", sdk, *inner, **kept)  # type: ignore[arg-type]


def apk(root: E | bytes, files: Mapping[str, bytes] | None = None) -> bytes:
    """With a file of a single byte, unless other files are given: a split must hold something."""
    data = root if isinstance(root, bytes) else axml(root)
    rest = {"assets/x": b"x"} if files is None else files
    return pack_zip({"AndroidManifest.xml": data, **rest})


def opened_set(files: Mapping[str, bytes], kind: str = "apks") -> Opened:
    return open_apk_set(Archive.from_bytes(pack_zip(files)), kind, Silent(), {})


def opened_bundle(files: Mapping[str, bytes | E]) -> Opened:
    parts = {n: p if isinstance(p, bytes) else proto_xml(p) for n, p in (CONFIG | files).items()}
    return open_bundle(Archive.from_bytes(pack_zip(parts)), Silent(), {})


def app_of(found: Opened) -> AndroidApp:
    assert isinstance(found.app, AndroidApp)
    return found.app


def gaps_of(found: Opened) -> tuple[Gap, ...]:
    """Of the manifest, which must be there."""
    assert app_of(found).manifest
    return found.app.gaps_of("manifest")


def keys_of(found: Opened) -> list[tuple[str, str]]:
    """Key and file of each gap of the manifest."""
    return [(gap.key, gap.values["file"]) for gap in gaps_of(found)]
