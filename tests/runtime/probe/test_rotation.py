"""When a certificate's turn with a host is over."""

from appsec.facts.traffic import Presented
from appsec.runtime.probe.plan import HostTold, Outcome
from appsec.runtime.probe.rotation import Rotation

APP, SDK = "api.example.test", "sdk.example.test"


class Shown:
    """A probe of which the test says what came of each certificate."""

    def __init__(self, *hosts):
        self.hosts = hosts
        self.now = {}
        self.came = {}

    def told(self, host):
        known = {one: self.came.get((host, one), Outcome.NOT_SEEN) for one in Presented}
        return HostTold(host, True, known)

    def present(self, certificate, hosts):
        self.now.update(dict.fromkeys(hosts, certificate))

    def settle(self):
        pass


def test_a_refusal_waits_until_the_log_in_was_repeated():
    probe = Shown(APP)
    rotation = Rotation(probe)
    assert list(rotation.step()) == []
    probe.came[APP, Presented.VALID] = Outcome.ACCEPTED
    assert [one[3] for one in rotation.step()] == [Presented.SELF_SIGNED]
    # A strict library connects at once, the app itself only in the log-in.
    probe.came[APP, Presented.SELF_SIGNED] = Outcome.REFUSED
    assert list(rotation.step()) == []
    assert rotation.unconfirmed == APP
    # The log-in that ends here began under the certificate before.
    assert list(rotation.step(True)) == []
    probe.came[APP, Presented.SELF_SIGNED] = Outcome.ACCEPTED
    assert [one[2:] for one in rotation.step()] == [(Outcome.ACCEPTED, Presented.UNTRUSTED)]
    assert rotation.unconfirmed == ""


def test_a_repeated_log_in_ends_the_turn_of_what_was_refused_in_it_alone():
    probe = Shown(APP, SDK)
    rotation = Rotation(probe)
    list(rotation.step())
    probe.came[APP, Presented.VALID] = probe.came[SDK, Presented.VALID] = Outcome.REFUSED
    probe.came[SDK, Presented.SELF_SIGNED] = Outcome.REFUSED
    assert [one[0] for one in rotation.step(True)] == [APP, SDK]
    assert probe.now == {APP: Presented.SELF_SIGNED, SDK: Presented.UNTRUSTED}
    assert list(rotation.step()) == []
    assert list(rotation.step(True)) == []
