"""Which data do the app and its SDKs say they collect, and for what?"""

from collections.abc import Iterator

from appsec.api import IosApp, PrivacyManifest, Question, Seen


def check(app: IosApp) -> Iterator[Seen]:
    """One question for the whole list, to be held against the declaration; one more for what has
    no purpose."""
    collecting = [one for one in app.privacy_manifests if one.collected]
    if collecting:
        values = {"collected": "; ".join(map(_told, collecting))}
        yield Question("collected", tuple(one.at for one in collecting), values)
    aimless = [one for one in collecting if any(not data.purposes for data in one.collected)]
    if aimless:
        kinds = sorted({d.kind for one in aimless for d in one.collected if not d.purposes})
        values = {"by": ", ".join(one.name for one in aimless), "kinds": ", ".join(kinds)}
        yield Question("no-purpose", tuple(one.at for one in aimless), values)


def _told(one: PrivacyManifest) -> str:
    return f"{one.name}: {', '.join(sorted({data.kind for data in one.collected}))}"
