"""The devices that an app may run on: this machine, one on a cable, one behind an address."""

from collections.abc import Callable
from hashlib import sha256
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any, TypeVar, cast

import frida

from appsec.model.frozen import frozen
from appsec.model.trace import Device, DeviceKind

T = TypeVar("T")

FIND_SECONDS = 30.0
_KINDS = {
    "local": DeviceKind.LOCAL,
    "usb": DeviceKind.USB,
    "remote": DeviceKind.REMOTE,
}


_ERRORS = (
    frida.core.RPCException,
    frida.ServerNotRunningError,
    frida.ExecutableNotFoundError,
    frida.ExecutableNotSupportedError,
    frida.ProcessNotFoundError,
    frida.ProcessNotRespondingError,
    frida.InvalidArgumentError,
    frida.InvalidOperationError,
    frida.PermissionDeniedError,
    frida.AddressInUseError,
    frida.TimedOutError,
    frida.NotSupportedError,
    frida.ProtocolError,
    frida.TransportError,
)
"""All that frida raises; its errors have no base of their own."""


class DeviceError(Exception):
    """A device or what runs on it cannot be reached; says why."""


class TookTooLong(DeviceError):
    """A call did not come back in time."""


@frozen
class Opened:
    """A device that answers: frida's handle and what a trace says of it."""

    handle: Any
    about: Device


def bounded(what: str, seconds: float, work: Callable[[], T]) -> T:
    """What `work` gives, a call of frida's. Raises TookTooLong, and DeviceError with what frida
    says. Any of its calls may hang for ever when a process stops or a cable is pulled, and a call
    into a script cannot even be cancelled: it is left behind in its thread."""
    done: SimpleQueue[tuple[T | None, BaseException | None]] = SimpleQueue()
    cancel = frida.Cancellable()

    def run() -> None:
        try:
            with cancel:
                done.put((work(), None))
        except BaseException as error:
            # Whatever it is, it is raised where the call was made.
            done.put((None, error))

    Thread(target=run, name=f"appsec {what}", daemon=True).start()
    try:
        value, error = done.get(timeout=seconds)
    except Empty:
        cancel.cancel()
        raise TookTooLong(f"{what}: no answer in {seconds:g} s") from None
    if isinstance(error, _ERRORS):
        raise DeviceError(f"{what}: {error}") from error
    if error is not None:
        raise error
    return cast(T, value)


def open_device(spec: str, token: str = "") -> Opened:
    """The device that `local`, `usb`, `usb:ID` or `HOST:PORT` names. Raises DeviceError."""
    handle = bounded(f"device {spec}", FIND_SECONDS, lambda: _found(spec, token))
    return Opened(handle, _about(handle))


def _found(spec: str, token: str) -> Any:
    if spec == "local":
        return frida.get_local_device()
    if spec == "usb":
        return frida.get_usb_device(timeout=FIND_SECONDS / 3)
    if spec.startswith("usb:"):
        return frida.get_device(spec.removeprefix("usb:"), timeout=FIND_SECONDS / 3)
    options = {"token": token} if token else {}
    return frida.get_device_manager().add_remote_device(spec, **options)


def _about(handle: Any) -> Device:
    """What frida tells of a device; one behind a portal or a gadget tells nothing."""
    kind = _KINDS.get(handle.type, DeviceKind.REMOTE)
    digest = sha256(handle.id.encode()).hexdigest()[:16]
    try:
        told = bounded("system parameters", FIND_SECONDS, handle.query_system_parameters)
    except DeviceError:
        return Device(kind, digest)
    system = told.get("os", {})
    release = f"{system.get('name', '')} {system.get('version', '')}".strip()
    # The name of a device is its owner's as a rule: only the hardware's is kept.
    return Device(kind, digest, str(told.get("hardware", {}).get("product", "")), release)
