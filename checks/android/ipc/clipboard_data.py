"""What does the app put on the clipboard, which other apps can read?"""

from collections.abc import Iterator

from appsec.api import AndroidApp, Constant, Origin, Question, Returned, Seen, Value, alternatives

_SET = "android.content.ClipboardManager.setPrimaryClip", "android.content.ClipboardManager.setText"


def check(app: AndroidApp) -> Iterator[Seen]:
    """Texts that stand in the code are no one's data. What libraries copy (a long press in a text
    field, say) the user asks for."""
    places = {
        site.at
        for site in app.code.calls(*_SET)
        if site.origin is Origin.APP and not _is_constant(site.argument(0))
    }
    if places:
        yield Question("copied", tuple(sorted(places)))


def _is_constant(value: Value) -> bool:
    """Whether the clip holds only what stands in the code; an empty one clears the clipboard."""
    if isinstance(value, Returned) and value.method.name.startswith("newPlainText"):
        value = value.arguments[-1]
    return all(isinstance(one, Constant) for one in alternatives(value))
