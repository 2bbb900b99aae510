"""Does a rule that is in force let connections go unencrypted?"""

from collections.abc import Iterator

from appsec.api import AndroidApp, Question, Seen


def check(app: AndroidApp) -> Iterator[Seen]:
    """A permission is only a question: whether anything sensitive travels is seen in a run."""
    config = app.network_config
    if config.base.cleartext:
        key = "allowed-by-default" if config.base.implied else "allowed-for-all"
        yield Question(key, config.base.at, {})
    for rule in config.domains:
        if rule.cleartext:
            yield Question("allowed-for-domain", rule.at, {"domains": ", ".join(rule.domains)})
