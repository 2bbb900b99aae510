"""What is said of phones that are collected from, in both languages: what is the matter, and what
to do."""

COLLECTING = {
    "adb-missing": (
        "adb is not installed. Install Android's platform-tools (Debian: apt install adb; "
        "macOS: brew install android-platform-tools) and try again.",
        "尚未安裝 adb。請安裝 Android platform-tools（Debian：apt install adb；"
        "macOS：brew install android-platform-tools）後再試。",
    ),
    "adb-failed": ("adb does not work: {why}", "adb 無法執行：{why}"),
    "no-device": (
        "No Android device is there. Switch on USB debugging in the developer options, plug it in, "
        "and accept this computer on its screen.",
        "未偵測到 Android 裝置。請於開發人員選項開啟 USB 偵錯，接上傳輸線，"
        "並於裝置畫面允許本電腦。",
    ),
    "several-devices": (
        "Several devices are there ({serials}): name one with --device usb:SERIAL.",
        "偵測到多部裝置（{serials}），請以 --device usb:SERIAL 指定其一。",
    ),
    "unauthorized": (
        "The device does not trust this computer yet: unlock it and accept the question about USB "
        "debugging.",
        "裝置尚未允許本電腦：請解鎖裝置，並於 USB 偵錯詢問畫面選擇允許。",
    ),
    "offline": (
        "The device does not answer (offline): unplug the cable and plug it in again.",
        "裝置沒有回應（offline）：請拔除傳輸線後重新接上。",
    ),
    "no-permissions": (
        "This computer may not open the device: install the udev rules (Debian: apt install "
        "android-sdk-platform-tools-common), and plug it in again.",
        "本電腦沒有開啟裝置的權限：請安裝 udev 規則（Debian：apt install "
        "android-sdk-platform-tools-common）後重新接上。",
    ),
    "unplugged": (
        "The device is gone: plug it in again. What was collected is kept, and the step can be "
        "repeated.",
        "裝置已離線：請重新接上。已收集的資料均保留，可重做此步驟。",
    ),
    "cut-off": (
        "The connection to the device broke ({why}): try again.",
        "與裝置的連線中斷（{why}），請再試一次。",
    ),
    "cut": ("The connection broke in the midst.", "傳輸中途斷線。"),
    "silent": (
        "Nothing came from the device for {seconds} seconds.",
        "裝置已 {seconds} 秒沒有傳回資料。",
    ),
    "too-long": (
        "{what}: no end within {seconds} seconds. Is the device locked, or does it ask something?",
        "{what}：{seconds} 秒內未完成。請確認裝置是否鎖定，或畫面有詢問視窗。",
    ),
    "too-much": (
        "{what}: more than {bytes} bytes, which is not believed.",
        "{what}：輸出超過 {bytes} 位元組，不予採用。",
    ),
    "too-old": (
        "This device is older than Android 7, or its adb is: it cannot be collected from. Use "
        "`appsec dynamic import`.",
        "裝置版本早於 Android 7，或 adb 版本過舊，無法收集資料。請改用 appsec dynamic import。",
    ),
    "no-answer": (
        "The device did not answer what it was asked for: {what}",
        "裝置未回答所詢問的內容：{what}",
    ),
    "not-an-identifier": (
        "{package} is the name of an app or something else, not its identifier: that is like "
        "tw.example.app. `adb shell pm list packages -3` lists them.",
        "{package} 不是 App 識別碼（可能是顯示名稱）；識別碼形如 tw.example.app，"
        "可用 adb shell pm list packages -3 列出。",
    ),
    "not-installed": (
        "{package} is not installed on the device. Similar: {like}",
        "裝置上未安裝 {package}。名稱相近者：{like}",
    ),
    "no-icon": (
        "{package} has no icon that starts it: start it by hand.",
        "{package} 沒有可啟動的圖示，請手動啟動。",
    ),
    "not-started": ("{package} did not start: {why}", "{package} 無法啟動：{why}"),
    "not-stopped": ("{package} did not stop: {why}", "{package} 無法停止：{why}"),
    "no-access": (
        "The files of {package} cannot be read: the device gives no root, and the app is not "
        "debuggable. Use a rooted device, an emulator image without Google Play (adb -s {serial} "
        "root), or a debuggable variant; where frida can enter the app (a variant with the gadget) "
        "the steps under frida read them from within; or fetch them by other means and use "
        "`appsec dynamic import`. Log, screen and destinations of traffic can be had as they are.",
        "無法讀取 {package} 的檔案：裝置沒有 root，App 亦不可偵錯。請改用已 root 的裝置、"
        "不含 Google Play 的模擬器映像檔（adb -s {serial} root）或可偵錯之版本；"
        "frida 可進入 App 時（內含 gadget 之版本），載入 frida 之步驟將自 App 內讀取；"
        "或以其他方式取得後使用 appsec dynamic import。系統記錄、畫面與連線目的地不受影響。",
    ),
    "no-folder": (
        "{folder} is not there: was {package} started yet, for the device's first user?",
        "找不到 {folder}：{package} 是否已於裝置的主要使用者下啟動過？",
    ),
    "no-agent": (
        "The app's process cannot be entered: {why}. Start the app first; see "
        "`appsec dynamic selftest`.",
        "無法進入 App 的處理程序：{why}。請先啟動 App；可用 appsec dynamic selftest 檢查。",
    ),
    "not-listed": ("{folder} was not listed whole.", "{folder} 未能完整列出。"),
    "not-read": ("could not be read", "無法讀取"),
    "changing": (
        "changed each time it was fetched: stop the app and take the snapshot again",
        "每次取得時內容皆已變動，請停止 App 後重新擷取",
    ),
    "too-many-files": ("More than {count} files.", "檔案超過 {count} 個。"),
    "others": (
        "{count} sockets, pipes or devices hold nothing: {paths}",
        "{count} 個 socket、管線或裝置檔不含內容：{paths}",
    ),
    "older": (
        "{count} files in {folder} are older than the app's installation and were left out.",
        "{folder} 中有 {count} 個檔案早於 App 安裝時間，未予擷取。",
    ),
    "card": (
        "A memory card ({cards}) is not fetched: take it out.",
        "記憶卡（{cards}）不在擷取範圍，請先取出。",
    ),
    "other-users": (
        "The app is also used by another user of the device ({users}), whose files are not "
        "fetched: switch to the first user, and uninstall it for the others.",
        "裝置另有使用者（{users}）使用此 App，其檔案不在擷取範圍：請切換至主要使用者，"
        "並於其他使用者移除此 App。",
    ),
    "disk-full": (
        "This computer could not keep it ({why}): make room and repeat the step. What was kept "
        "before stays.",
        "本電腦無法寫入（{why}）：請清出空間後重做此步驟，先前已保存的部分不受影響。",
    ),
    "log-silent": (
        "The device's log does not show what was just written to it: logging may be switched off "
        "(developer options, or a hidden menu of the maker).",
        "裝置記錄檔未出現剛寫入的內容：記錄功能可能已停用（請檢查開發人員選項或廠商隱藏選單）。",
    ),
    "log-cut": (
        "The log was not read to its end: the connection broke.",
        "連線中斷，系統記錄未能讀到最後。",
    ),
    "clock-set-back": (
        "The device's clock was set back: when its log lines came is no longer known. Leave the "
        "clock as it is and repeat the step.",
        "裝置時間已被調回，無法得知系統記錄之時間：請勿更動時間並重做此步驟。",
    ),
    "log-lost": (
        "The device threw away log lines before they were read: enlarge its buffers (adb logcat -G "
        "16M) and repeat the step.",
        "裝置在讀取前已捨棄部分系統記錄：請加大緩衝區（adb logcat -G 16M）後重做此步驟。",
    ),
    "log-garbled": (
        "What came instead of the log cannot be read: repeat the step.",
        "收到的系統記錄無法解讀，請重做此步驟。",
    ),
    "no-screenshot": ("No picture of the screen: {why}", "無法擷取畫面：{why}"),
    "no-ui-tree": (
        "The screen never rests, or shows nothing: {why}. Wait for animations to end.",
        "畫面持續變動或沒有內容：{why}。請待動畫結束後再試。",
    ),
    "no-clipboard": (
        "The device does not tell what is in its clipboard: paste it into a note, or watch the "
        "app with the topic clipboard-screen.",
        "裝置不提供剪貼簿內容：請貼到記事本查看，或以 clipboard-screen 主題監看 App。",
    ),
    "no-sockets": (
        "The device does not list its sockets: {why}. Root can read them.",
        "裝置不提供 socket 清單：{why}。具 root 權限即可讀取。",
    ),
    "adb-backup-says-nothing": (
        "adb backup leaves out the data of apps that target API 31 or later (this one: {target}): "
        "it would show nothing, so it is no evidence. Use a rooted device (bmgr with the local "
        "transport).",
        "adb backup 不含目標 API 31 以上 App 的資料（本 App：{target}），結果不具證據力，不予採用。"
        "請使用已 root 的裝置（以 bmgr 搭配本機傳輸備份）。",
    ),
    "no-local-transport": (
        "The device has no local backup transport.",
        "裝置沒有本機備份傳輸（LocalTransport）。",
    ),
    "not-backed-up": (
        "The system did not back the app up: {why}",
        "系統未備份此 App：{why}",
    ),
    "backup-not-set-back": (
        "The backup settings could not be set back. Type in a root shell of the device: {commands}",
        "裝置的備份設定未能還原，請於裝置的 root shell 執行：{commands}",
    ),
    "backup-not-found": (
        "The system says that it backed the app up, and its files are not found.",
        "系統回報備份成功，但找不到備份檔。",
    ),
    "backup-encrypted": (
        "The backup is encrypted: leave the password empty on the device and repeat the step.",
        "備份已加密：請於裝置上將密碼留空後重做此步驟。",
    ),
    "backup-broken": ("The backup ends too soon or is none ({why}).", "備份內容不完整（{why}）。"),
}
