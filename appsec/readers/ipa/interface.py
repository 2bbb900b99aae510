"""Where text is typed, from compiled interface files (nib, storyboardc)."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from appsec.facts.app import FactUnavailable, Known
from appsec.facts.ios import BundleKind, IosApp
from appsec.facts.ios_interface import InputKind, Interface, TextInput, Trait
from appsec.model.outcome import Cause, Gap, Origin
from appsec.readers.ipa import nib_archive, nib_keyed
from appsec.readers.ipa.contents import fold, gap
from appsec.readers.ipa.layout import owner
from appsec.readers.ipa.nib import MalformedNib, Nib, Node, Ref, Value
from appsec.readers.ipa.sealed import Sealed

_FACT = "interface"
_MAX_NIB = 16 << 20
_KINDS = {
    "UITextField": InputKind.FIELD,
    "UISearchTextField": InputKind.SEARCH,
    "UITextView": InputKind.VIEW,
    "UISearchBar": InputKind.SEARCH,
}
_PAGES = ("WKWebView", "UIWebView")
_NEEDED = tuple(name.encode() for name in (*_KINDS, *_PAGES))
_SWAPPER = "UIClassSwapper"
"""Stands in for an object whose class is the app's own."""
_OUTLETS = ("UIRuntimeOutletConnection", "UIRuntimeOutletCollectionConnection")
_SPOKEN = ("UIAccessibilityLabel", "UIAccessibilityIdentifier", "UIAccessibilityHint")
_SPOKEN_BY_PATH = ("accessibilityLabel", "accessibilityIdentifier", "accessibilityHint")
_MAX_NESTED = 4
_TRAITS = {0: Trait.DEFAULT, 1: Trait.NO, 2: Trait.YES}
_DISABLED = ("UIDisabled", "UIUserInteractionDisabled")
_SET_BY_PATH = frozenset(
    (
        *("secureTextEntry", "isSecureTextEntry", "autocorrectionType", "spellCheckingType"),
        *("keyboardType", "textContentType", "enabled", "isEnabled", "editable", "isEditable"),
        *("userInteractionEnabled", "isUserInteractionEnabled"),
    )
)


def read_interface(contents: Sealed, app: IosApp) -> Known[Interface]:
    """Every interface file of every bundle."""
    kinds = {bundle.path: bundle.kind for bundle in app.bundles}
    files: list[str] = []
    gaps: list[Gap] = []
    inputs: dict[TextInput, None] = {}
    pages: dict[tuple[str, str], None] = {}
    for name in sorted(contents.files):
        if not name.casefold().endswith(".nib"):
            continue
        try:
            found = _parse(contents.read(name, _MAX_NIB, "malformed-nib"), name)
        except FactUnavailable as reason:
            gaps.append(gap(_FACT, reason))
            continue
        files.append(name)
        for each in found:
            place = _place(name, kinds)
            inputs |= dict.fromkeys(each.inputs(*place))
            pages |= dict.fromkeys((place[0], view) for view in each.pages)
    return Known(Interface(tuple(files), tuple(inputs), tuple(pages)), fold(gaps))


def _place(name: str, kinds: Mapping[str, BundleKind]) -> tuple[str, str, Origin]:
    """The interface file, which may be a folder with one file for each range of iOS; its bundle;
    and whose it is: of a framework, or of a folder of resources, it is open whose."""
    folder, _, _ = name.rpartition("/")
    file = folder if folder.casefold().endswith(".nib") else name
    bundle = owner(name, kinds)
    parts = file.removeprefix(f"{bundle}/").casefold().split("/")
    foreign = kinds.get(bundle) is BundleKind.FRAMEWORK or any(
        part.endswith(".bundle") for part in parts
    )
    return file, bundle, Origin.LIBRARY if foreign else Origin.APP


def _parse(data: bytes, name: str) -> "list[_Inputs]":
    try:
        return list(_nibs(data, _MAX_NESTED))
    except MalformedNib as error:
        raise FactUnavailable(Cause.LOST, "malformed-nib", {"file": name}) from error


def _nibs(data: bytes, deeper: int) -> "Iterator[_Inputs]":
    """The file, and those that it holds: of cells that a table makes copies of."""
    if data.startswith(nib_archive.MAGIC):
        nib = nib_archive.parse_archive(data, _NEEDED)
    elif data.startswith(nib_keyed.MAGIC):
        nib = nib_keyed.parse_keyed(data)
    else:
        raise MalformedNib
    yield _Inputs(nib)
    for node in nib.nodes:
        for value in node.values.values():
            if isinstance(value, bytes) and value.startswith(nib_archive.MAGIC):
                if not deeper:
                    raise MalformedNib
                yield from _nibs(value, deeper - 1)


