"""The texts of the sample assessment: the standard, two chapters of it, and three checks."""

from collections.abc import Mapping

from appsec.model.assessment import (
    ChapterText,
    CheckText,
    ClassText,
    ProfileUsed,
    RequirementText,
)
from appsec.model.text import Lang, Text


def both(zh: str, en: str) -> Text:
    """A text in both languages."""
    return {Lang.ZH_TW: zh, Lang.EN: en}


def _requirement(
    id_: str, clause: str, zh: str, en: str, section: Text, *condition: Text
) -> RequirementText:
    return RequirementText(
        id=id_,
        clause=clause,
        chapter=clause[:5],
        section=clause.rpartition(".")[0],
        section_title=section,
        title=both(zh[:12], en),
        text=both(zh, en),
        needs=both("全部程式碼可讀且無發現。", "All code is readable and nothing is found."),
        fails_if=both("任一敏感性資料出現於程式碼。", "Any sensitive data shows in the code."),
        evidence=both("執行紀錄、畫面截圖。", "A recorded run and screenshots."),
        manual=both(
            "1. 安裝App並登入。\n2. 檢視私有目錄。", "1. Install and log in.\n2. Look at the files."
        ),
        next=both("提供執行紀錄後重新評估。", "Record a run and assess again."),
        condition=condition[0] if condition else None,
        masvs=("MASVS-STORAGE-1",),
        maswe=("MASWE-0006",),
        mastg=("MASTG-TEST-0207",),
        cwe=(312,),
    )


_STORAGE = both("敏感性資料儲存", "Storage of sensitive data")
_TRANSPORT = both("敏感性資料傳輸", "Transport of sensitive data")
_PUBLISH = both("行動應用程式發布", "Publication of the app")
_UPDATE = both("行動應用程式更新", "Update of the app")

REQUIREMENTS = (
    _requirement(
        "1",
        "4.1.1.1.1",
        "行動應用程式應於可信任來源之行動應用程式商店發布。",
        "Publish through a trusted store.",
        _PUBLISH,
    ),
    _requirement(
        "2",
        "4.1.1.1.2",
        "行動應用程式應於發布時說明欲存取之敏感性資料、行動裝置資源及宣告之權限用途。",
        "Say at publication what is accessed and why.",
        _PUBLISH,
    ),
    _requirement(
        "3",
        "4.1.1.1.3",
        "行動應用程式應於顯著位置提示使用者於行動裝置上安裝防護軟體。",
        "Suggest protective software.",
        _PUBLISH,
    ),
    _requirement(
        "7",
        "4.1.1.3.1",
        "行動應用程式開發者應提供回報安全性問題之管道。",
        "Offer a channel for security reports.",
        _UPDATE,
    ),
    _requirement(
        "22",
        "4.1.2.3.8",
        "敏感性資料應避免出現於行動應用程式之程式碼。",
        "Keep sensitive data out of the code.",
        _STORAGE,
    ),
    _requirement(
        "23",
        "4.1.2.3.9",
        "行動應用程式於非使用者主動進行的畫面擷取時應主動警示使用者。",
        "Warn of screen capture.",
        _STORAGE,
    ),
    _requirement(
        "28",
        "4.1.2.3.14",
        "行動應用程式應避免將敏感性資料備份至其他裝置。",
        "Keep sensitive data out of backups.",
        _STORAGE,
    ),
    _requirement(
        "29",
        "4.1.2.4.1",
        "行動應用程式透過網路傳輸敏感性資料，應使用適當且有效之金鑰長度與加密演算法進行安全加密。",
        "Encrypt sensitive data in transit.",
        _TRANSPORT,
        both("透過網路傳輸敏感性資料", "Sensitive data goes over a network"),
    ),
)

APART = (
    _requirement(
        "4.1.2.3.16",
        "4.1.2.3.16",
        "敏感性資料應避免儲存於系統日誌檔案。",
        "Keep sensitive data out of the system log.",
        _STORAGE,
    ),
)

CHECKS: Mapping[str, CheckText] = {
    "android-cleartext-traffic": CheckText(
        status="question",
        title=both("允許未加密連線（HTTP）", "Unencrypted connections (HTTP) are allowed"),
        why=both("設定允許明文連線時，系統不會阻擋。", "Nothing stops the app from using http."),
        fix=both('移除 usesCleartextTraffic="true"。', 'Remove usesCleartextTraffic="true".'),
        cwe=(319,),
        masvs=("MASVS-NETWORK-1",),
    ),
    "android-debuggable": CheckText(
        status="found",
        title=both("正式版仍可偵錯", "The release build is debuggable"),
        why=both("他人可附加偵錯器並讀取資料。", "Anyone may attach a debugger and read data."),
        fix=both("將 android:debuggable 設為 false。", "Set android:debuggable to false."),
        cwe=(489,),
    ),
    "android-backup-allowed": CheckText(
        status="clean",
        title=both("允許備份", "Backup is allowed"),
        why=both("備份含App資料。", "A backup holds the app's data."),
        fix=both('設定 allowBackup="false"。', 'Set allowBackup="false".'),
    ),
}

PROFILE = ProfileUsed(
    id="tw-v1.4",
    baseline="tw-v4.0",
    title=both("行動應用App基本資安規範 V1.4", "Basic security specification for mobile apps V1.4"),
    baseline_title=both("行動應用App基本資安檢測基準 V4.0", "Testing baseline V4.0"),
    source=both(
        "類別對照取自公開之轉錄資料，待核對官方文件。",
        "The class matrix is a public transcript; verify it with the official document.",
    ),
    classes=(
        ClassText("L1", False, both("無需使用者身分鑑別", "No user authentication")),
        ClassText("L2", False, both("需使用者身分鑑別", "User authentication")),
        ClassText("L3", False, both("含有交易行為", "Transactions")),
        ClassText("F", True, both("另選安全強化", "Optional hardening")),
    ),
    chapters=(
        ChapterText("4.1.1", both("行動應用程式發布安全", "Publication")),
        ChapterText("4.1.2", both("敏感性資料保護", "Protection of sensitive data")),
    ),
)
