"""Base and splits as one app: what the splits add, and whether they belong together.

Android takes from a split what stands in its application element; whoever builds splits repeats
the rest in the base. What stands in a split alone is therefore counted, but not relied on.
"""

from collections.abc import Iterable, Iterator
from dataclasses import field, replace
from typing import TypeVar

from appsec.facts.android import Component, DeclaredPermission, UsesPermission
from appsec.facts.app import FactUnavailable
from appsec.model.frozen import frozen, slotted
from appsec.model.outcome import Location
from appsec.readers.apk.attributes import Attr
from appsec.readers.apk.axml import Element
from appsec.readers.apk.components import Scope
from appsec.readers.apk.declared import Declared, declared_in, version_code
from appsec.readers.apk.files import MANIFEST, ApkFiles, AppFiles
from appsec.readers.apk.settings import Settings

_REQUIRED = "com.android.vending.splits.required"
_NOWHERE = Location("")

Placed = TypeVar("Placed", Component, DeclaredPermission, UsesPermission)


@frozen
class _Part:
    """The base or one split, and its manifest."""

    name: str
    settings: Settings
    root: Element
    in_bundle: bool

    def text(self, attr: Attr) -> str:
        return self.settings.text(self.root, "manifest", attr) or ""

    @property
    def application(self) -> Element | None:
        return next(self.root.all("application"), None)


@slotted
class Splits:
    """The splits of one app; `scope` is that of its base, which also collects the gaps."""

    files: AppFiles
    scope: Scope
    _names: set[str] = field(default_factory=set)

    def merged(self, root: Element, declared: Declared) -> Declared:
        """What base and splits declare together."""
        files = self.files
        base = _Part("", self.scope.settings, root, bool(files.base.module))
        splits = list(self._splits())
        for split in splits:
            self._check(base, split)
            added = declared_in(
                replace(self.scope, settings=split.settings), split.root, split.application
            )
            declared = self._add(declared, added, split)
        self._check_needs(base, splits)
        return declared

    def _splits(self) -> Iterator[_Part]:
        for files in self.files.splits:
            settings = replace(self.scope.settings, file=files.where(MANIFEST))
            try:
                root = files.xml(MANIFEST)
            except FactUnavailable as reason:
                settings.lose(reason.key, reason.values)
                continue
            _check_content(files, settings)
            if root.tag == "manifest":
                yield _Part(_name(files, root), settings, root, bool(files.module))
            else:
                settings.lose("malformed-xml", {"why": f"root element {root.tag}"})

    def _check(self, base: _Part, split: _Part) -> None:
        """The installer refuses a set in which these disagree."""
        settings = split.settings
        if not split.name or split.name in self._names:
            settings.lose("split-twice", {"split": split.name})
        self._names.add(split.name)
        if split.root.plain_text("package") != self.scope.package:
            settings.lose("splits-disagree", {"what": "package"})
        silent = split.in_bundle and split.root.get(Attr.VERSION_CODE) is None
        if not silent and version_code(settings, split.root) != version_code(
            base.settings, base.root
        ):
            settings.lose("splits-disagree", {"what": Attr.VERSION_CODE.word})
        if (count := len(list(split.root.all("application")))) > 1:
            settings.lose("ambiguous-manifest", {"element": "application", "count": str(count)})

    def _check_needs(self, base: _Part, splits: list[_Part]) -> None:
        """Whether every split that another one asks for is there."""
        parts = (base, *splits)
        offered = {one for part in parts for one in _listed(part.text(Attr.SPLIT_TYPES))}
        for part in parts:
            needed = set(_listed(part.text(Attr.REQUIRED_SPLIT_TYPES))) - offered
            if needed or (part is base and not splits and _requires(base)):
                part.settings.lose("splits-missing", {"types": ", ".join(sorted(needed))})
            wanted = [
                part.settings.text(element, "uses-split", Attr.NAME)
                for element in part.root.all("uses-split")
            ]
            for name in (*wanted, part.root.plain_text("configForSplit")):
                if name and name not in self._names:
                    part.settings.lose("split-missing", {"split": name})

    def _add(self, declared: Declared, added: Declared, split: _Part) -> Declared:
        permissions = _joined(declared.permissions, added.permissions)
        if extra := permissions[len(declared.permissions) :]:
            split.settings.lose("splits-disagree", {"what": extra[0].at.member})
        return Declared(
            permissions=permissions,
            uses_permissions=_joined(declared.uses_permissions, added.uses_permissions),
            components=_joined(declared.components, added.components),
            meta_data={**added.meta_data, **declared.meta_data},
            queries=tuple(dict.fromkeys((*declared.queries, *added.queries))),
            instruments=tuple(dict.fromkeys((*declared.instruments, *added.instruments))),
        )


def _name(files: ApkFiles, root: Element) -> str:
    return root.plain_text("split") or files.module


def _check_content(files: ApkFiles, settings: Settings) -> None:
    """A split is packed for something: resources, code, libraries or assets."""
    held = (name for name in files.archive.names if not name.endswith("/"))
    rest = (name for name in held if name != MANIFEST and files.kind(name) != "signing")
    if not files.module and not any(rest):
        settings.lose("split-empty", {"file": files.place.rstrip("!")})
    for entry in files.archive.refused:
        if files.owns(entry) and entry.endswith(".dex"):
            refusal = files.archive.refused[entry].value
            settings.lose("refused-file", {"file": files.place + entry, "refusal": refusal})


def _listed(text: str) -> Iterator[str]:
    return (part.strip() for part in text.split(",") if part.strip())


def _requires(base: _Part) -> bool:
    """Whether the base says that it is no app without splits, in one of three ways."""
    settings, application = base.settings, base.application
    if settings.boolean(base.root, "manifest", Attr.IS_SPLIT_REQUIRED, default=False, weak=True):
        return True
    if application is None:
        return False
    return settings.boolean(
        application, "application", Attr.IS_SPLIT_REQUIRED, default=False, weak=True
    ) or any(
        settings.sole_hint(child, Attr.NAME) == _REQUIRED
        and settings.boolean(child, "application", Attr.VALUE, default=False, weak=True)
        for child in application.all("meta-data")
    )


def _joined(first: Iterable[Placed], more: Iterable[Placed]) -> tuple[Placed, ...]:
    """All of them, but what is repeated elsewhere word for word only once."""
    kept = list(first)
    known = {repr(replace(one, at=_NOWHERE)) for one in kept}
    for one in more:
        bare = repr(replace(one, at=_NOWHERE))
        if bare not in known:
            known.add(bare)
            kept.append(one)
    return tuple(kept)
