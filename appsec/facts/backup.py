"""Facts about what leaves an Android device by backup and device transfer."""

from enum import StrEnum

from appsec.model.frozen import frozen
from appsec.model.outcome import Location


class BackupWay(StrEnum):
    """How Android carries an app's data off the device; CROSS is to another platform."""

    CLOUD = "cloud-backup"
    DEVICE = "device-transfer"
    CROSS = "cross-platform-transfer"


_BACKUP_DIRS = ("root", "file", "database", "sharedpref")
BACKUP_DOMAINS = frozenset((*_BACKUP_DIRS, *(f"device_{d}" for d in _BACKUP_DIRS), "external"))
"""Every place that backup rules can name; each holds files that the others do not cover."""


@frozen
class BackupRule:
    """What one way carries: everything but `excluded` whole domains, or only `included` paths."""

    way: BackupWay
    excluded: frozenset[str]
    included: tuple[str, ...]
    at: Location

    @property
    def carries(self) -> tuple[str, ...]:
        """The domains of which something may leave the device, sorted."""
        if self.included:
            return tuple(sorted({path.partition("/")[0] for path in self.included}))
        return tuple(sorted(BACKUP_DOMAINS - self.excluded))


@frozen
class BackupRules:
    """The rules in force on Android 12 and later (for targetSdk 31 and up) and before it."""

    extraction: tuple[BackupRule, ...] = ()
    legacy: BackupRule | None = None
