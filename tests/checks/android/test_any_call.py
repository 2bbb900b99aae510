"""Every check has to bear every call of what it watches: names are not signatures."""

import pytest

from appsec.engine.content import load_checks
from appsec.engine.run import run
from appsec.facts.android import Anchor, NetworkConfig, TrafficRule
from appsec.facts.screens import TextFields
from appsec.facts.values import UNKNOWN, Constant, New, Returned
from tests.apps import AT, android_app, manifest
from tests.code import code, method, octets, site, text

CHECKS = {
    name: check
    for name, check in load_checks("android").items()
    if check.about.watches or check.about.watches_own
}
EMPTY = Returned(method("tw.example.app.Singleton.getInstance"), ())
"""What a method gives that is called as those of the platform are, and takes nothing."""
NOTHING = tuple(
    Returned(method(api), ())
    for api in (
        "android.content.ClipData.newPlainText",
        "android.net.Uri.getPath",
        "android.util.Base64.decode",
        "java.lang.String.getBytes",
        "java.security.MessageDigest.digest",
    )
)
"""Calls that no compiler writes: without receiver and parameters."""
VALUES = (*NOTHING, UNKNOWN, Constant(None), text("password"), octets(1), New("a.B"), EMPTY)


def sites(api):
    if api.startswith("("):
        kind = api[1:-1]
        return [site("tw.example.lib.Net.use", one, types=(kind,)) for one in VALUES]
    made = [site(api), site(api, static=True)]
    for number in range(1, 5):
        made += [site(api, *[one] * number, receiver=one) for one in VALUES]
        made += [site(api, *[one] * number, static=True) for one in VALUES]
    return made


@pytest.mark.parametrize("check", CHECKS.values(), ids=CHECKS)
def test_it_bears_any_parameters(check):
    about = check.about
    every = [one for api in (*about.watches, *about.watches_own) for one in sites(api)]
    config = NetworkConfig(TrafficRule((), False, (Anchor.SYSTEM,), AT))
    given = dict.fromkeys(("bundled_certificates", "file_paths", "native_strings", "strings"), ())
    given |= {"manifest": manifest(), "network_config": config, "text_fields": TextFields()}
    app = android_app(code=code(*every), **given)
    assert run(check, app).crash == ""
