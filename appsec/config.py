"""`appsec.toml`: what a team settles once for its app, found beside the code and read strictly."""

import datetime
import glob
import json
import os
import tomllib
from dataclasses import field, fields
from pathlib import Path
from typing import Annotated, Literal

from appsec.assess.gate import AcceptedUnread, Mode, Terms
from appsec.assess.licences import LicencePolicy, unfit
from appsec.engine.declaration.file import NAME as DECLARATION
from appsec.engine.files import MAX_BYTES, Bounds, FileProblem, conform
from appsec.engine.profiles import available
from appsec.model.check import STRICT
from appsec.model.frozen import frozen
from appsec.model.outcome import Severity
from appsec.model.text import Lang, visible, worded

NAME = "appsec.toml"

DISMISSALS = "appsec-dismissals.yaml"
"""The file of dismissals that is taken from beside the settings if they name none."""

CONFIRMATIONS = "appsec-confirmations.yaml"
"""The file of confirmations that is taken from beside the settings if they name none."""

_Words = Annotated[str, Bounds(min_length=1, pattern=r"\S")]


@frozen
class Thresholds:
    """`min_severity`: the least severity of a finding that fails the gate `findings`."""

    __pydantic_config__ = STRICT

    min_severity: Literal["low", "medium", "high", "critical"] | None = None


def _key(field: str) -> str:
    """What a field of Settings is called in the file."""
    return "class" if field == "app_class" else field


@frozen
class Settings:
    """The keys of the file. None and empty mean: not set here.

    Paths are relative to the file's folder. `own_packages` are prefixes of the team's own code:
    what is seen there is marked as the app's own, whatever library a check takes it for.
    """

    __pydantic_config__ = STRICT | {"alias_generator": _key}

    artefacts: tuple[_Words, ...] = ()
    app_class: Literal["L1", "L2", "L3"] | None = None
    with_f: bool | None = None
    profile: _Words | None = None
    gate: Mode | None = None
    lang: Lang | None = None
    formats: tuple[_Words, ...] = ()
    thresholds: Thresholds = Thresholds()
    accepted_unread: tuple[AcceptedUnread, ...] = ()
    own_packages: tuple[_Words, ...] = ()
    mapping: tuple[_Words, ...] = ()
    dismissals: _Words | None = None
    confirmations: _Words | None = None
    declaration: _Words | None = None
    baseline: _Words | None = None
    companion: _Words | None = None
    companion_attested: _Words | None = None
    sbom: tuple[_Words, ...] = ()
    vulndb: _Words | None = None
    trace: tuple[_Words, ...] = ()
    licences: LicencePolicy = field(default_factory=LicencePolicy)


