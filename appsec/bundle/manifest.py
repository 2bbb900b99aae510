"""The manifest of a bundle: an in-toto Statement as canonical JSON (RFC 8785), read strictly."""

import json
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

import rfc8785
from pydantic import TypeAdapter, ValidationError

from appsec.model.check import STRICT
from appsec.model.frozen import frozen

STATEMENT = "https://in-toto.io/Statement/v1"
PREDICATE = "urn:appsec:evidence-bundle:1"
PAYLOAD = "application/vnd.in-toto+json"


class BadManifest(Exception):
    """The manifest says nothing to be relied on. `key` names the sentence that tells why."""

    def __init__(self, key: str, detail: str = "") -> None:
        super().__init__(key, detail)
        self.key = key
        self.detail = detail


class Part(StrEnum):
    """What a file is in the bundle."""

    ASSESSMENT = "assessment"
    REPORT = "report"
    TRACE = "trace"
    RECORD = "record"
    EVIDENCE = "evidence"
    BUILD = "build"
    GUIDE = "guide"
    KEY = "key"


@frozen
class Enclosed:
    """One file: `name` is its path in the bundle, with `/`. `expires` is the last day on which what
    rests on it counts, as an ISO date, or empty."""

    name: str
    part: Part
    size: int
    sha256: str
    expires: str = ""


@frozen
class Build:
    """An app file that an enclosed assessment is about."""

    __pydantic_config__ = STRICT

    assessment: str
    platform: str
    id: str
    version: str
    sha256: str


@frozen
class LeftOut:
    """A file of the folder that is not enclosed, such as the app itself: its hash stands for it."""

    __pydantic_config__ = STRICT

    name: str
    size: int
    sha256: str


@frozen
class Manifest:
    """Everything that the signature covers. Dates are ISO dates; `closes` and `retain_until` are
    empty where nobody said when the project closes."""

    created: str
    tool: str
    closes: str
    retain_until: str
    builds: tuple[Build, ...]
    files: tuple[Enclosed, ...]
    left_out: tuple[LeftOut, ...] = ()

    def canonical(self) -> bytes:
        """The Statement as RFC 8785 writes it: the same manifest is the same bytes."""
        about = {one.name: _about(one) for one in self.files}
        return rfc8785.dumps(
            {
                "_type": STATEMENT,
                "subject": [
                    {"name": one.name, "digest": {"sha256": one.sha256}} for one in self.files
                ],
                "predicateType": PREDICATE,
                "predicate": {
                    "created": self.created,
                    "tool": self.tool,
                    "closes": self.closes,
                    "retain_until": self.retain_until,
                    "builds": [_plain(build) for build in self.builds],
                    "files": about,
                    "left_out": [_plain(one) for one in self.left_out],
                },
            }
        )


@frozen
class _Subject:
    __pydantic_config__ = STRICT

    name: str
    digest: Mapping[str, str]


@frozen
class _About:
    __pydantic_config__ = STRICT

    part: Part
    size: int
    expires: str


@frozen
class _Predicate:
    __pydantic_config__ = STRICT

    created: str
    tool: str
    closes: str
    retain_until: str
    builds: tuple[Build, ...]
    files: Mapping[str, _About]
    left_out: tuple[LeftOut, ...]


@frozen
class _Statement:
    __pydantic_config__ = STRICT

    subject: tuple[_Subject, ...]
    predicateType: str
    predicate: _Predicate


def parse(payload: bytes) -> Manifest:
    """The manifest that a payload holds. Raises BadManifest.

    Two readers could take keys that are given twice, or another order, for two manifests: only the
    canonical form is a manifest.
    """
    try:
        plain = json.loads(payload)
        if rfc8785.dumps(plain) != payload:
            raise BadManifest("manifest-not-canonical")
        kind = plain.pop("_type", None)
        told = TypeAdapter(_Statement).validate_json(json.dumps(plain))
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        raise BadManifest("manifest-unreadable", _first(error)) from error
    if kind != STATEMENT or told.predicateType != PREDICATE:
        raise BadManifest("manifest-unknown-kind", told.predicateType)
    return _manifest(told)


def _manifest(told: _Statement) -> Manifest:
    said = told.predicate
    names = [one.name for one in told.subject]
    hashes = [one.digest.get("sha256", "") for one in told.subject]
    if len(set(names)) < len(names) or set(names) != set(said.files) or not all(hashes):
        raise BadManifest("manifest-unreadable", "subject")
    files = tuple(
        Enclosed(
            name, said.files[name].part, said.files[name].size, digest, said.files[name].expires
        )
        for name, digest in zip(names, hashes, strict=True)
    )
    return Manifest(
        said.created, said.tool, said.closes, said.retain_until, said.builds, files, said.left_out
    )


def _about(one: Enclosed) -> dict[str, Any]:
    return {"part": str(one.part), "size": one.size, "expires": one.expires}


def _plain(value: Build | LeftOut) -> dict[str, Any]:
    return {name: getattr(value, name) for name in value.__dataclass_fields__}


def _first(error: Exception) -> str:
    if isinstance(error, ValidationError):
        one = error.errors(include_url=False, include_input=False)[0]
        return f"{'.'.join(map(str, one['loc']))}: {one['msg']}"
    return type(error).__name__
