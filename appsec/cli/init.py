"""`appsec init`: writes a commented appsec.toml for the kind of project that a folder holds."""

from pathlib import Path

import click

SIGNS = {
    "flutter": ("pubspec.yaml",),
    "react-native": ("node_modules/react-native", "metro.config.js", "react-native.config.js"),
    "gradle": ("settings.gradle", "settings.gradle.kts", "build.gradle", "build.gradle.kts"),
    "xcode": ("*.xcodeproj", "*.xcworkspace"),
}
"""What tells a kind of project, the most telling kind first: Flutter has Gradle below it."""

_APK = "app/build/outputs/apk/release/*.apk"
_MAPPING = "app/build/outputs/mapping/release/mapping.txt"
_DSYMS = "build/App.xcarchive/dSYMs"
_PLACES = {
    "gradle": ((_APK,), (_MAPPING,)),
    "xcode": (("build/export/*.ipa",), (_DSYMS,)),
    "flutter": (
        ("build/app/outputs/flutter-apk/app-release.apk", "build/ios/ipa/*.ipa"),
        (
            "build/app/outputs/mapping/release/mapping.txt",
            "build/ios/archive/Runner.xcarchive/dSYMs",
        ),
    ),
    "react-native": (
        (f"android/{_APK}", "ios/build/export/*.ipa"),
        (f"android/{_MAPPING}", f"ios/{_DSYMS}"),
    ),
}
"""Where each kind leaves its release builds, and the names of their source: R8's mapping, dSYMs."""

_R8 = """\
# R8's mapping of exactly this build (Android): findings name original classes and are
# recognised in the next build.
# 與本次建置相符之R8對照檔：以原類別名稱顯示，且下次建置仍可辨認同一發現。
"""
_SYMBOLS = """\
# Symbols (dSYM) of exactly this build (iOS): findings name functions and not addresses.
# 與本次建置相符之符號檔（dSYM）：以函式名稱而非位址顯示。
"""

