"""What is told of code does not change when an obfuscator renames, moves and merges it."""

from collections import Counter

import pytest
import yaml

from tests.command import SAMPLES

LIBRARY = "question android-weak-cipher weak-elsewhere"
NO_LONGER_THERE = {
    # The two classes that used one key are one class now.
    "crypto": {"finding android-reused-key reused"},
    "input": set(),
    "storage": set(),
}
NAMED_BY_THE_APP = {
    # Fields that are called phoneNumber, password, email and sessionToken.
    "crypto": {
        "question android-hashed-personal-data hashed",
        "question android-weak-password-hash weak-hash",
    },
    "input": set(),
    "storage": {
        "question android-plain-personal-data plain",
        "question android-plain-preference plain",
    },
}
TOPICS = sorted(NAMED_BY_THE_APP)


def seen(path):
    """What a sample shows, without places and values, as often as it shows it."""
    told = yaml.safe_load((SAMPLES / path).read_text(encoding="utf-8"))["seen"]
    return Counter(one.partition(" | ")[0] for one in told)


@pytest.mark.parametrize("topic", TOPICS)
def test_only_what_rests_on_names_or_classes_is_missing(topic):
    plain = seen(f"android/code/{topic}/weak.apk.expected.yaml")
    obfuscated = seen(f"android/obfuscated/{topic}/weak.apk.expected.yaml")
    gone = NO_LONGER_THERE[topic] | NAMED_BY_THE_APP[topic]
    assert (plain - obfuscated).keys() == gone
    assert obfuscated - plain == Counter([LIBRARY])


@pytest.mark.parametrize("topic", TOPICS)
def test_the_fixed_twin_shows_nothing_more(topic):
    plain = seen(f"android/code/{topic}/fixed.apk.expected.yaml")
    obfuscated = seen(f"android/obfuscated/{topic}/fixed.apk.expected.yaml")
    assert plain == obfuscated
