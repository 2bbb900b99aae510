"""What an assessment tells of a recorded run: which it was, and what it can and cannot show."""

from appsec.model.frozen import frozen


@frozen
class RunSeen:
    """One trace of this build. `package` is the id of the app that ran, `variant` says why its
    build is not the one that users get, `phases` are those that were recorded whole, `hooks` how
    many were installed and `missing` which were not; `dropped` calls were not recorded. `trouble`
    is the key of what is wrong with the trace, and `end` how recording ended, empty if it broke
    off. No value of a canary and no serial number is in it.
    """

    run: str
    created: str
    sha256: str
    app_sha256: str
    device: str
    os: str
    rooted: bool | None
    instrumented: bool
    variant: tuple[str, ...]
    phases: tuple[str, ...]
    hooks: int
    missing: tuple[str, ...]
    calls: int
    dropped: int
    canaries: int
    end: str
    trouble: str
    package: str = ""