class _Inputs:
    """The places to type in one file, told at once. Raises MalformedNib."""

    def __init__(self, nib: Nib) -> None:
        self._nib = nib
        self._outlets: dict[int, list[str]] = {}
        self._adjusted: set[int] = set()
        self._placeholders: dict[int, str] = {}
        self._labels: dict[int, list[str]] = {}
        for node in nib.nodes:
            self._note(node)
        self.pages = [view for view in map(self._base, nib.nodes) if view in _PAGES]
        self._found = [self._one(number, node) for number, node in enumerate(nib.nodes)]

    def inputs(self, file: str, bundle: str, origin: Origin) -> Iterator[TextInput]:
        """In the order of the file."""
        for each in filter(None, self._found):
            yield replace(each, file=file, bundle=bundle, origin=origin)

    def _note(self, node: Node) -> None:
        """What names an object, and what sets one of its traits by path."""
        values, text = node.values, self._nib.text
        if node.kind in _OUTLETS and (target := values.get("UIDestination")) is not None:
            there = self._nib.follow(target)
            for one in (target, *(there.items if there else ())):
                if isinstance(one, Ref):
                    self._outlets.setdefault(one.number, []).append(text(values.get("UILabel")))
        target = values.get("UIAccessibileObject")  # UIKit's own spelling
        if isinstance(target, Ref):
            self._labels.setdefault(target.number, []).extend(self._spoken(node))
        target = values.get("UIObject")
        if node.kind == "UINibKeyValuePair" and isinstance(target, Ref):
            self._set(target.number, text(values.get("UIKeyPath")), values.get("UIValue"))

    def _set(self, number: int, path: str, value: Value) -> None:
        """A runtime attribute. Apps translate placeholders by attributes of their own."""
        last = path.rpartition(".")[2]
        if last in _SET_BY_PATH:
            self._adjusted.add(number)
        elif last in _SPOKEN_BY_PATH:
            self._labels.setdefault(number, []).append(self._nib.text(value))
        elif "placeholder" in last.casefold() and (text := self._nib.text(value)):
            self._placeholders[number] = text

    def _spoken(self, node: Node) -> list[str]:
        return [text for key in _SPOKEN if (text := self._nib.text(node.values.get(key)))]

    def _base(self, node: Node) -> str:
        """The class; of one of the app's own, the class of UIKit that it is made from."""
        original = node.values.get("UIOriginalClassName")
        return self._nib.text(original) if node.kind == _SWAPPER else node.kind

    def _one(self, number: int, node: Node) -> TextInput | None:
        text, values = self._nib.text, node.values
        custom = text(values.get("UIClassName")) if node.kind == _SWAPPER else ""
        base = self._base(node)
        if base not in _KINDS or values.get("UIEditable") is False:
            return None
        return TextInput(
            kind=_KINDS[base],
            file="",
            bundle="",
            origin=Origin.APP,
            outlets=tuple(sorted(set(self._outlets.get(number, ())))),
            placeholder=self._placeholder(number, values),
            content=text(values.get("UITextContentType")),
            keyboard=_whole(values.get("UIKeyboardType")),
            secure=bool(_whole(values.get("UISecureTextEntry"))),
            autocorrection=_trait(values.get("UIAutocorrectionType")),
            spell_checking=_trait(values.get("UISpellCheckingType")),
            custom=custom,
            adjusted=number in self._adjusted,
            disabled=any(_whole(values.get(key)) for key in _DISABLED),
            labels=(*self._spoken(node), *filter(None, self._labels.get(number, ()))),
        )

    def _placeholder(self, number: int, values: Mapping[str, Value]) -> str:
        """The text, be it plain or of one with attributes; a runtime attribute comes last."""
        plain = self._nib.text(values.get("UIPlaceholder")) or self._styled(values)
        return " / ".join(dict.fromkeys(filter(None, (plain, self._placeholders.get(number)))))

    def _styled(self, values: Mapping[str, Value]) -> str:
        node = self._nib.follow(values.get("UIAttributedPlaceholder"))
        return self._nib.text(node.values.get("NSString")) if node else ""


def _whole(value: Value) -> int:
    """A number or a truth. Raises MalformedNib for anything else that is there."""
    if value is None:
        return 0
    if isinstance(value, int):
        return int(value)
    raise MalformedNib


def _trait(value: Value) -> Trait:
    try:
        return _TRAITS[_whole(value)]
    except KeyError as error:
        raise MalformedNib from error
