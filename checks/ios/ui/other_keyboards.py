"""Does the app refuse keyboards of others?"""

from collections.abc import Iterator

from appsec.api import Evidence, IosApp, Number, Origin, Seen

_DECIDES = "application:shouldAllowExtensionPointIdentifier:"


def check(app: IosApp) -> Iterator[Seen]:
    """Only shown: what the user sees at each field decides."""
    for body in app.native_code.implementing(_DECIDES):
        if body.origin is Origin.APP:
            always = bool(body.returned) and set(body.returned) == {Number(0)}
            yield Evidence("refused" if always else "decided", body.at)
