"""Does a recorded run show that old tokens are accepted after logout?"""

from collections.abc import Iterator

from appsec.api import AndroidApp, Seen, old_tokens, own_hosts


def check(app: AndroidApp) -> Iterator[Seen]:
    yield from old_tokens(app.traffic.sent_again(own_hosts(app)))
