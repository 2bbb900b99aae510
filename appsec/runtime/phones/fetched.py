"""What earlier snapshots of a run fetched and has not changed since: it need not come again."""

import json
import os
import re
from pathlib import Path

from appsec.runtime.phones.device_files import Fact, text

PLACE = "snapshot/fetched.jsonl"
_CONTENTS = "snapshot/contents"
_DIGEST = re.compile("[0-9a-f]{64}")


class Fetched:
    """Remembers which content a file had, in the run directory, so that an unplugged cable or a
    second snapshot does not begin anew. Only files that were settled are remembered."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._known: dict[tuple[str, str], str] = {}
        try:
            lines = (folder / PLACE).read_text(encoding="ascii").splitlines()
        except OSError:
            lines = []
        for line in lines:
            try:
                path, mark, digest = json.loads(line)
                self._known[str(path), str(mark)] = str(digest)
            except (ValueError, TypeError):
                continue  # half a line, of a recorder that was killed

    def content(self, fact: Fact) -> Path | None:
        """The file of the run that has this content already."""
        digest = self._known.get((text(fact.path), fact.mark))
        if digest is None or not _DIGEST.fullmatch(digest):
            return None
        place = self._folder / _CONTENTS / digest
        return place if place.is_file() and place.stat().st_size == fact.size else None

    def remember(self, fact: Fact, digest: str) -> None:
        """Raises OSError if it cannot be written."""
        key = (text(fact.path), fact.mark)
        if self._known.get(key) == digest:
            return
        self._known[key] = digest
        (self._folder / PLACE).parent.mkdir(mode=0o700, exist_ok=True)
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW
        with os.fdopen(os.open(self._folder / PLACE, flags, 0o600), "ab") as file:
            # A line of its own even after half a one.
            file.write(("\n" + json.dumps([*key, digest]) + "\n").encode("ascii"))
