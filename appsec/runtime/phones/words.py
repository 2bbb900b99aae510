"""What is said of phones, in both languages: what is the matter, and what to do."""

from appsec.model.text import visible
from appsec.runtime.collect import CollectError
from appsec.runtime.phones.words_collecting import COLLECTING

Both = tuple[str, str]
"""English, and the Chinese of Taiwan."""
MAX_VALUE = 600

_WORDS: dict[str, Both] = COLLECTING | {
    "no-server": (
        "No frida-server answers on the device. {how} A debuggable app with the gadget needs none: "
        "--how gadget.",
        "裝置上的 frida-server 沒有回應。{how} 內含 gadget 的可偵錯版本則不需要：--how gadget。",
    ),
    "server-version": (
        "The frida-server on the device is {there}, and this computer has frida {here}: both must "
        "be of one version. {how}",
        "裝置上的 frida-server 為 {there}，本電腦的 frida 為 {here}，兩者版本須一致。{how}",
    ),
    "push-server": (
        "From Frida's releases of {version} take {file}.xz, and: xz -d {file}.xz; adb -s {serial} "
        "push {file} /data/local/tmp/frida-server; adb -s {serial} shell chmod 755 "
        '/data/local/tmp/frida-server; adb -s {serial} shell "{start}"',
        "請至 Frida {version} 發行頁下載 {file}.xz，並依上列指令推送及啟動。",
    ),
    "jailed": (
        "The device is not rooted, and the app has no gadget: frida cannot enter it. Use a rooted "
        "device, an emulator image without Google Play, or a debuggable variant with the gadget "
        "(--how gadget); steps without frida work as they are.",
        "裝置未 root 且 App 未內含 gadget，frida 無法進入。請改用已 root 的裝置、"
        "不含 Google Play 的模擬器映像檔，或內含 gadget 的可偵錯版本（--how gadget）；"
        "不需 frida 的步驟仍可進行。",
    ),
    "not-root": (
        "The frida-server does not run as root: end it, and start it through su.",
        "frida-server 並非以 root 執行：請結束後改以 su 啟動。",
    ),
    "no-such-process": (
        "{package} is not there. It must be the identifier, not the name on the screen; similar: "
        "{like}. To attach, start the app first.",
        "找不到 {package}。請填 App 識別碼而非畫面上的名稱；相近者：{like}。"
        "以 attach 方式時請先啟動 App。",
    ),
    "dies": (
        "The app ends, or no longer answers, when frida enters it ({why}). It may notice frida "
        "(items 49-52: note it, with a picture), or the device is too slow. Try --how attach when "
        "it is on its first screen, or the gadget in a variant; do the steps without frida first.",
        "frida 進入後 App 結束或停止回應（{why}）。"
        "可能是 App 偵測到 frida（49-52 項：請截圖記錄），"
        "或裝置過慢。可於首頁出現後改用 --how attach，或使用內含 gadget 的版本；"
        "請先完成不需 frida 的步驟。",
    ),
    "gone": (
        "frida does not see the device. `appsec dynamic devices` lists those that are there.",
        "frida 找不到裝置，可用 appsec dynamic devices 列出現有裝置。",
    ),
    "frida-says": ("frida: {why}", "frida 回報：{why}"),
    "no-frida": (
        "frida is not installed: pip install 'appsec[dynamic]'.",
        "尚未安裝 frida：pip install 'appsec[dynamic]'。",
    ),
    "decides-rooted": (
        "all steps; of step 2 item 49: 4.1.5.5.7, 4.1.5.5.8 and the control on a clean device take "
        "others",
        "所有步驟；步驟 2 僅 49 項：4.1.5.5.7、4.1.5.5.8 及乾淨裝置之對照須另備裝置",
    ),
    "decides-emulator": (
        "as a rooted phone, but a reaction in step 2 counts for none of 49, 4.1.5.5.7, 4.1.5.5.8; "
        "not SMS, NFC, biometrics, nor apps that demand Play Integrity",
        "同已 root 之裝置，但步驟 2 之反應不採計於 49、4.1.5.5.7、4.1.5.5.8；"
        "不含簡訊、NFC、生物辨識及要求 Play Integrity 的 App",
    ),
    "decides-emulator-plain": (
        "step 2 for 4.1.5.5.7; else as a phone without root: log, screen, overlays, destinations "
        "of traffic",
        "步驟 2 之 4.1.5.5.7；其餘同未 root 之手機：系統記錄、畫面、覆蓋視窗、連線目的地",
    ),
    "decides-plain": (
        "log, screen, overlays, destinations of traffic; files, hooks and decrypted traffic only "
        "with a debuggable variant",
        "系統記錄、畫面、覆蓋視窗、連線目的地；檔案、監看與解密流量僅限可偵錯版本",
    ),
    "decides-jailbroken": (
        "all steps, if the app runs on this version; its files in the steps under frida, else by "
        "`appsec dynamic import`",
        "所有步驟（App 須支援此系統版本）；檔案於載入 frida 之步驟讀取，"
        "否則以 appsec dynamic import 匯入",
    ),
    "decides-iphone": (
        "traffic with a trusted profile, public log, unencrypted backup; container and hooks only "
        "under frida, in a development-signed build with the gadget",
        "信任描述檔後之流量、公開記錄、未加密備份；"
        "容器檔案與監看僅限以開發憑證簽署並內含 gadget 之版本，於載入 frida 之步驟進行",
    ),
    "decides-remote": (
        "what its frida-server sees; files and log only where adb reaches it, too",
        "frida-server 可見之範圍；檔案與系統記錄須另以 adb 連線",
    ),
    "decides-local": ("nothing: for trying things out", "無，僅供試用"),
    "libimobiledevice-missing": (
        "{program} is not installed (Debian: apt install libimobiledevice-utils; macOS: brew "
        "install libimobiledevice). Without it fetch by other means, and use `appsec dynamic "
        "import`.",
        "尚未安裝 {program}（Debian：apt install libimobiledevice-utils；macOS：brew install "
        "libimobiledevice）。亦可以其他方式取得後使用 appsec dynamic import。",
    ),
    "iphone-not-paired": (
        "The iPhone does not answer ({why}): unlock it, and trust this computer.",
        "iPhone 沒有回應（{why}）：請解鎖並信任本電腦。",
    ),
    "iphone-no-executable": (
        "Whose lines of the log are those of {package} is known by the name of its program "
        "(CFBundleExecutable), which was not given.",
        "需提供 {package} 的執行檔名稱（CFBundleExecutable）才能辨識其系統記錄。",
    ),
    "iphone-no-files": (
        "The files of {package} can only be read from within, in the steps under frida: on a "
        "jail-broken iPhone, or of a development-signed build with the gadget. Else fetch the "
        "container (Xcode, iMazing) and use `appsec dynamic import`.",
        "{package} 的檔案僅能於載入 frida 之步驟自 App 內讀取："
        "須已越獄，或以開發憑證簽署並內含 gadget。"
        "否則請以 Xcode 或 iMazing 取得容器後使用 appsec dynamic import。",
    ),
    "iphone-backup": (
        "No backup that can be read ({why}). Unlock the iPhone and enter its passcode when asked; "
        "encryption must be off (`idevicebackup2 -u {udid} encryption off`). Or make one yourself, "
        "and use `appsec dynamic import`.",
        "未能取得可讀取之備份（{why}）。請解鎖 iPhone，並於詢問時輸入密碼；備份加密須關閉"
        "（idevicebackup2 -u {udid} encryption off）。"
        "亦可自行製作備份後使用 appsec dynamic import。",
    ),
    "iphone-no-screenshot": (
        "No picture of the screen ({why}): it takes a developer disk image; else take it on the "
        "iPhone, and attest it.",
        "無法擷取畫面（{why}）：需掛載開發者磁碟映像；或於 iPhone 上截圖後以佐證資料提出。",
    ),
    "iphone-by-hand": (
        "This is done by hand on an iPhone.",
        "此步驟於 iPhone 上須手動進行。",
    ),
}


def both(key: str, **values: str) -> Both:
    """What is said. Values come from devices: nothing invisible is in them."""
    safe = {name: visible(value, MAX_VALUE) for name, value in values.items()}
    en, zh = _WORDS[key]
    return en.format(**safe), zh.format(**safe)


def told(key: str, **values: str) -> str:
    """The same as one text."""
    return " ".join(both(key, **values))


def trouble(key: str, **values: str) -> CollectError:
    """An error to raise: its cause and the next step, in both languages."""
    return CollectError(told(key, **values))
