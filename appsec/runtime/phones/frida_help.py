"""What stands in the way of frida, in plain words: which file to push, and what to start."""

import re

from appsec.runtime.collect import CollectError
from appsec.runtime.phones.adb import Adb
from appsec.runtime.phones.android import AndroidPhone
from appsec.runtime.phones.android_app import alike
from appsec.runtime.phones.words import told

PLACE = "/data/local/tmp"
_NAME = re.compile(r"frida-server[\w.-]*", re.ASCII)
_ABIS = {
    "arm64-v8a": "arm64",
    "armeabi-v7a": "arm",
    "armeabi": "arm",
    "x86_64": "x86_64",
    "x86": "x86",
}
_KINDS = {
    "ServerNotRunningError": "no-server",
    "ProtocolError": "server-version",
    "NotSupportedError": "jailed",
    "PermissionDeniedError": "not-root",
    "ProcessNotFoundError": "no-such-process",
    "ExecutableNotFoundError": "no-such-process",
    "ProcessNotRespondingError": "dies",
    "TransportError": "dies",
}
_TEXTS = (
    ("major versions match", "server-version"),
    ("need gadget", "jailed"),
    ("unable to find application", "no-such-process"),
    ("unable to find process", "no-such-process"),
    ("device not found", "gone"),
    ("connection closed", "dies"),
    ("timeout was reached", "dies"),
    ("no answer in", "dies"),
)


def plain(error: Exception, package: str, device: str) -> str:
    """What a DeviceError of runtime/devices.py means on the device of this name, and what to do."""
    import frida

    adb: Adb | None = None
    try:
        if device == "usb":
            adb = AndroidPhone.open().adb
        elif device.startswith("usb:") and Adb(device.removeprefix("usb:")).state():
            adb = Adb(device.removeprefix("usb:"))
    except CollectError:
        adb = None
    return explained(error, frida.__version__, package, adb)


def explained(error: Exception, here: str, package: str = "", adb: Adb | None = None) -> str:
    """The same, where `here` is this computer's version of frida, and `adb` reaches the device, if
    it is one of adb's."""
    why = str(error)
    key = next((kind for text, kind in _TEXTS if text in why.casefold()), "")
    key = key or _KINDS.get(type(error.__cause__).__name__, "frida-says")
    serial = adb.serial if adb is not None else "SERIAL"
    try:
        if adb is not None and adb.state() != "device":
            return str(adb.lost())
        there = server_version(adb) if adb is not None else ""
        how = push(here, serial, abi(adb) if adb is not None else "", _start(adb))
        like = ", ".join(alike(adb, package)) if adb is not None and package else ""
    except CollectError as trouble:
        return str(trouble)
    if key == "no-server" and there and there != here:
        key = "server-version"
    said = told(key, why=why, here=here, there=there or "?", package=package, like=like or "-",
                how=how)  # fmt: skip
    return said if key == "frida-says" else f"{said}\n({why})"


def push(version: str, serial: str, abi_: str, start: str) -> str:
    """Which file to put on the device, and how."""
    file = f"frida-server-{version}-android-{_ABIS.get(abi_, 'arm64')}"
    return told("push-server", version=version, file=file, serial=serial, start=start)


def abi(adb: Adb) -> str:
    """The processor that the device has, in Android's words."""
    return adb.shell("getprop ro.product.cpu.abi").text.strip()


def server_version(adb: Adb) -> str:
    """The version of a frida-server that lies where testers put it; empty if there is none."""
    listed = adb.shell(f"ls {PLACE}").text.split()
    names = [one for one in listed if _NAME.fullmatch(one)]
    for name in names[:3]:
        said = adb.shell(f"{PLACE}/{name} --version").text.strip()
        if said and all(part.isdigit() for part in said.split(".")):
            return said
    return ""


def _start(adb: Adb | None) -> str:
    server = f"{PLACE}/frida-server -D"
    if adb is not None and adb.shell("id -u").text.strip() == "0":
        return server
    return f"su -c '{server}'"
