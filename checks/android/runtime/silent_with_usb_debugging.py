"""Does a recorded run show the app silent with USB debugging on?"""

from collections.abc import Iterator

from appsec.api import AndroidApp, Seen, Tried, alone_with_usb_debugging, reactions


def check(app: AndroidApp) -> Iterator[Seen]:
    yield from reactions(app.runs.attempts(Tried.USB_DEBUGGING), alone_with_usb_debugging)
