"""What is known of the classes of Android and Java themselves."""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from appsec.engine.files import read_yaml


@cache
def platform_parents() -> Mapping[str, str]:
    """Classes of the platform by the class above them."""
    parents: Mapping[str, str] = read_yaml(Path(__file__).with_name("framework_classes.yaml"))
    return parents


def platform_classes_below(base: str) -> Iterator[str]:
    """The classes of the platform below one of them."""
    parents = platform_parents()
    for name in parents:
        above = name
        while above := parents.get(above, ""):
            if above == base:
                yield name
