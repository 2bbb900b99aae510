"""What a tester is told to do on the device, in both languages."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from appsec.runtime.probe.authority import Authority
from appsec.runtime.probe.plan import Opened
from appsec.runtime.probe.ways import is_only_here, reached_at

CA_URL = "http://ca.appsec.test/"
"""What the probe itself answers with its CA's certificate, on the device's way through it."""


ONLY_HERE = (
    "  實體裝置無法連至本機位址（adb reverse 不轉送 UDP）：請以 --listen 指定本機於測試網路之位址；"
    "Android 模擬器將 Endpoint 改為 10.0.2.2",
    "  a phone does not reach this address (adb reverse carries no UDP): give this machine's own"
    " in the test network by --listen; on the Android emulator the Endpoint is 10.0.2.2",
)


def instructions(opened: Sequence[Opened], authority: Authority, file: Path) -> Iterator[str]:
    """How the device comes to the probe, and to trust its CA."""
    for one in opened:
        yield f"{one.mode}: {reached_at(one.address)}:{one.port}"
        if one.client:
            if is_only_here(one.address):
                yield from ONLY_HERE
            yield "WireGuard 用戶端設定 configuration of the client:"
            yield from (f"  {line}" for line in one.client.splitlines())
        elif one.mode == "regular":
            yield (
                f"  Android (USB): adb reverse tcp:{one.port} tcp:{one.port};"
                f" adb shell settings put global http_proxy 127.0.0.1:{one.port}"
            )
    until = authority.certificate.not_valid_after_utc.date()
    yield f"測試CA test CA: {file} (SHA-256 {authority.sha256}, {until})"
    yield f"  裝置經代理開啟 on the device, through the probe: {CA_URL}"
    yield (
        "  Android：安裝於系統憑證庫（App預設不信任使用者自行安裝之CA），檔名"
        f" /system/etc/security/cacerts/{authority.android_name}；Android 14 以上須另掛載於"
        " /apex/com.android.conscrypt/cacerts"
    )
    yield (
        "  Android: into the system store, under that name (apps do not trust CAs that the user"
        " adds); from Android 14 on it must be mounted over the second folder"
    )
    yield (
        "  iOS：安裝描述檔後，於「設定 > 一般 > 關於本機 > 憑證信任設定」開啟完全信任"
        " / install the profile, then switch on full trust in Certificate Trust Settings"
    )
    yield (
        "  測試結束後移除該CA、清除代理設定"
        " / afterwards remove the CA and the proxy (adb shell settings put global http_proxy :0)"
    )
