"""What is known of the classes of Android and Java themselves."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from appsec.engine.files import read_yaml


@cache
def platform_parents() -> Mapping[str, str]:
    """Classes of the platform by the class above them."""
    parents: Mapping[str, str] = read_yaml(Path(__file__).with_name("framework_classes.yaml"))
    return parents
