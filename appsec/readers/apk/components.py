"""Declared components with the settings that the platform gives them."""

from collections.abc import Iterator, Mapping

from appsec.facts.android import Component, ComponentKind, FilterData, IntentFilter
from appsec.model.frozen import frozen
from appsec.model.outcome import Location
from appsec.readers.apk.attributes import Attr
from appsec.readers.apk.axml import Element
from appsec.readers.apk.files import malformed
from appsec.readers.apk.settings import Settings

_LAST_EXPORTING_PROVIDERS = 16
"""The last targetSdk for which a provider is exported unless it says otherwise."""

_PATHS = (
    Attr.PATH,
    Attr.PATH_PREFIX,
    Attr.PATH_PATTERN,
    Attr.PATH_ADVANCED_PATTERN,
    Attr.PATH_SUFFIX,
)


@frozen
class Scope:
    """What components take from the manifest around them."""

    settings: Settings
    package: str
    target_sdk: int
    permission: str | None
    task_affinity: str | None = None

    def components(self, application: Element) -> Iterator[Component]:
        """In the manifest's order."""
        for element in application.all(*ComponentKind):
            yield self._component(element, ComponentKind(element.tag))

    def class_name(self, name: str) -> str:
        """The full name of a class of the app."""
        return class_name(self.package, name)

    def _component(self, element: Element, kind: ComponentKind) -> Component:
        settings = self.settings
        written = settings.text(element, f"a nameless {kind}", Attr.NAME)
        if not written:
            raise malformed(settings.file, f"{kind} without a name")
        name = self.class_name(written)
        at = Location(settings.file, f"{kind} {name}")
        filters = tuple(self._filter(f, at.member) for f in element.all("intent-filter"))
        by_default = element.get(Attr.EXPORTED) is None
        if kind is ComponentKind.PROVIDER:
            default = self.target_sdk <= _LAST_EXPORTING_PROVIDERS
        else:
            # Since targetSdk 31 a filter without `exported` prevents installing; where it does
            # not (the build was never tried there), the older rule holds.
            default = bool(filters)
        read, write, permission = self._permissions(element, kind, at.member)
        target = settings.hint(element, Attr.TARGET_ACTIVITY)
        return Component(
            kind=kind,
            name=name,
            exported=settings.boolean(element, at.member, Attr.EXPORTED, default, weak=True),
            at=at,
            exported_by_default=by_default,
            permission=permission,
            read_permission=read,
            write_permission=write,
            grants_uris=any(element.all("grant-uri-permission"))
            or settings.boolean(
                element, at.member, Attr.GRANT_URI_PERMISSIONS, default=False, weak=True
            ),
            authorities=self._authorities(element),
            filters=filters,
            meta_data=meta_data(settings, element),
            enabled=settings.boolean(element, at.member, Attr.ENABLED, default=True, weak=True),
            target=self.class_name(target) if target else "",
            task_affinity=affinity(settings, element, self.task_affinity),
            reparents=settings.hint(element, Attr.ALLOW_TASK_REPARENTING) == "true",
        )

    def _permissions(
        self, element: Element, kind: ComponentKind, member: str
    ) -> tuple[str, str, str]:
        """Read, write, and all access. An empty permission lifts that of the application."""
        own = self.settings.text(element, member, Attr.PERMISSION)
        # An alias guards itself only: it is a way around the permission of its target.
        inherited = None if kind is ComponentKind.ACTIVITY_ALIAS else self.permission
        everything = (own if own is not None else inherited) or ""
        if kind is not ComponentKind.PROVIDER:
            return "", "", everything
        read = self.settings.text(element, member, Attr.READ_PERMISSION)
        write = self.settings.text(element, member, Attr.WRITE_PERMISSION)
        return (
            everything if read is None else read,
            everything if write is None else write,
            everything,
        )

    def _authorities(self, element: Element) -> tuple[str, ...]:
        text = self.settings.hint(element, Attr.AUTHORITIES)
        return tuple(part for part in text.split(";") if part)

    def _filter(self, element: Element, member: str) -> IntentFilter:
        return IntentFilter(
            actions=self._names(element, "action", member),
            categories=self._names(element, "category", member),
            data=tuple(self._data(data, member) for data in element.all("data")),
            auto_verify=self.settings.boolean(
                element, member, Attr.AUTO_VERIFY, default=False, weak=False
            ),
        )

    def _names(self, element: Element, tag: str, member: str) -> tuple[str, ...]:
        names = (self.settings.text(child, member, Attr.NAME) for child in element.all(tag))
        return tuple(name for name in names if name)

    def _data(self, element: Element, member: str) -> FilterData:
        paths = (self.settings.hint(element, attr) for attr in _PATHS)
        return FilterData(
            scheme=self.settings.text(element, member, Attr.SCHEME) or "",
            host=self.settings.text(element, member, Attr.HOST) or "",
            port=self.settings.hint(element, Attr.PORT),
            path=next((path for path in paths if path), ""),
            mime_type=self.settings.hint(element, Attr.MIME_TYPE),
        )


def affinity(settings: Settings, element: Element, default: str | None) -> str | None:
    """The task that a component, or those of an application, belong to if somebody wrote it."""
    if element.get(Attr.TASK_AFFINITY) is None:
        return default
    return settings.hint(element, Attr.TASK_AFFINITY)


def class_name(package: str, name: str) -> str:
    """The full name of a class of that package; the platform's rule."""
    if name.startswith("."):
        return package + name
    return name if "." in name else f"{package}.{name}"


def meta_data(settings: Settings, element: Element) -> Mapping[str, str] | None:
    """Values by name, references resolved (a `resource` to its file); None without any.

    A value that has no plain text, such as an array or a resource of the platform, is empty; so
    is one that depends on the device's configuration.
    """
    found = {
        name: settings.sole_hint(child, Attr.VALUE) or settings.hint(child, Attr.RESOURCE)
        for child in element.all("meta-data")
        if (name := settings.sole_hint(child, Attr.NAME))
    }
    return found or None
