"""Does the app let users keep a secret in the Settings app, and with it in a plain file?"""

import re
from collections.abc import Iterator

from appsec.api import IosApp, Question, Seen, SettingsField, table


def check(app: IosApp) -> Iterator[Seen]:
    """Whatever the Settings app takes is kept in the preferences, hidden on the screen or not."""
    stored = [one for one in app.settings if one.is_text and _is_secret(one)]
    if stored:
        names = ", ".join(one.title or one.key for one in stored)
        yield Question("stored", tuple(one.at for one in stored), {"fields": names})


def _is_secret(one: SettingsField) -> bool:
    known = table(__file__, "secret_names")
    patterns = (*known["passwords"], *known["secrets"])
    return one.secure or any(re.search(each, name) for each in patterns for name in one.words)