_TEMPLATE = """\
# Settings of appsec for this app ({kind}). 本App之appsec設定。
# The command line goes before the environment (APPSEC_CLASS, ...), and that before this file.
# `appsec config show --origin` shows what holds; an unknown key is an error.
# 優先順序：命令列 > 環境變數 > 本檔 > 預設值。路徑以本檔所在資料夾為準。

# Builds that `appsec scan` takes when none is named. Each glob must match: a build that is not
# there would pass for assessed. Remove what this pipeline does not build.
# 未指定檔案時之受評標的；每一項均須有相符之檔案，請刪除不建置者。
artefacts = [
{artefacts}]

# L1 no login, L2 login, L3 transactions. Without it the class is taken from the build, or L3.
# 類別：L1 無登入、L2 有登入、L3 有交易；未指定時由App內容推定或以L3評估。
#class = "L2"

# Class F (high security) besides. 另加測F類。
#with_f = true

# Standard: tw-v1.4, tw-v4.0, or a file that corrects the class matrix. 評估依據。
#profile = "tw-v1.4"

# What stops a pipeline: findings (open findings), new (those that the baseline has not), complete
# (anything not closed, for a release).
# 流程門檻：findings 為未結案之發現；new 為前次評估所無之發現；
# complete 為任何未結案項目（正式發行用）。
#gate = "findings"

# Language of the reports: zh-TW or en. 報告語言。
#lang = "zh-TW"

# Reports, as F=PATH; a path that ends in / is a folder. 報告格式與位置；以 / 結尾者為資料夾。
#formats = ["json=build/appsec/", "html=build/appsec/"]

{names}#mapping = [{mapping}]

# What the app is made of: a CycloneDX or SPDX file, or lock files (gradle.lockfile, Podfile.lock,
# Package.resolved, package-lock.json, pubspec.lock). 軟體物料清單（SBOM）或鎖定檔，與建置檔比對。
#sbom = ["app/gradle.lockfile"]

# Recorded runs of this build (`appsec dynamic record`). 本建置檔之執行紀錄。
#trace = ["build/run"]

# Prefixes of your own code: what is seen there is marked as yours and not as a library's. That
# changes no verdict. 自有程式碼之套件名稱：其中所見標示為自有而非第三方程式庫；不影響判定。
#own_packages = ["tw.example"]

# Findings that people decided on, what is declared of the app (appsec-dismissals.yaml and
# appsec-declaration.yaml beside this file are found by themselves), and an earlier assessment to
# compare with.
# 已由人員處置之發現、App資料調查表（與本檔同資料夾之appsec-dismissals.yaml及
# appsec-declaration.yaml會自動採用），以及供比較之先前評估結果。
#dismissals = "appsec-dismissals.yaml"
#declaration = "appsec-declaration.yaml"
#baseline = "appsec-baseline.json"

# What people confirmed, with evidence (appsec-confirmations.yaml beside this file is found by
# itself): see `appsec attest`. 人工確認紀錄（同資料夾之appsec-confirmations.yaml會自動採用）。
#confirmations = "appsec-confirmations.yaml"

# A build of the same app and version whose code can be read: unprotected, or as it was before the
# store encrypted it. Where it differs, a person's word that it is one: who, role, reason.
# 同一App、同一版本且程式碼可讀取之對照版本（保護前或上架前）；
# 有差異時，須由人員聲明：姓名, 職稱, 理由。
#companion = "build/before-upload/App.ipa"
#companion_attested = "王小明, 開發主管, 上架前之同一建置"

# Database of published advisories that components are held against; without this the one of
# `appsec vulndb status`, if it is there. 弱點資料庫；未設定時採用 appsec vulndb status 所列者。
#vulndb = "build/advisories.sqlite"

# Least severity of a finding that fails the gate; the report says so if it is above medium.
# 觸發門檻之最低風險等級；高於 medium 時報告會載明。
#[thresholds]
#min_severity = "medium"

# Parts that cannot be read by their nature (`what` is the fact that exit code 3 names). Accepted
# through the day `expires`: the gate lets them pass and says so; no verdict changes.
# 依其性質無法讀取之部分；於 expires 當日以前不觸發門檻，但報告仍會載明，判定亦不改變。
#[[accepted_unread]]
#what = "code"
#reason = "FairPlay-encrypted build from the store; the build before upload is assessed as well"
#expires = 2026-12-31

# Licences that no component may have, as SPDX identifiers; one that is not known is said to be
# unknown. 元件不得採用之授權（SPDX識別碼）；授權不明者另行載明。
#[licences]
#deny = ["GPL-*", "AGPL-*"]
#[[licences.exceptions]]
#component = "com.example:chart"
#licence = "GPL-3.0-only"
#reason = "a commercial licence was bought"
"""


@click.command()
@click.option(
    "--kind",
    type=click.Choice(list(_PLACES)),
    help="Kind of project (default: told from the files in the folder).",
)
@click.argument(
    "folder", type=click.Path(file_okay=False, exists=True, path_type=Path), default=Path()
)
def init(kind: str | None, folder: Path) -> None:
    """Write a commented appsec.toml into FOLDER (default: this one). Overwrites nothing.

    建立附說明之設定檔；不覆寫既有檔案。
    """
    from appsec.config import NAME

    kind = kind or detect(folder)
    if kind is None:
        raise click.UsageError(f"cannot tell the kind of project in {folder}; give --kind")
    path = folder / NAME
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(settings_for(kind))
    except FileExistsError:
        raise click.UsageError(f"{path} exists already") from None
    except OSError as error:
        raise click.UsageError(f"{path}: {error.strerror}") from error
    click.echo(f"{path} ({kind})")


def detect(folder: Path) -> str | None:
    """The kind of project in a folder, or None."""
    for kind, signs in SIGNS.items():
        if any(any(folder.glob(sign)) for sign in signs):
            return kind
    return None


def settings_for(kind: str) -> str:
    """The file for one kind of project."""
    artefacts, mapping = _PLACES[kind]
    android = any(path.endswith(".txt") for path in mapping)
    ios = any(path.endswith("dSYMs") for path in mapping)
    return _TEMPLATE.format(
        kind=kind,
        artefacts="".join(f'    "{pattern}",\n' for pattern in artefacts),
        names=(_R8 if android else "") + (_SYMBOLS if ios else ""),
        mapping=", ".join(f'"{path}"' for path in mapping),
    )
