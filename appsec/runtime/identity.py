"""What tells one installation of an app on one device from another, as digests only."""

from collections.abc import Iterable
from hashlib import sha256

from appsec.model.frozen import frozen

MAX_FILES = 300
LENGTH = 16


@frozen
class Identity:
    """A device, an app on it, and the data of that app, each as digests. What cannot be told is
    empty; `data` is then None. `data` are files and folders as they are: one that is as it was
    shows that nobody cleared them all away."""

    device: str = ""
    app: str = ""
    data: tuple[str, ...] | None = None

    def changed(self, now: "Identity") -> tuple[str, ...]:
        """What is another now: `device`, `app`, `data`."""
        found = [
            what
            for what, before, after in (
                ("device", self.device, now.device),
                ("app", self.app, now.app),
            )
            if before and after and before != after
        ]
        if self.data and now.data is not None and not {*self.data} & {*now.data}:
            found.append("data")
        return tuple(found)

    def known(self, before: "Identity") -> "Identity":
        """The same with what it does not tell as it was before."""
        data = before.data if self.data is None else self.data
        return Identity(self.device or before.device, self.app or before.app, data)

    def untold(self, now: "Identity") -> bool:
        """Whether something could not be compared."""
        both = (self, now)
        return any(not one.device or not one.app or one.data is None for one in both)


def digest(*parts: object) -> str:
    """The digest of what tells something from others."""
    return sha256("\0".join(map(str, parts)).encode("utf-8", "surrogatepass")).hexdigest()[:LENGTH]


def files(listed: Iterable[tuple[int, int]]) -> tuple[str, ...]:
    """Digests of files by their number and by when they were last changed, their names included;
    of many always those of the same numbers. A name is the app's own and may pretend anything."""
    chosen = sorted((digest(number), digest(number, changed)) for number, changed in listed)
    return tuple(both for _, both in chosen[:MAX_FILES])
