"""A small assessment made by hand: two chapters, every verdict, findings, questions and gaps."""

from collections.abc import Mapping
from dataclasses import replace

from appsec.model.assessment import (
    SCHEMA,
    Artefact,
    Assessment,
    ChapterText,
    CheckText,
    Chosen,
    ClassText,
    Coverage,
    CoverageGap,
    Disposition,
    FileRead,
    Gate,
    ProfileUsed,
    Record,
    Refused,
    RequirementText,
    Skipped,
    Suggested,
    Tool,
    Verdict,
)
from appsec.model.outcome import Cause, Confidence, Kind, Location, Origin, Severity
from appsec.model.text import Lang, Text
from appsec.model.verdict import Basis, Grade, Reason, Result

SHA = "3f9a1c0b5d7e24688ace13579bdf02463f9a1c0b5d7e24688ace13579bdf0246"


def both(zh: str, en: str) -> Text:
    """A text in both languages."""
    return {Lang.ZH_TW: zh, Lang.EN: en}


def _why(key: str, zh: str, en: str, **values: str) -> Reason:
    return Reason(key, values, both(zh, en))


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

FINDINGS = (
    Record(
        check="android-debuggable",
        kind=Kind.FINDING,
        key="on",
        values={},
        message=both("正式版之 debuggable 為 true。", "debuggable is true in a release build."),
        locations=(Location("AndroidManifest.xml", "application", "android:debuggable"),),
        severity=Severity.HIGH,
        confidence=Confidence.HIGH,
        origin=Origin.APP,
        requirements=("22", "4.1.2.3.16"),
        fingerprint="a" * 64,
    ),
    Record(
        check="android-debuggable",
        kind=Kind.FINDING,
        key="split",
        values={"split": "config.zh"},
        message=both("分割檔 config.zh 可偵錯。", "Split config.zh is debuggable."),
        locations=(Location("split_config.zh.apk", "AndroidManifest.xml"),),
        severity=Severity.LOW,
        confidence=Confidence.MEDIUM,
        origin=Origin.LIBRARY,
        requirements=("23",),
        fingerprint="b" * 64,
        disposition=Disposition.ACCEPTED,
    ),
    Record(
        check="android-cleartext-traffic",
        kind=Kind.QUESTION,
        key="allowed-for-domain",
        values={"domains": "api.example.tw"},
        message=both(
            "對下列網域允許未加密連線：api.example.tw",
            "Unencrypted connections are allowed for: api.example.tw",
        ),
        locations=tuple(
            Location("res/xml/network_security_config.xml", f"domain-config[{n}]") for n in range(7)
        ),
        severity=Severity.MEDIUM,
        confidence=Confidence.HIGH,
        origin=Origin.APP,
        requirements=("29",),
        fingerprint="c" * 64,
        review=both(
            "確認這些網域不傳輸敏感性資料。", "Make sure that no sensitive data goes there."
        ),
    ),
    Record(
        check="android-backup-allowed",
        kind=Kind.EVIDENCE,
        key="off",
        values={},
        message=both("allowBackup 為 false。", "allowBackup is false."),
        locations=(Location("AndroidManifest.xml", "application"),),
        severity=Severity.INFO,
        confidence=Confidence.HIGH,
        origin=Origin.APP,
        requirements=("28",),
        fingerprint="d" * 64,
    ),
)


def _verdict(
    id_: str, classes: tuple[str, ...], result: Result, why: Reason, *by: Basis, **more: object
) -> Verdict:
    clause = next(r.clause for r in (*REQUIREMENTS, *APART) if r.id == id_)
    verdict = Verdict(
        requirement=id_,
        clause=clause,
        classes=classes,
        reference=not classes,
        result=result,
        risk_accepted=False,
        deemed_met=False,
        by=by,
        reasons=(why,),
        checks=tuple(sorted({f.check for f in FINDINGS if id_ in f.requirements})),
    )
    return replace(verdict, **more)  # type: ignore[arg-type]


_ALL = ("L1", "L2", "L3")
_ASK = _why(
    "ask-person",
    "此項須由人確認並附佐證資料，方可判定。",
    "A person must confirm this item, with evidence.",
)
_NO_RUN = _why(
    "run-not-supplied",
    "未提供裝置上之執行紀錄；本項須實際執行App方可判定。",
    "No recorded run on a device was supplied.",
)

