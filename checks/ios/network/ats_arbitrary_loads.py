"""Is App Transport Security switched off for all connections, for web content or for media?"""

from collections.abc import Iterator

from appsec.api import IosApp, Question, Seen


def check(app: IosApp) -> Iterator[Seen]:
    """A permission is only a question: whether anything sensitive travels is seen in a run."""
    for security in app.transport_security:
        permitted = {
            "for-all": security.arbitrary_loads,
            "in-web-content": security.in_web_content,
            "for-media": security.for_media,
        }
        for key, is_permitted in permitted.items():
            if is_permitted:
                yield Question(key, security.at, {"bundle": security.bundle})
