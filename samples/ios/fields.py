"""The screens of the interface samples: a login and a delivery form, in both forms of a nib."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from samples.ios.nib import Ref, Thing, Value, keyed_archive, nib_archive

_NO, _PHONE_PAD = 1, 5
_LOGIN = "Base.lproj/Main.storyboardc/Log-in-01-view-Log-in-02.nib"
_DELIVERY = "DeliveryView.nib"
_LAUNCH = "Base.lproj/LaunchScreen.storyboardc/01J-lp-oVM-view-Ze5-6b-2t3.nib"


@dataclass(frozen=True, slots=True)
class _Field:
    """A place to type: the outlet, and what the designer set."""

    outlet: str
    placeholder: str
    secure: bool = False
    quiet: bool = False
    keyboard: int = 0
    content: str = ""
    kind: str = "UITextField"
    custom: str = ""

    @property
    def thing(self) -> Thing:
        """The object; as in real files, what is as by default is left out."""
        values: dict[str, Value] = {"UIOpaque": True, "UIPlaceholder": self.placeholder}
        if self.custom:
            values |= {"UIClassName": self.custom, "UIOriginalClassName": self.kind}
        if self.quiet:
            values |= {"UIAutocorrectionType": _NO, "UISpellCheckingType": _NO}
        if self.secure:
            values["UISecureTextEntry"] = True
        if self.keyboard:
            values["UIKeyboardType"] = self.keyboard
        if self.content:
            values["UITextContentType"] = self.content
        return Thing("UIClassSwapper" if self.custom else self.kind, values)


def _screen(*fields: _Field) -> Sequence[Thing]:
    """The file's owner, the fields, and the connections by which code knows them."""
    owner = Thing("UIProxyObject", {"UIProxiedObjectIdentifier": "IBFilesOwner"})
    label = Thing("UILabel", {"UIText": "智取櫃"})
    connections = [
        Thing(
            "UIRuntimeOutletConnection",
            {"UILabel": field.outlet, "UISource": Ref(0), "UIDestination": Ref(2 + number)},
        )
        for number, field in enumerate(fields)
    ]
    return [owner, label, *(field.thing for field in fields), *connections]


_PASSWORD = _Field("passwordField", "請輸入密碼", content="password")
_ACCOUNT = _Field("accountField", "電子郵件或帳號", custom="LockerTextField")
_NATIONAL_ID = _Field("idNumberField", "身分證字號")
_NAME = _Field("receiverName", "收件人姓名")
# Normal cases, the same in both: digits only, and texts that are not sensitive.
_MOBILE = _Field("phoneField", "手機號碼", keyboard=_PHONE_PAD)
_SEARCH = _Field("searchBar", "搜尋智取櫃地址", kind="UISearchBar")
_NOTE = _Field("noteView", "", kind="UITextView")


def _files(login: Sequence[_Field], delivery: Sequence[_Field]) -> dict[str, bytes]:
    return {
        _LAUNCH: nib_archive(_screen()),
        _LOGIN: nib_archive(_screen(*login)),
        _DELIVERY: keyed_archive(_screen(*delivery)),
    }


WEAK_SCREENS = _files(
    (_ACCOUNT, _PASSWORD, _SEARCH),
    (_NAME, _NATIONAL_ID, _MOBILE, _NOTE),
)
FIXED_SCREENS = _files(
    (replace(_ACCOUNT, quiet=True), replace(_PASSWORD, secure=True), _SEARCH),
    (replace(_NAME, quiet=True), replace(_NATIONAL_ID, quiet=True), _MOBILE, _NOTE),
)
