"""Does a rule that is in force let connections go unencrypted?"""

from collections.abc import Iterator

from appsec.api import AndroidApp, Evidence, Question, Seen, is_this_device

CLEARTEXT_OFF_SINCE = 28
"""From this targetSdk on, cleartext without a file is what the manifest asks for."""


def check(app: AndroidApp) -> Iterator[Seen]:
    """A permission is only a question: whether anything sensitive travels is seen in a run."""
    config = app.network_config
    if config.base.cleartext:
        key = "allowed-for-all"
        if config.base.implied:
            asked = app.manifest.target_sdk >= CLEARTEXT_OFF_SINCE
            key = "allowed-by-manifest" if asked else "allowed-by-default"
        yield Question(key, config.base.at, {})
    for rule in config.domains:
        if rule.cleartext:
            values = {"domains": ", ".join(rule.domains)}
            if all(is_this_device(domain) for domain in rule.domains):
                yield Evidence("allowed-for-this-device", rule.at, values)
            else:
                yield Question("allowed-for-domain", rule.at, values)
