"""What is said of files that could not be imported, or not whole."""

from collections.abc import Mapping

from appsec.model.text import Lang, Text


def _text(zh: str, en: str) -> Text:
    return {Lang.ZH_TW: zh, Lang.EN: en}


WORDS: Mapping[str, Text] = {
    "unreadable": _text("無法解讀（{why}），未匯入。", "cannot be read ({why}); not imported."),
    "too-large": _text(
        "檔案過大（{size} 位元組，上限 {most}），未匯入；請分段擷取。",
        "is too large ({size} bytes, at most {most}); not imported. Split it.",
    ),
    "torn": _text(
        "檔案毀損或中途截斷：已匯入完整之 {count} 筆，其後視為未蒐集。",
        "is damaged or cut off: {count} whole entries were imported, what follows counts as not "
        "recorded.",
    ),
    "too-many": _text(
        "內容超過上限（{most}），其餘視為未蒐集。",
        "holds more than the limit ({most}); the rest counts as not recorded.",
    ),
    "killed": _text(
        "解讀時讀取程式中止（{why}），未匯入。",
        "ended the program that read it ({why}); not imported.",
    ),
    "disk-full": _text(
        "磁碟空間不足，其後之內容未寫入。", "the disk is full: what follows was not written."
    ),
    "entry-lost": _text("有項目無法解讀（{why}）。", "has an entry that cannot be read ({why})."),
    "bodies-left-out": _text(
        "有請求或回應之內容未保存、過長或以無法解壓縮之方式編碼；請匯出含完整內容之檔案。",
        "lacks bodies of requests or answers, or has them packed or too long. Export it with all "
        "contents.",
    ),
    "frames-unread": _text(
        "與 {host} 之明文HTTP/2連線（h2c）內容未解析；請改以代理程式擷取。",
        "holds HTTP/2 in clear (h2c) with {host}, which is not taken apart. Record it by a proxy.",
    ),
    "websocket-left-out": _text("未保存 WebSocket 之訊息。", "lacks the messages of a web socket."),
    "sanitized": _text(
        "匯出時已移除 Cookie 與權杖；請匯出含敏感資料之 HAR。",
        "was exported without cookies and tokens. Export the HAR with sensitive data.",
    ),
    "packets-dropped": _text(
        "擷取程式回報遺漏 {count} 個封包。", "says that {count} packets were dropped."
    ),
    "packets-cut": _text(
        "封包遭截短；請以完整長度擷取（tcpdump -s 0）。",
        "has packets that are cut. Capture them whole (tcpdump -s 0).",
    ),
    "packet-unread": _text("有封包無法解讀（{why}）。", "has packets that cannot be read ({why})."),
    "bytes-missing": _text(
        "與 {host} 之連線缺少部分位元組。", "lacks bytes of a connection with {host}."
    ),
    "lines-unread": _text("有無法辨識之紀錄行。", "has lines that are none of a log."),
    "lines-untimed": _text(
        "有 {count} 行沒有時間，無從得知其階段；請以 logcat -v threadtime 輸出。",
        "has {count} lines without a time, so that their phase is not known. Use logcat -v "
        "threadtime.",
    ),
    "lines-dropped": _text(
        "裝置回報遺漏 App 之紀錄（chatty）。", "says that the device dropped lines (chatty)."
    ),
    "own-lines-unknown": _text(
        "無從得知何者為 App 本身之紀錄；請以 --uid、--pid 或 --process 指明。",
        "does not tell which lines are the app's. Name them with --uid, --pid or --process.",
    ),
    "backup-encrypted": _text(
        "備份已加密，未匯入；請關閉備份加密後重新備份，或先行解密。",
        "is an encrypted backup; not imported. Make one without encryption, or decrypt it first.",
    ),
    "backup-says-nothing": _text(
        "targetSdkVersion 為 {target}：adb backup 不含其資料，備份中未見不代表未備份。",
        "targetSdkVersion is {target}: adb backup leaves out its data, so that what is not in it "
        "shows nothing.",
    ),
    "not-in-backup": _text("備份中沒有 {package}。", "has nothing of {package}."),
    "copy-incomplete": _text(
        "不視為完整複本（{why}）；確為完整者請加 --complete。",
        "does not count as a complete copy ({why}). Say --complete if it is one.",
    ),
    "root-unknown": _text(
        "{root} 不是 App 存放資料之位置，未匯入。",
        "is a copy of {root}, where apps keep nothing; not imported.",
    ),
    "other-app": _text(
        "屬於另一 App（{package}），未匯入。", "is another app's ({package}); not imported."
    ),
}
"""By key. The name of the file stands before each."""


def told(key: str, values: Mapping[str, str], lang: Lang) -> str:
    """One of them, filled in."""
    return WORDS[key][lang].format_map(values)
