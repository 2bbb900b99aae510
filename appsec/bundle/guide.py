"""The one page that tells an auditor what a bundle is, what it shows, and how to check it."""

from appsec.bundle.words import say
from appsec.model.text import Lang


def guide(lang: Lang, fingerprint: str, retain_until: str) -> str:
    """The page as plain text. `retain_until` is an ISO date or empty. Without a fingerprint it says
    where that is to be had: one that the bundle itself names confirms nobody."""
    mark = fingerprint or say(lang, "fingerprint-to-ask")
    until = retain_until or say(lang, "no-retention")
    return say(lang, "guide", fingerprint=mark, until=until)
