"""What does the app put on the clipboard, which other apps can read?"""

from collections.abc import Iterator

from appsec.api import (
    AndroidApp,
    Constant,
    Finding,
    Origin,
    Question,
    Returned,
    Seen,
    Value,
    alternatives,
    is_typed_password,
)

_SET = "android.content.ClipboardManager.setPrimaryClip", "android.content.ClipboardManager.setText"


def check(app: AndroidApp) -> Iterator[Seen]:
    """Texts that stand in the code are no one's data. What libraries copy (a long press in a text
    field, say) the user asks for."""
    own = [site for site in app.code.calls(*_SET) if site.origin is Origin.APP]
    secret = {site.at for site in own if is_typed_password(site.argument(0))}
    others = {site.at for site in own if not _is_constant(site.argument(0))} - secret
    if secret:
        yield Finding("password", tuple(sorted(secret)))
    if others:
        yield Question("copied", tuple(sorted(others)))


def _is_constant(value: Value) -> bool:
    """Whether the clip holds only what stands in the code; an empty one clears the clipboard."""
    made = isinstance(value, Returned) and value.method.name.startswith("newPlainText")
    if isinstance(value, Returned) and made and value.arguments:
        value = value.arguments[-1]
    return all(isinstance(one, Constant) for one in alternatives(value))
