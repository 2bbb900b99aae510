"""The canaries of a run: typed ones from a file, learned ones from what the app was told."""

import json
import os
import re
from collections.abc import Iterable, Iterator
from hashlib import sha256
from json import JSONDecodeError
from pathlib import Path
from threading import Lock
from typing import Self

from appsec.engine.canaries.forms import What, forms, searchable
from appsec.model.frozen import frozen
from appsec.model.trace import Call, Canary, Thing, Value

NAME, PART = "canaries.json", "canaries.part"
MAX_TYPED = 100
MAX_LEARNED = 200
MIN_TOKEN = 12
MAX_TOKEN = 4096
_ID = re.compile(r"[a-z][a-z0-9-]{0,39}")

_IDENTIFIERS = (
    "android.provider.Settings$Secure.getString",
    "com.google.android.gms.ads.identifier.AdvertisingIdClient$Info.getId",
    "android.telephony.TelephonyManager.getDeviceId",
    "android.telephony.TelephonyManager.getImei",
    "android.telephony.TelephonyManager.getSubscriberId",
    "android.telephony.TelephonyManager.getLine1Number",
    "-[UIDevice identifierForVendor]",
    "-[ASIdentifierManager advertisingIdentifier]",
)
"""Calls that answer what a device or a user is recognised by."""
_HEADERS = (
    "java.net.HttpURLConnection.setRequestProperty",
    "okhttp3.Request$Builder.addHeader",
    "okhttp3.Request$Builder.header",
    "-[NSMutableURLRequest setValue:forHTTPHeaderField:]",
)
"""Calls whose arguments are a header's name and value, in either order."""
_BEARER = re.compile(r"(?i)(?:bearer|token|jwt)\s+(\S+)\Z")


class BadCanaries(ValueError):
    """A file of canaries that cannot be used; says why, never with a value."""


@frozen
class Kept:
    """A canary with its value: only in this process and in a file of mode 0600. `label` is what a
    declaration calls the field that it is of; the others are known by their ids."""

    id: str
    what: What
    value: str
    learned: bool = False
    label: str = ""

    @property
    def canary(self) -> Canary:
        """What a trace says of it."""
        digest = sha256(self.value.encode("utf-8", "surrogatepass")).hexdigest()
        return Canary(self.id, str(self.what), digest, self.learned, self.label)


def read_canaries(path: Path) -> tuple[Kept, ...]:
    """Canaries that a tester wrote down: a JSON list of id, what and value. Raises BadCanaries."""
    try:
        plain = json.loads(path.read_bytes())
        if not isinstance(plain, list):
            raise TypeError("no list")
        kept = tuple(
            Kept(
                *(str(o["id"]), What(o["what"]), str(o["value"])),
                learned=o.get("learned") is True,
                label=str(o.get("label", "")),
            )
            for o in plain
        )
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        # What is wrong, but for JSON no word of a value.
        where = f" line {error.lineno}: {error.msg}" if isinstance(error, JSONDecodeError) else ""
        raise BadCanaries(f"{path.name}: {type(error).__name__}{where}") from error
    for one in kept:
        if not _ID.fullmatch(one.id):
            raise BadCanaries(f"{path.name}: id {one.id[:40]!r}")
        if not one.value.strip():
            raise BadCanaries(f"{path.name}: {one.id} has no value")
    if len({one.id for one in kept}) != len(kept) or sum(not o.learned for o in kept) > MAX_TYPED:
        raise BadCanaries(f"{path.name}: ids must be unique, at most {MAX_TYPED}")
    return kept


class Canaries:
    """All canaries of a run, kept in its directory before the first of them is looked for."""

    def __init__(self, folder: Path, typed: Iterable[Kept] = ()) -> None:
        self._place = folder / NAME
        self._lock = Lock()
        self._kept = {one.value: one for one in typed}
        self._save()

    @classmethod
    def reopen(cls, folder: Path) -> Self:
        """The canaries of a run that was paused. Raises BadCanaries."""
        return cls(folder, read_canaries(folder / NAME))

    @property
    def typed(self) -> tuple[Canary, ...]:
        """What the first line of a trace says of those that are typed."""
        return tuple(one.canary for one in self._kept.values() if not one.learned)

    def patterns(self) -> list[tuple[str, str, str, bool]]:
        """All forms of all canaries as an agent takes them: id, form, bytes, whether bounded. Those
        that a single digit behind them makes something else are for the search of what was kept."""
        with self._lock:
            kept = tuple(self._kept.values())
        return [
            (one.id, form.name, form.pattern.hex(), form.bounded)
            for one in kept
            for form in forms(one.what, one.value)
            if not form.after
        ]

    def learn(self, call: Call) -> Iterator[Canary]:
        """The canaries that a call brought up for the first time."""
        for what, value in _told(call):
            with self._lock:
                learned = sum(one.learned for one in self._kept.values())
                if value in self._kept or not searchable(value) or learned >= MAX_LEARNED:
                    continue
                one = Kept(f"learned-{learned + 1}", what, value, learned=True)
                self._kept[value] = one
                self._save()
            yield one.canary

    def _save(self) -> None:
        """Replaces the file as a whole: a run that dies meanwhile has the one before."""
        plain = [
            {"id": o.id, "what": str(o.what), "value": o.value}
            | ({"learned": True} if o.learned else {})
            | ({"label": o.label} if o.label else {})
            for o in self._kept.values()
        ]
        part = self._place.with_name(PART)
        fd = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
        with os.fdopen(fd, "w", encoding="utf-8") as file:
            json.dump(plain, file, ensure_ascii=True)
        os.replace(part, self._place)


def _told(call: Call) -> Iterator[tuple[What, str]]:
    if call.hook in _IDENTIFIERS:
        asked = [one for one in call.arguments if isinstance(one, str)]
        told = call.result.text if isinstance(call.result, Thing) else call.result
        if isinstance(told, str) and (not asked or "android_id" in asked):
            yield What.IDENTIFIER, told
    elif call.hook in _HEADERS:
        texts = [one for one in call.arguments if isinstance(one, str)]
        if "authorization" in {text.lower() for text in texts}:
            yield from ((What.TOKEN, match[1]) for match in _bearers(texts) if _fits(match[1]))


def _bearers(texts: list[str]) -> Iterator[re.Match[str]]:
    return (match for text in texts if (match := _BEARER.match(text.strip())))


def _fits(value: Value) -> bool:
    return isinstance(value, str) and MIN_TOKEN <= len(value) <= MAX_TOKEN
