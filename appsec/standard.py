"""What a build is judged by: checks and profile, loaded while the child that reads it starts."""

from collections.abc import Mapping
from pathlib import Path

from appsec import __version__
from appsec.engine.content import Plain, content_hash, load_checks, read_metadata
from appsec.engine.profiles import load_profile
from appsec.model.assessment import Tool
from appsec.model.check import Check
from appsec.model.frozen import frozen
from appsec.model.profile import Profile

_SUFFIXES = {
    **dict.fromkeys((".apk", ".aab", ".apks", ".xapk", ".apkm"), "android"),
    **dict.fromkeys((".ipa", ".app", ".xcarchive"), "ios"),
}


def promised(path: Path) -> str:
    """The platform that a build's name promises, or empty. Only its content tells for certain."""
    return _SUFFIXES.get(path.suffix.casefold(), "")


@frozen
class Standard:
    """Checks by their ids, those of one `platform` or of all; `plain` is what their YAML holds."""

    platform: str
    checks: Mapping[str, Check]
    profile: Profile
    tool: Tool
    plain: Plain

    @classmethod
    def load(cls, profile: str, own: Path | None, platform: str = "") -> "Standard":
        """What ships, and the checks in the folder `own`. Raises FileProblem."""
        plain = read_metadata(own, platform)
        checks = load_checks(platform, own, plain)
        tool = Tool("appsec", __version__, content_hash(), content_hash(own) if own else "")
        return cls(platform, checks, load_profile(profile), tool, plain)
