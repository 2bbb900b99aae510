"""What a tester noted is told as what was noted, and no more."""

from pathlib import Path

import pytest
import yaml

CHECKS = Path(__file__).parents[3] / "checks"


@pytest.mark.parametrize("platform", ["android", "ios"])
def test_silence_on_a_rooted_device_is_told_without_what_nobody_noted(platform):
    told = yaml.safe_load((CHECKS / platform / "runtime/silent_on_rooted_device.yaml").read_text())
    text = told["messages"]["noted"]["text"]
    assert "sensitive functions" not in text["en"]
    assert "敏感功能" not in text["zh-TW"]
