"""What in an IPA points to a login or to transactions, from the table beside this module."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

from appsec.engine.files import conform, read_yaml
from appsec.facts.app import FactUnavailable
from appsec.facts.ios import Binary, Bundle, Entitlements, IosApp
from appsec.model.check import STRICT
from appsec.model.frozen import frozen
from appsec.model.package import ClassHint, Purpose

_ASSOCIATED_DOMAINS = "com.apple.developer.associated-domains"


@frozen
class _Signs:
    __pydantic_config__ = STRICT

    entitlements: tuple[str, ...]
    associated_domains: tuple[str, ...]
    query_schemes: tuple[str, ...]
    url_schemes: tuple[str, ...]
    libraries: tuple[str, ...]


@frozen
class _Table:
    __pydantic_config__ = STRICT

    signs: Mapping[Purpose, _Signs]


@cache
def _table() -> Mapping[Purpose, _Signs]:
    path = Path(__file__).with_suffix(".yaml")
    return conform(path, {"signs": read_yaml(path)}, _Table).signs


def read_hints(app: IosApp) -> tuple[ClassHint, ...]:
    """Every hint once. Facts that are unavailable give none."""
    hints: dict[ClassHint, None] = {}
    with suppress(FactUnavailable):
        hints |= dict.fromkeys(_each(app.bundles, _of_bundle))
    with suppress(FactUnavailable):
        hints |= dict.fromkeys(_each(app.entitlements, _of_entitlements))
    with suppress(FactUnavailable):
        hints |= dict.fromkeys(_each(app.binaries, _of_binary))
    return tuple(hints)


def _each(
    items: Iterable[Any], hints_of: Callable[[Any, Purpose, _Signs], Iterator[ClassHint]]
) -> Iterator[ClassHint]:
    for item in items:
        for purpose, signs in _table().items():
            yield from hints_of(item, purpose, signs)


def _of_bundle(bundle: Bundle, purpose: Purpose, signs: _Signs) -> Iterator[ClassHint]:
    for scheme in _strings(bundle.plist.get("LSApplicationQueriesSchemes")):
        if scheme in signs.query_schemes:
            yield ClassHint(purpose, f"LSApplicationQueriesSchemes: {scheme}", bundle.at.file)
    for scheme in _url_schemes(bundle):
        if any(re.fullmatch(sign, scheme, re.IGNORECASE) for sign in signs.url_schemes):
            yield ClassHint(purpose, f"CFBundleURLSchemes: {scheme}", bundle.at.file)


def _url_schemes(bundle: Bundle) -> Iterator[str]:
    types = bundle.plist.get("CFBundleURLTypes")
    for one in types if isinstance(types, list) else ():
        if isinstance(one, dict):
            yield from _strings(one.get("CFBundleURLSchemes"))


def _of_entitlements(of: Entitlements, purpose: Purpose, signs: _Signs) -> Iterator[ClassHint]:
    for key in signs.entitlements:
        if of.values.get(key):
            yield ClassHint(purpose, key, of.binary)
    for domain in _strings(of.values.get(_ASSOCIATED_DOMAINS)):
        if domain.startswith(signs.associated_domains):
            yield ClassHint(purpose, domain, of.binary)


def _of_binary(binary: Binary, purpose: Purpose, signs: _Signs) -> Iterator[ClassHint]:
    linked = {library for one in binary.slices for library in one.libraries}
    for library in sorted(linked):
        if library.rpartition("/")[2] in signs.libraries:
            yield ClassHint(purpose, library, binary.path)


def _strings(value: object) -> Iterator[str]:
    for item in value if isinstance(value, list) else ():
        if isinstance(item, str):
            yield item
