"""Dart's pubspec.lock, for apps made with Flutter."""

from collections.abc import Mapping
from typing import Any

from appsec.readers.sbom.listing import Listing, Named, NotListed, made, text


def pubspec(values: Mapping[str, Any]) -> Listing:
    """The packages that the app depends on. Of those that others brought it does not tell whether
    only development needs them, so that these are not sure."""
    packages = values.get("packages")
    named = []
    for name, one in packages.items() if isinstance(packages, dict) else ():
        if not isinstance(one, dict) or text(one.get("dependency")) == "direct dev":
            continue
        of_sdk = text(one.get("source")) == "sdk"
        # What comes with the SDK is all of version 0.0.0.
        version = "" if of_sdk else text(one.get("version"))
        sure = text(one.get("dependency")).startswith("direct")
        named.append(Named(name, version, made("pub", "", name), name, sure=sure))
    if not named:
        raise NotListed("names no package that is not for development only")
    return Listing(tuple(named), ("pub",))
