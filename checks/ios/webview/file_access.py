"""May pages from files that a web view shows read other files, or any site?"""

from collections.abc import Iterator

from appsec.api import Hit, IosApp, Question, Seen, Words, choices, numbers, sightings

_SETTERS = ("-[WKPreferences setValue:forKey:]", "-[WKWebViewConfiguration setValue:forKey:]")
_KEYS = ("allowFileAccessFromFileURLs", "allowUniversalAccessFromFileURLs")


def check(app: IosApp) -> Iterator[Seen]:
    """A setting alone is no violation: what the web view shows makes it one."""
    yield from sightings(_hits(app))


def _hits(app: IosApp) -> Iterator[Hit]:
    for call in app.native_code.calls(*_SETTERS):
        if any(numbers(call.argument(0))):
            for key in choices(call.argument(1)):
                if isinstance(key, Words) and key.text in _KEYS:
                    told = {"setting": key.text, "function": call.caller}
                    yield Hit(call, "crosses-files", told, Question)
