"""Does the Settings app show a password of this app in clear?"""

import re
from collections.abc import Iterator

from appsec.api import Finding, IosApp, Seen, SettingsField, table


def check(app: IosApp) -> Iterator[Seen]:
    """A text field whose name says password, and that does not hide what is typed."""
    shown = [one for one in app.settings if one.is_text and not one.secure and _is_password(one)]
    if shown:
        names = ", ".join(one.title or one.key for one in shown)
        yield Finding("shown", tuple(one.at for one in shown), {"fields": names})


def _is_password(one: SettingsField) -> bool:
    patterns = table(__file__, "secret_names")["passwords"]
    return any(re.search(each, name) for each in patterns for name in one.words)
