"""The devices that are there, by adb, by frida and on a cable, and what each of them can decide."""

from importlib.util import find_spec

from appsec.model.frozen import frozen
from appsec.model.text import visible
from appsec.model.trace import DeviceKind
from appsec.runtime.collect import CollectError
from appsec.runtime.phones import iphone
from appsec.runtime.phones.adb import Adb, Attached, attached
from appsec.runtime.phones.android import AndroidPhone
from appsec.runtime.phones.frida_help import server_version
from appsec.runtime.phones.words import Both, both

FRIDA_SECONDS = 10.0


@frozen
class Listed:
    """A device: how `--device` names it, and what it is. `server` is the version of its
    frida-server, `answers` whether one answers; None if nobody asked. `decides` says in both
    languages what it can decide, `trouble` why it cannot be used as it is."""

    device: str
    kind: DeviceKind
    platform: str = ""
    model: str = ""
    os: str = ""
    root: str = ""
    server: str = ""
    answers: bool | None = None
    decides: Both = ("", "")
    trouble: str = ""


@frozen
class Listing:
    """All of them, and what kept from looking for more."""

    devices: tuple[Listed, ...]
    troubles: tuple[str, ...]


def listed(remotes: tuple[str, ...] = (), token: str = "") -> Listing:
    """Looks for devices. Never raises: what is missing is told."""
    found: list[Listed] = []
    troubles: list[str] = []
    try:
        found += [_android(one) for one in attached()]
    except CollectError as error:
        troubles.append(str(error))
    found += [_iphone(one) for one in iphone.attached()]
    if find_spec("frida") is None:
        troubles.append(" ".join(both("no-frida")))
        found += [
            Listed(one, DeviceKind.REMOTE, trouble=" ".join(both("no-frida"))) for one in remotes
        ]
        return Listing(tuple(found), tuple(troubles))
    found += [_remote(one, token) for one in remotes]
    found.append(Listed("local", DeviceKind.LOCAL, answers=True, decides=both("decides-local")))
    return Listing(tuple(found), tuple(troubles))


def _android(one: Attached) -> Listed:
    device = f"usb:{visible(one.serial, 80)}"
    adb = Adb(one.serial)
    if one.state != "device":
        return Listed(
            device, DeviceKind.USB, "android", visible(one.model, 80), trouble=str(adb.lost())
        )
    try:
        phone = AndroidPhone.open(one.serial)
        kind = DeviceKind.EMULATOR if phone.is_emulator else DeviceKind.USB
        root = _root(phone)
        release = f"Android {phone.property('ro.build.version.release')}"
        return Listed(
            device, kind, "android", phone.property("ro.product.model"), release, root,
            visible(server_version(adb), 20), _answers(f"usb:{one.serial}"),
            _decides(kind, root),
        )  # fmt: skip
    except CollectError as error:
        return Listed(device, DeviceKind.USB, "android", visible(one.model, 80), trouble=str(error))


def _root(phone: AndroidPhone) -> str:
    """How commands would become root. Nothing is asked of the tester for it."""
    said = phone.adb.shell("id -u; command -v su; true").text.split()
    if said[:1] == ["0"]:
        return "adb root"
    if len(said) > 1:
        return "su"
    return "adb root?" if phone.property("ro.debuggable") == "1" else ""


def _decides(kind: DeviceKind, root: str) -> Both:
    if kind is DeviceKind.EMULATOR:
        return both("decides-emulator" if root else "decides-emulator-plain")
    return both("decides-rooted" if root else "decides-plain")


def _iphone(udid: str) -> Listed:
    device = f"usb:{visible(udid, 80)}"
    try:
        about = iphone.about(udid)
    except CollectError as error:
        return Listed(device, DeviceKind.USB, "ios", trouble=str(error))
    answers = _answers(f"usb:{udid}") if find_spec("frida") is not None else None
    decides = both("decides-jailbroken" if answers else "decides-iphone")
    return Listed(device, DeviceKind.USB, "ios", about.model, about.os,
                  "jailbreak" if answers else "", answers=answers, decides=decides)  # fmt: skip


def _answers(spec: str, token: str = "") -> bool | None:
    """Whether a frida-server is there: without one only apps with the gadget can be entered."""
    if find_spec("frida") is None:
        return None
    told = _parameters(spec, token)
    return told is not None and told.get("access") == "full"


def _parameters(spec: str, token: str) -> dict[str, object] | None:
    from appsec.runtime.devices import DeviceError, bounded, open_device

    try:
        handle = open_device(spec, token).handle
        told: dict[str, object] = bounded(
            "parameters", FRIDA_SECONDS, handle.query_system_parameters
        )
    except DeviceError:
        return None
    return told


def _remote(spec: str, token: str) -> Listed:
    from appsec.runtime.devices import DeviceError, bounded, open_device

    shown = visible(spec, 120)
    try:
        opened = open_device(spec, token)
        bounded("processes", FRIDA_SECONDS, opened.handle.enumerate_processes)
    except DeviceError as error:
        return Listed(shown, DeviceKind.REMOTE, answers=False, trouble=visible(str(error), 200))
    about = opened.about
    return Listed(shown, about.kind, model=about.model, os=about.os, answers=True,
                  decides=both("decides-remote"))  # fmt: skip
