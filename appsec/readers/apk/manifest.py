"""AndroidManifest.xml as the platform understands it, defaults filled in."""

from appsec.facts.android import Manifest
from appsec.facts.app import FactUnavailable, Known
from appsec.model.outcome import Cause, Location
from appsec.readers.apk.attributes import Attr
from appsec.readers.apk.axml import Element
from appsec.readers.apk.components import Scope, affinity
from appsec.readers.apk.declared import Declared, declared_in, version_code
from appsec.readers.apk.files import MANIFEST, ApkFiles, AppFiles, malformed
from appsec.readers.apk.sdk import sdk_range
from appsec.readers.apk.settings import MAX_GAPS, Settings
from appsec.readers.apk.splits import Splits

CLEARTEXT_OFF_SINCE = 28
"""The targetSdk from which nothing goes unencrypted unless the app asks for it."""


def manifest_settings(files: AppFiles) -> Settings:
    """For reading the base manifest's attributes as part of the fact `manifest`."""
    return Settings("manifest", files.base.where(MANIFEST), files.resources)


def application_of(base: ApkFiles) -> Element:
    """The application element that the platform takes. Raises FactUnavailable without one."""
    application = next(base.xml(MANIFEST).all("application"), None)
    if application is None:
        raise _ambiguous(base.where(MANIFEST), "application", 0)
    return application


def read_manifest(files: AppFiles) -> Known[Manifest]:
    """The manifest, with a gap for whatever of it or of its splits cannot be told."""
    root = files.base.xml(MANIFEST)
    settings = manifest_settings(files)
    if root.tag != "manifest":
        raise malformed(settings.file, f"root element {root.tag}")
    application = application_of(files.base)
    if (count := len(list(root.all("application")))) > 1:
        settings.lose("ambiguous-manifest", _counted("application", count))
    package = root.plain_text("package")
    if not package:
        raise malformed(settings.file, "no package name")
    _check_order(settings.file, root)
    min_sdk, target_sdk = sdk_range(settings, next(root.all("uses-sdk"), None))
    scope = Scope(
        settings,
        package,
        target_sdk,
        settings.text(application, "application", Attr.PERMISSION),
        affinity(settings, application, None),
    )
    declared = Splits(files, scope).merged(root, declared_in(scope, root, application))
    found = _manifest(scope, root, application, min_sdk, declared)
    return Known(found, (*files.lost[:MAX_GAPS], *settings.gaps))


def _manifest(
    scope: Scope, root: Element, application: Element, min_sdk: int, declared: Declared
) -> Manifest:
    settings = scope.settings

    def flag(attr: Attr, default: bool, weak: bool = True) -> bool:
        return settings.boolean(application, "application", attr, default, weak)

    def text(attr: Attr, element: Element = application) -> str:
        return settings.text(element, element.tag, attr) or ""

    name = settings.hint(application, Attr.NAME)
    return Manifest(
        package=scope.package,
        version_name=settings.hint(root, Attr.VERSION_NAME),
        version_code=version_code(settings, root),
        min_sdk=min_sdk,
        target_sdk=scope.target_sdk,
        at=Location(settings.file, "application"),
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
        permissions=declared.permissions,
        uses_permissions=declared.uses_permissions,
        components=declared.components,
        meta_data=declared.meta_data or None,
        queries=declared.queries,
        instruments=declared.instruments,
    )


def file_of(settings: Settings, application: Element, attr: Attr) -> str:
    """The file that an attribute refers to, or empty: the platform ignores all but references.

    A reference that leads nowhere is given as it stands, and will not be found as a file.
    """
    value = application.get(attr)
    if value is None or not value.is_reference:
        return ""
    return settings.text(application, "application", attr) or ""


def _check_order(file: str, root: Element) -> None:
    """The platform reads from top to bottom: a targetSdk that comes late is 0 until then."""
    tags = [child.tag for child in root.children]
    if (count := tags.count("uses-sdk")) > 1:
        raise _ambiguous(file, "uses-sdk", count)
    if count and tags.index("uses-sdk") > tags.index("application"):
        raise malformed(file, "uses-sdk after application")


def _counted(tag: str, count: int) -> dict[str, str]:
    return {"element": tag, "count": str(count)}


def _ambiguous(file: str, tag: str, count: int) -> FactUnavailable:
    return FactUnavailable(Cause.LOST, "ambiguous-manifest", {"file": file, **_counted(tag, count)})
