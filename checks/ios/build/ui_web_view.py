"""Does the app use the web view that Apple has withdrawn?"""

from collections.abc import Iterator

from appsec.api import Evidence, IosApp, Seen

SYMBOL = "_OBJC_CLASS_$_UIWebView"


def check(app: IosApp) -> Iterator[Seen]:
    """Advice only: that a class is linked does not show that a page is loaded in it."""
    users = {one.binary: one.at for one in app.builds if one.imports_any(SYMBOL)}
    if users:
        yield Evidence("linked", tuple(users.values()), {"binaries": ", ".join(users)})
