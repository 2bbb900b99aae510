"""Does a recorded run show that old tokens are accepted after logout?"""

from collections.abc import Iterator

from appsec.api import Finding, IosApp, Question, Seen, own_hosts

_ANSWERED = (*range(200, 300), 304)


def check(app: IosApp) -> Iterator[Seen]:
    """What is answered without any token, too, tells nothing of one."""
    for one in app.traffic.sent_again(own_hosts(app)):
        status = one.sent.exchange.status
        if status in _ANSWERED and not one.public:
            values = {"host": one.host, "name": one.name, "status": str(status)}
            kind, key = (Finding, "accepted") if one.asked else (Question, "unclear")
            yield kind(key, one.sent.at, values, ("host", "name"))
