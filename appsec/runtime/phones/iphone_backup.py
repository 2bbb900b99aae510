"""A backup of an iPhone by `idevicebackup2`, of which what is the app's is kept."""

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from appsec.model.run_files import Snapshot
from appsec.model.text import Lang
from appsec.runtime.imports import words
from appsec.runtime.imports.gathered import Loss, Unusable
from appsec.runtime.imports.ios_backup import ROOT, fill_from_backup
from appsec.runtime.phones.adb import Said
from appsec.runtime.phones.words import trouble
from appsec.runtime.run_folder import RunFolder

PROGRAM = "idevicebackup2"
SECONDS = 4 * 3600.0
"""A phone is backed up whole: nothing makes one of a single app."""
MOST = 64 << 20
"""Bytes that the program may say: it draws its progress."""
_PLACE = ".backup-"
Run = Callable[..., Said]
"""Runs a program by its name, with a time limit."""


def iphone_backup(run_: Run, udid: str, run: RunFolder, name: str, package: str) -> Snapshot:
    """Makes one beside the run, keeps the app's part, and throws the rest away. Raises CollectError
    where none can be had that shows anything."""
    for left in run.folder.glob(f"{_PLACE}*"):
        # Of a session that was killed: it holds all of a phone.
        shutil.rmtree(left, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix=_PLACE, dir=run.folder) as place:
        said = run_(
            PROGRAM, "-u", udid, "backup", "--full", place, seconds=SECONDS, most=MOST
        )  # fmt: skip
        if said.code != 0:
            why = (said.err or said.text).strip()[-200:]
            raise trouble("iphone-backup", udid=udid, why=why)
        made = Path(place, udid)
        if not made.is_dir():
            raise trouble("iphone-backup", udid=udid, why=f"{PROGRAM}: -")
        taking = run.snapshot(name, [f"{ROOT}:{package}"])
        try:
            whole, losses = fill_from_backup(taking, made, package, ())
        except Unusable as error:
            raise trouble("iphone-backup", udid=udid, why=_told(error.loss)) from error
        except OSError as error:
            raise trouble("disk-full", why=error.strerror or str(error)) from error
        return taking.done(complete=whole, why=" ".join(map(_told, losses))[:1500])


def _told(loss: Loss) -> str:
    return " ".join(words.told(loss.key, loss.values, lang) for lang in (Lang.EN, Lang.ZH_TW))
