"""A small assessment made by hand: two chapters, every verdict, findings, questions and gaps."""

from dataclasses import replace

from appsec.model.assessment import (
    SCHEMA,
    Artefact,
    Assessment,
    Chosen,
    Coverage,
    CoverageGap,
    Disposition,
    FileRead,
    Gate,
    Record,
    Refused,
    Skipped,
    Suggested,
    Tool,
    Verdict,
)
from appsec.model.confirmation import (
    ChangeKind,
    Confirmation,
    EvidenceChange,
    EvidenceFile,
    FileStanding,
    Method,
    Scope,
)
from appsec.model.dismissal import Dismissal, DismissalKind, DismissalStanding, Named, Role
from appsec.model.outcome import Cause, Confidence, Kind, Location, Origin, Severity
from appsec.model.verdict import Basis, Grade, Reason, Result, Standing
from tests.report.sample_software import LICENCES, SOFTWARE
from tests.report.sample_texts import APART, CHECKS, PROFILE, REQUIREMENTS, both

SHA = "3f9a1c0b5d7e24688ace13579bdf02463f9a1c0b5d7e24688ace13579bdf0246"


def _why(key: str, zh: str, en: str, **values: str) -> Reason:
    return Reason(key, values, both(zh, en))


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
_FOUND = _why(
    "found",
    "檢查「android-debuggable」有發現。",
    "Check android-debuggable has a finding.",
    check="android-debuggable",
)
_ACCEPTED = _why(
    "risk-accepted",
    "全部發現均有效期內之風險接受紀錄；仍為不符合。",
    "Every finding is accepted; the item still fails.",
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
        _FOUND,
        Basis.STATIC,
    ),
    _verdict(
        "23",
        ("L3",),
        Result.FAIL,
        _ACCEPTED,
        Basis.STATIC,
        risk_accepted=True,
        reasons=(_FOUND, _ACCEPTED),
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

DISMISSALS = (
    Dismissal(
        fingerprint="b" * 64,
        check="android-debuggable",
        kind=DismissalKind.RISK_ACCEPTANCE,
        standing=DismissalStanding.IN_FORCE,
        people=(Named(Role.OWNER, "王小明"), Named(Role.APPROVER, "陳大文")),
        reason="語系分割檔不含程式碼，下一版移除。",
        expires="2026-03-31",
        message=both("風險接受有效。", "The risk acceptance is in force."),
    ),
    Dismissal(
        fingerprint="9" * 64,
        check="android-backup-allowed",
        kind=DismissalKind.FALSE_POSITIVE,
        standing=DismissalStanding.UNMATCHED,
        people=(Named(Role.AUTHOR, "林一"), Named(Role.CONFIRMED_BY, "林二")),
        reason="備份內容已另行加密。",
        evidence=("docs/backup.pdf",),
        message=both("受評標的未見此發現。", "This build has no such finding."),
    ),
)

CONFIRMATIONS = (
    Confirmation(
        id="C-0001",
        requirement="3",
        statement="於下載頁面提示使用者安裝防護軟體。",
        person="王小明",
        role="產品負責人",
        date="2025-12-01",
        method=Method.INSPECTION,
        scope=Scope.APP,
        bound_to="tw.example.app",
        expires="2026-05-30",
        covers=("question:android-debuggable:on",),
        evidence=(
            EvidenceFile(
                id="E-0001",
                path="evidence/page.png",
                sha256="1" * 64,
                size=2048,
                captured="2025-12-01",
                standing=FileStanding.SAME,
                note="下載頁面全頁",
                redacted=True,
                history=(
                    EvidenceChange(
                        ChangeKind.REDACTED,
                        "2" * 64,
                        4096,
                        "王小明",
                        "2025-12-02",
                        "遮蔽電子郵件",
                        "王小明",
                    ),
                ),
            ),
        ),
        standing=Standing.IN_FORCE,
        message=both("有效。", "In force."),
    ),
    Confirmation(
        id="C-0002",
        requirement="2",
        statement="已核對商店頁面。",
        person="李四",
        role="",
        date="2024-12-01",
        method=Method.INTERVIEW,
        scope=Scope.BUILD,
        bound_to="3" * 64,
        expires="2025-12-01",
        covers=(),
        evidence=(
            EvidenceFile(
                "E-0002", "evidence/gone.png", "4" * 64, 1, "2024-12-01", FileStanding.MISSING
            ),
        ),
        standing=Standing.UNKNOWN_PERSON,
        message=both("確認人未列於人員名冊。", "The person is not listed."),
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
        1,
    ),
    requirements=(*REQUIREMENTS, *APART),
    checks=CHECKS,
    dismissals=DISMISSALS,
    confirmations=CONFIRMATIONS,
    software=SOFTWARE,
    licences=LICENCES,
)


def many(count: int, *, own_review: bool = False) -> Assessment:
    """The sample with as many questions that differ in their component and nothing else."""
    asked = tuple(
        Record(
            check="android-backup-allowed",
            kind=Kind.QUESTION,
            key="open",
            values={"component": f"tw.example.C{n}", "action": f"do-{n}"},
            message=both(f"元件 tw.example.C{n} 接受 do-{n}", f"tw.example.C{n} takes do-{n}"),
            locations=(Location("AndroidManifest.xml", f"activity tw.example.C{n}"),),
            severity=Severity.LOW,
            confidence=Confidence.MEDIUM,
            origin=Origin.APP,
            requirements=("28", "29"),
            fingerprint=f"{n:064}",
            review=both(f"檢視{n if own_review else ''}。", f"Look{n if own_review else ''}."),
        )
        for n in range(count)
    )
    return replace(SAMPLE, software=None, findings=(*FINDINGS, *asked))