@frozen
class Config:
    """The settings of one file; without a `path` nothing is set."""

    settings: Settings = Settings()
    path: Path | None = None

    def terms(self, min_severity: str) -> Terms:
        """How the gate differs from its default."""
        return Terms(Severity(min_severity), self.settings.accepted_unread)

    @property
    def dismissals(self) -> str | None:
        """The file of dismissals, from the settings' folder: the one named, or the one found."""
        return self.settings.dismissals or self._found(DISMISSALS)

    @property
    def confirmations(self) -> str | None:
        """The file of confirmations, likewise."""
        return self.settings.confirmations or self._found(CONFIRMATIONS)

    @property
    def declaration(self) -> str | None:
        """The declaration, likewise."""
        return self.settings.declaration or self._found(DECLARATION)

    def _found(self, name: str) -> str | None:
        beside = self.path and self.path.parent / name
        return name if beside and beside.exists() else None

    def values(self) -> dict[str, object]:
        """Every key that is set, as the command line would be given it: paths from here."""
        given = self.settings
        values: dict[str, object] = {
            "artefacts": [self._glob(pattern) for pattern in given.artefacts],
            "class": given.app_class,
            "with_f": given.with_f,
            "profile": self._profile(given.profile),
            "gate": given.gate and given.gate.value,
            "lang": given.lang and given.lang.value,
            "formats": [self._format(each) for each in given.formats],
            "thresholds.min_severity": given.thresholds.min_severity,
            "mapping": [self._place(path) for path in given.mapping],
            "dismissals": self.dismissals and self._place(self.dismissals),
            "confirmations": self.confirmations and self._place(self.confirmations),
            "declaration": self.declaration and self._place(self.declaration),
            "baseline": given.baseline and self._place(given.baseline),
            "companion": given.companion and self._place(given.companion),
            "companion_attested": given.companion_attested,
            "sbom": [self._place(path) for path in given.sbom],
            "trace": [self._place(path) for path in given.trace],
            "vulndb": given.vulndb and self._place(given.vulndb),
        }
        return {key: value for key, value in values.items() if value not in (None, [])}

    def _folder(self) -> str:
        """The file's folder as seen from here; short, and the same on every machine."""
        folder = os.path.relpath(self.path.parent) if self.path else "."
        return "" if folder == "." else folder

    def _place(self, path: str) -> str:
        return os.path.join(self._folder(), path)

    def _glob(self, pattern: str) -> str:
        return os.path.join(glob.escape(self._folder()), pattern)

    def _profile(self, name: str | None) -> str | None:
        return name if name is None or name in available() else self._place(name)

    def _format(self, value: str) -> str:
        form, given, path = value.partition("=")
        return f"{form}={self._place(path)}" if given and path not in ("", "-") else value


def find(folder: Path) -> Path | None:
    """The nearest `appsec.toml`, from `folder` upwards to the root of its repository.

    Outside of a repository only that of the folder itself: nobody else's file above decides.
    """
    for place in _within_repository(folder):
        if (place / NAME).exists():
            return place / NAME
    return None


def _within_repository(folder: Path) -> list[Path]:
    above = [folder, *folder.parents]
    root = next((n for n, place in enumerate(above) if (place / ".git").exists()), 0)
    return above[: root + 1]


def load(path: Path) -> Config:
    """The settings of a file. Raises FileProblem naming file and key."""
    try:
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise FileProblem(path, error.strerror or str(error)) from error
    if len(raw) > MAX_BYTES:
        raise FileProblem(path, f"larger than {MAX_BYTES} bytes")
    try:
        values = tomllib.loads(raw.decode())
        # TOML has dates of its own; the strict shape takes them as ISO text.
        plain = json.loads(json.dumps(values, default=_plain))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, TypeError, RecursionError) as error:
        raise FileProblem(path, str(error)) from error
    if strange := plain.keys() - keys():
        raise FileProblem(path, f"unknown key {', '.join(sorted(strange))}; see `appsec init`")
    settings = conform(path, plain, Settings)
    _must_hold(path, settings)
    return Config(settings, path)


def keys() -> set[str]:
    """The keys that the file may have at its top."""
    return {_key(each.name) for each in fields(Settings)}


def _plain(value: object) -> str:
    if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
        return value.isoformat()
    raise TypeError(f"not a date: {value}")


def _must_hold(path: Path, settings: Settings) -> None:
    from appsec.facts.android import AndroidApp
    from appsec.facts.ios import IosApp

    accepted = [each.what for each in settings.accepted_unread]
    facts = AndroidApp.facts().keys() | IosApp.facts().keys()
    for number, each in enumerate(settings.accepted_unread):
        for key in ("what", "reason"):
            if not worded(getattr(each, key)):
                raise FileProblem(path, f"accepted_unread.{number}.{key}: is empty")
        if each.what not in facts:
            named = f"no fact is named {visible(each.what)}; reports and exit code 3 name them"
            raise FileProblem(path, f"accepted_unread.{number}.what: {named}")
    for problem in unfit(settings.licences):
        raise FileProblem(path, problem)
    for what in sorted({what for what in accepted if accepted.count(what) > 1}):
        raise FileProblem(path, f"accepted_unread: {what} is accepted twice")
