"""What is told of found secrets gives nothing of their values away."""

import hashlib

from appsec.facts.placed_text import Medium
from appsec.readers.secrets.read import digest, read_secrets
from appsec.readers.secrets.rules import rules
from appsec.readers.texts.blocks import AllTexts, Lost
from tests.readers.secrets.planted import Maker, block_of

RULES = {rule.id: rule for rule in rules()}


def test_digests_of_persons_do_not_tell_one_from_all_others() -> None:
    """There are 10^8 mobile numbers: four digits leave over a thousand to each."""
    assert len(digest(RULES["mobile-number"], "0912345678")) == 4
    assert len(digest(RULES["roc-id"], Maker("one").fill("{roc}"))) == 4


def test_digests_are_slow_ones() -> None:
    rule, value = RULES["possible-password"], "Summer2025!"
    told = digest(rule, value)
    assert len(told) == 12 and told != digest(rule, "Summer2026!")
    for salt in ("", rule.id, f"{rule.id}\0"):
        assert told not in hashlib.sha256(f"{salt}{value}".encode()).hexdigest()


def test_two_keys_with_one_head_are_two() -> None:
    """Keys of OpenSSH begin with the same 70 characters."""
    made = Maker("openssh")
    head = "-----BEGIN OPENSSH PRIVATE KEY-----\n" + made.some("b64", 70) + "\n"
    keys = [head + "\n".join(made.some("b64", 70) for _ in range(20)) for _ in range(2)]
    blocks = [block_of(key, Medium.FILE) for key in keys]
    found = read_secrets(AllTexts(lambda lost: blocks, Lost()), ()).value
    assert len({one.digest for one in found if one.rule == "private-key"}) == 2
