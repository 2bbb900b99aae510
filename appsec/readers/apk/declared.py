"""What a manifest declares, that of a base and that of a split alike."""

from collections.abc import Iterator, Mapping
from dataclasses import field

from appsec.facts.android import Component, DeclaredPermission, UsesPermission
from appsec.model.frozen import frozen
from appsec.model.outcome import Location
from appsec.readers.apk.attributes import Attr
from appsec.readers.apk.axml import Element
from appsec.readers.apk.components import Scope, meta_data
from appsec.readers.apk.protection import protection_of
from appsec.readers.apk.settings import Settings

_USES_PERMISSION = ("uses-permission", "uses-permission-sdk-23", "uses-permission-sdk-m")


@frozen
class Declared:
    """In the order of the manifest."""

    permissions: tuple[DeclaredPermission, ...] = ()
    uses_permissions: tuple[UsesPermission, ...] = ()
    components: tuple[Component, ...] = ()
    meta_data: Mapping[str, str] = field(default_factory=dict)
    queries: tuple[str, ...] = ()
    instruments: tuple[str, ...] = ()


def declared_in(scope: Scope, root: Element, application: Element | None) -> Declared:
    """What stands in one manifest; a split may do without an application."""
    settings = scope.settings
    about_app = meta_data(settings, application) if application else None
    return Declared(
        permissions=tuple(_declared(settings, root)),
        uses_permissions=tuple(_used(settings, root)),
        components=tuple(scope.components(application)) if application else (),
        meta_data=about_app or {},
        queries=tuple(_queries(settings, root)),
        instruments=tuple(_instruments(settings, root)),
    )


def version_code(settings: Settings, root: Element) -> str:
    """The long version code; 0 where it cannot be told."""
    code = settings.hint_number(root, Attr.VERSION_CODE) or 0
    major = settings.hint_number(root, Attr.VERSION_CODE_MAJOR) or 0
    return str(major << 32 | code & 0xFFFFFFFF)


def _declared(settings: Settings, root: Element) -> Iterator[DeclaredPermission]:
    for element in root.all("permission"):
        if name := settings.text(element, "permission", Attr.NAME):
            at = Location(settings.file, f"permission {name}")
            protection, flags = protection_of(settings, element, at.member)
            yield DeclaredPermission(name, protection, at, flags)


def _used(settings: Settings, root: Element) -> Iterator[UsesPermission]:
    for element in root.all(*_USES_PERMISSION):
        if name := settings.text(element, element.tag, Attr.NAME):
            at = Location(settings.file, f"{element.tag} {name}")
            last = settings.hint_number(element, Attr.MAX_SDK_VERSION)
            yield UsesPermission(name, at, last)


def _queries(settings: Settings, root: Element) -> Iterator[str]:
    """Packages by their names; the actions of intents, and authorities, with a word before them."""
    for queries in root.all("queries"):
        for element in queries.all("package"):
            if name := settings.hint(element, Attr.NAME):
                yield name
        for intent in queries.all("intent"):
            for action in intent.all("action"):
                if name := settings.hint(action, Attr.NAME):
                    yield f"intent {name}"
        for provider in queries.all("provider"):
            if names := settings.hint(provider, Attr.AUTHORITIES):
                yield from (f"provider {name}" for name in names.split(";") if name)


def _instruments(settings: Settings, root: Element) -> Iterator[str]:
    for element in root.all("instrumentation"):
        if target := settings.text(element, "instrumentation", Attr.TARGET_PACKAGE):
            yield target
