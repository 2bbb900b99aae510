"""AndroidManifest.xml as the platform understands it, defaults filled in."""

from collections.abc import Iterator

from appsec.facts.android import DeclaredPermission, Manifest, UsesPermission
from appsec.facts.app import FactUnavailable, Known
from appsec.model.outcome import Cause, Location
from appsec.readers.apk.attributes import Attr
from appsec.readers.apk.axml import Element
from appsec.readers.apk.components import Scope, meta_data
from appsec.readers.apk.files import MANIFEST, ApkFiles, malformed
from appsec.readers.apk.protection import protection_of
from appsec.readers.apk.sdk import sdk_range
from appsec.readers.apk.settings import Settings

CLEARTEXT_OFF_SINCE = 28
"""The targetSdk from which nothing goes unencrypted unless the app asks for it."""

AT_APPLICATION = Location(MANIFEST, "application")
_USES_PERMISSION = ("uses-permission", "uses-permission-sdk-23", "uses-permission-sdk-m")
_SPLITS_REQUIRED = "com.android.vending.splits.required"


def manifest_settings(files: ApkFiles) -> Settings:
    """For reading the manifest's attributes as part of the fact `manifest`."""
    return Settings("manifest", MANIFEST, files.resources)


def application_of(root: Element) -> Element:
    """The application element that the platform takes. Raises FactUnavailable without one."""
    application = next(root.all("application"), None)
    if application is None:
        raise _ambiguous("application", 0)
    return application


def read_manifest(files: ApkFiles) -> Known[Manifest]:
    """The manifest, with a gap for whatever of it cannot be told."""
    root = files.xml(MANIFEST)
    if root.tag != "manifest":
        raise malformed(MANIFEST, f"root element {root.tag}")
    settings = manifest_settings(files)
    application = application_of(root)
    if (count := len(list(root.all("application")))) > 1:
        settings.lose("ambiguous-manifest", _counted("application", count))
    package = root.plain_text("package")
    if not package:
        raise malformed(MANIFEST, "no package name")
    _check_order(root)
    min_sdk, target_sdk = sdk_range(settings, next(root.all("uses-sdk"), None))
    scope = Scope(
        settings,
        package,
        target_sdk,
        settings.text(application, "application", Attr.PERMISSION),
    )
    _check_splits(settings, root, application)
    found = _manifest(settings, scope, root, application, min_sdk)
    return Known(found, tuple(settings.gaps))


def _manifest(
    settings: Settings, scope: Scope, root: Element, application: Element, min_sdk: int
) -> Manifest:
    def flag(attr: Attr, default: bool, weak: bool = True) -> bool:
        return settings.boolean(application, "application", attr, default, weak)

    def text(attr: Attr, element: Element = application) -> str:
        return settings.text(element, element.tag, attr) or ""

    name = settings.hint(application, Attr.NAME)
    return Manifest(
        package=scope.package,
        version_name=settings.hint(root, Attr.VERSION_NAME),
        version_code=_version_code(settings, root),
        min_sdk=min_sdk,
        target_sdk=scope.target_sdk,
        at=AT_APPLICATION,
        debuggable=flag(Attr.DEBUGGABLE, default=False),
        test_only=flag(Attr.TEST_ONLY, default=False),
        allow_backup=flag(Attr.ALLOW_BACKUP, default=True),
        has_backup_agent=bool(text(Attr.BACKUP_AGENT)),
        uses_cleartext=flag(
            Attr.USES_CLEARTEXT_TRAFFIC, default=scope.target_sdk < CLEARTEXT_OFF_SINCE
        ),
        shared_user_id=text(Attr.SHARED_USER_ID, root),
        application=scope.class_name(name) if name else "",
        network_security_config=file_of(settings, application, Attr.NETWORK_SECURITY_CONFIG),
        full_backup_content=file_of(settings, application, Attr.FULL_BACKUP_CONTENT),
        data_extraction_rules=file_of(settings, application, Attr.DATA_EXTRACTION_RULES),
        permissions=tuple(_declared(settings, root)),
        uses_permissions=tuple(_used(settings, root)),
        components=tuple(scope.components(application)),
        meta_data=meta_data(settings, application),
        queries=tuple(_queries(settings, root)),
        instruments=tuple(_instruments(settings, root)),
    )


def file_of(settings: Settings, application: Element, attr: Attr) -> str:
    """The file that an attribute refers to, or empty: the platform ignores all but references.

    A reference that leads nowhere is given as it stands, and will not be found as a file.
    """
    value = application.get(attr)
    if value is None or not value.is_reference:
        return ""
    return settings.text(application, "application", attr) or ""


def _version_code(settings: Settings, root: Element) -> str:
    code = settings.hint_number(root, Attr.VERSION_CODE) or 0
    major = settings.hint_number(root, Attr.VERSION_CODE_MAJOR) or 0
    return str(major << 32 | code & 0xFFFFFFFF)


def _check_order(root: Element) -> None:
    """The platform reads from top to bottom: a targetSdk that comes late is 0 until then."""
    tags = [child.tag for child in root.children]
    if (count := tags.count("uses-sdk")) > 1:
        raise _ambiguous("uses-sdk", count)
    if count and tags.index("uses-sdk") > tags.index("application"):
        raise malformed(MANIFEST, "uses-sdk after application")


def _check_splits(settings: Settings, root: Element, application: Element) -> None:
    """A base that needs splits is only a part of the app."""
    needed = settings.text(root, "manifest", Attr.REQUIRED_SPLIT_TYPES) or ""
    required = (
        settings.boolean(root, "manifest", Attr.IS_SPLIT_REQUIRED, default=False, weak=True)
        or settings.boolean(
            application, "application", Attr.IS_SPLIT_REQUIRED, default=False, weak=True
        )
        or any(
            settings.sole_hint(child, Attr.NAME) == _SPLITS_REQUIRED
            and settings.boolean(child, "application", Attr.VALUE, default=False, weak=True)
            for child in application.all("meta-data")
        )
    )
    if required or needed:
        settings.lose("splits-missing", {"types": needed})


def _declared(settings: Settings, root: Element) -> Iterator[DeclaredPermission]:
    for element in root.all("permission"):
        if name := settings.text(element, "permission", Attr.NAME):
            at = Location(MANIFEST, f"permission {name}")
            protection, flags = protection_of(settings, element, at.member)
            yield DeclaredPermission(name, protection, at, flags)


def _used(settings: Settings, root: Element) -> Iterator[UsesPermission]:
    for element in root.all(*_USES_PERMISSION):
        if name := settings.text(element, element.tag, Attr.NAME):
            at = Location(MANIFEST, f"{element.tag} {name}")
            last = settings.hint_number(element, Attr.MAX_SDK_VERSION)
            yield UsesPermission(name, at, last)


def _queries(settings: Settings, root: Element) -> Iterator[str]:
    for queries in root.all("queries"):
        for element in queries.all("package"):
            if name := settings.hint(element, Attr.NAME):
                yield name


def _instruments(settings: Settings, root: Element) -> Iterator[str]:
    for element in root.all("instrumentation"):
        if target := settings.text(element, "instrumentation", Attr.TARGET_PACKAGE):
            yield target


def _counted(tag: str, count: int) -> dict[str, str]:
    return {"element": tag, "count": str(count)}


def _ambiguous(tag: str, count: int) -> FactUnavailable:
    return FactUnavailable(
        Cause.LOST, "ambiguous-manifest", {"file": MANIFEST, **_counted(tag, count)}
    )
