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
_NEEDED = tuple(name.encode() for name in _KINDS)
_SWAPPER = "UIClassSwapper"
"""Stands in for an object whose class is the app's own."""
_OUTLET = "UIRuntimeOutletConnection"
_MAX_NESTED = 4
_TRAITS = {0: Trait.DEFAULT, 1: Trait.NO, 2: Trait.YES}
_SET_BY_PATH = frozenset(
    ("secureTextEntry", "isSecureTextEntry", "autocorrectionType", "spellCheckingType")
)


def read_interface(contents: Sealed, app: IosApp) -> Known[Interface]:
    """Every interface file of every bundle."""
    kinds = {bundle.path: bundle.kind for bundle in app.bundles}
    files: list[str] = []
    gaps: list[Gap] = []
    inputs: dict[TextInput, None] = {}
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
            inputs |= dict.fromkeys(each.inputs(*_place(name, kinds)))
    return Known(Interface(tuple(files), tuple(inputs)), fold(gaps))


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
        for node in nib.nodes:
            self._note(node)
        self._found = [self._one(number, node) for number, node in enumerate(nib.nodes)]

    def inputs(self, file: str, bundle: str, origin: Origin) -> Iterator[TextInput]:
        """In the order of the file."""
        for each in filter(None, self._found):
            yield replace(each, file=file, bundle=bundle, origin=origin)

    def _note(self, node: Node) -> None:
        """What names an object, and what sets one of its traits by path."""
        target = node.values.get("UIDestination")
        if node.kind == _OUTLET and isinstance(target, Ref):
            label = self._nib.text(node.values.get("UILabel"))
            self._outlets.setdefault(target.number, []).append(label)
        target = node.values.get("UIObject")
        if node.kind == "UINibKeyValuePair" and isinstance(target, Ref):
            path = self._nib.text(node.values.get("UIKeyPath"))
            if path.rpartition(".")[2] in _SET_BY_PATH:
                self._adjusted.add(target.number)

    def _one(self, number: int, node: Node) -> TextInput | None:
        text, values = self._nib.text, node.values
        custom, base = "", node.kind
        if node.kind == _SWAPPER:
            custom, base = text(values.get("UIClassName")), text(values.get("UIOriginalClassName"))
        if base not in _KINDS or values.get("UIEditable") is False:
            return None
        return TextInput(
            kind=_KINDS[base],
            file="",
            bundle="",
            origin=Origin.APP,
            outlets=tuple(sorted(set(self._outlets.get(number, ())))),
            placeholder=text(values.get("UIPlaceholder")) or self._styled(values),
            content=text(values.get("UITextContentType")),
            keyboard=_whole(values.get("UIKeyboardType")),
            secure=bool(_whole(values.get("UISecureTextEntry"))),
            autocorrection=_trait(values.get("UIAutocorrectionType")),
            spell_checking=_trait(values.get("UISpellCheckingType")),
            custom=custom,
            adjusted=number in self._adjusted,
        )

    def _styled(self, values: Mapping[str, Value]) -> str:
        """A placeholder with attributes: its string."""
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
