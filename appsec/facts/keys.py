"""Facts about keys that lie in an app."""

from enum import StrEnum

from appsec.model.frozen import frozen
from appsec.model.outcome import Location


class KeyForm(StrEnum):
    """In what form a private key lies in a file."""

    PLAIN = "plain"
    DOUBTFUL = "doubtful"  # marked as one, but it cannot be read as such
    ENCRYPTED = "encrypted"
    STORE = "store"  # a file that may hold keys and certificates, protected by a password


@frozen
class KeyFile:
    """A private key in a file. `what` tells its kind and size, or that of the store; never
    anything of the key itself."""

    form: KeyForm
    what: str
    at: Location
