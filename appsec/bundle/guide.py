"""The one page that tells an auditor what a bundle is, what it shows, and how to check it."""

from appsec.bundle.words import say
from appsec.model.text import Lang


def guide(lang: Lang, fingerprint: str, retain_until: str) -> str:
    """The page as plain text. `retain_until` is an ISO date or empty."""
    until = retain_until or say(lang, "no-retention")
    return say(lang, "guide", fingerprint=fingerprint, until=until)
