"""Does the code react to screen capture, or cover the screen in the app switcher?"""

from collections.abc import Iterator

from appsec.api import Evidence, IosApp, NativeBody, Origin, Seen

_CAPTURED = "-[UIScreen isCaptured]"
_NOTICE = "UIScreenCapturedDidChangeNotification"
_LEAVES = (
    "applicationDidEnterBackground:",
    "applicationWillResignActive:",
    "sceneDidEnterBackground:",
    "sceneWillResignActive:",
)
_COVERS = ("addSubview:", "setHidden:", "insertSubview:aboveSubview:", "bringSubviewToFront:")


def check(app: IosApp) -> Iterator[Seen]:
    """A hint only, and only in own code."""
    code = app.native_code
    asked = {one.at for one in code.calls(_CAPTURED) if one.origin is Origin.APP}
    asked |= {at for _, at, origin in code.imports(_NOTICE) if origin is Origin.APP}
    if asked:
        yield Evidence("capture", tuple(sorted(asked)))
    covering = {one.at for one in code.implementing(*_LEAVES) if _covers(one)}
    if covering:
        yield Evidence("background", tuple(sorted(covering)))


def _covers(body: NativeBody) -> bool:
    return body.origin is Origin.APP and any(call.callee.selector in _COVERS for call in body.calls)