VERDICTS = (
    _verdict("1", (), Result.NEEDS_REVIEW, _ASK),
    _verdict(
        "2",
        _ALL,
        Result.NEEDS_EVIDENCE,
        _why("attestation-expired", "人工確認紀錄已逾效期。", "The confirmation has expired."),
    ),
    _verdict(
        "3",
        ("F",),
        Result.PASS,
        _why(
            "attested",
            "有效之人工確認紀錄已涵蓋所有待確認事項。",
            "A confirmation in force answers everything.",
        ),
        Basis.PERSON,
    ),
    _verdict(
        "7",
        ("L2", "L3"),
        Result.NOT_APPLICABLE,
        _why("absence-proved", "無此功能。", "Function absent."),
        Basis.STATIC,
    ),
    _verdict(
        "22",
        _ALL,
        Result.FAIL,
        _why(
            "found",
            "檢查「android-debuggable」有發現。",
            "Check android-debuggable has a finding.",
            check="android-debuggable",
        ),
        Basis.STATIC,
    ),
    _verdict(
        "23",
        ("L3",),
        Result.FAIL,
        _why(
            "risk-accepted",
            "全部發現均有效期內之風險接受紀錄；仍為不符合。",
            "Every finding is accepted; the item still fails.",
        ),
        Basis.STATIC,
        risk_accepted=True,
    ),
    _verdict(
        "28",
        ("L3",),
        Result.PASS,
        _why("absence-proved", "無此功能。", "Function absent."),
        Basis.STATIC,
        deemed_met=True,
    ),
    _verdict("29", _ALL, Result.INCONCLUSIVE, _NO_RUN),
)

VERDICTS_APART = (_verdict("4.1.2.3.16", _ALL, Result.INCONCLUSIVE, _NO_RUN),)


def _grade(app_class: str) -> Grade:
    results = [v.result for v in VERDICTS if app_class in v.classes]
    worst = next(r for r in Result if r in results)
    return Grade(worst, len(results), {r: results.count(r) for r in Result})


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

COVERAGE = Coverage(
    read=("AndroidManifest.xml", "res/xml/network_security_config.xml"),
    skipped=(
        Skipped(
            "code",
            2,
            7_340_032,
            both("程式碼（dex）：本版不分析", "Code (dex): not analysed in this version"),
        ),
    ),
    refused=(Refused("assets/x.bin", "encrypted", both("項目已加密", "The entry is encrypted")),),
    refused_total=3,
    gaps=(
        CoverageGap(
            "manifest",
            Cause.LOST,
            "out-of-memory",
            {},
            both("讀取「manifest」時記憶體不足。", "Memory ran out while reading manifest."),
            both("確認檔案未經竄改。", "Make sure that the file was not tampered with."),
        ),
        CoverageGap(
            "traces",
            Cause.NOT_SUPPLIED,
            "no-trace",
            {},
            both("未提供執行紀錄。", "No trace was supplied."),
            {},
        ),
    ),
)

SAMPLE = Assessment(
    schema=SCHEMA,
    tool=Tool("appsec", "0.1.0", "e" * 64),
    as_of="2025-11-21",
    artefact=Artefact(
        sha256=SHA,
        files=(FileRead("示範商店-2.1.0.apk", SHA, 8_912_345),),
        platform="android",
        kind="apk",
        id="tw.example.shop",
        name="示範商店",
        version="2.1.0",
        build="210",
    ),
    profile=PROFILE,
    coverage=COVERAGE,
    findings=FINDINGS,
    verdicts=VERDICTS,
    verdicts_apart=VERDICTS_APART,
    grades={c: _grade(c) for c in ("L1", "L2", "L3", "F")},
    suggested_class=Suggested(
        "L3",
        (
            _why(
                "hint-transaction",
                "見交易功能之跡象：com.android.billingclient",
                "Points to transactions: com.android.billingclient",
            ),
        ),
    ),
    chosen_class=Chosen(
        "L2",
        True,
        True,
        (
            _why(
                "class-too-low",
                "指定之類別 L2 低於App內容所指之 L3；請確認類別。",
                "The given class L2 asks less than L3, to which the app points.",
            ),
        ),
    ),
    gate=Gate(
        "findings",
        1,
        (
            _why(
                "gate-finding",
                "類別 L2+F 有未結案之中度以上發現 1 件。",
                "1 open finding of medium severity or worse in class L2+F.",
            ),
        ),
        3,
    ),
    requirements=(*REQUIREMENTS, *APART),
    checks=CHECKS,
)
