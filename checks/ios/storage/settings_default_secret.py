"""Does the build ship a value for a setting that is named as a secret?"""

import re
from collections.abc import Iterator

from appsec.api import IosApp, Question, Seen, SettingsField, table


def check(app: IosApp) -> Iterator[Seen]:
    """The value itself is not repeated: a report travels further than a build."""
    shipped = [one for one in app.settings if _has_value(one) and _is_secret(one)]
    if shipped:
        names = ", ".join(one.title or one.key for one in shipped)
        yield Question("shipped", tuple(one.at for one in shipped), {"fields": names})


def _has_value(one: SettingsField) -> bool:
    return isinstance(one.default, str) and bool(one.default.strip())


def _is_secret(one: SettingsField) -> bool:
    known = table(__file__, "secret_names")
    patterns = (*known["passwords"], *known["secrets"])
    return one.secure or any(re.search(each, name) for each in patterns for name in one.words)
