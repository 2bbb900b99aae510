"""How bad an advisory is: the base score of its CVSS vector, or the publisher's own word."""

from collections.abc import Iterable

from appsec.model.frozen import frozen

_RANK = ("CVSS:4.", "CVSS:3.1", "CVSS:3.0", "")
"""The newest version first; a vector of version 2 has no name of its version before it."""

_MAX_VECTOR = 500


@frozen
class Scored:
    """A vector and its base score as text; both empty where there is none that can be read."""

    vector: str = ""
    score: str = ""


def scored(vectors: Iterable[str]) -> Scored:
    """The vector of the newest version of CVSS, with its base score. Of several of one version
    the worst."""
    known = [(vector, score) for vector in vectors if (score := _base_score(vector)) is not None]
    for prefix in _RANK:
        same = [(score, vector) for vector, score in known if vector.startswith(prefix)]
        if same:
            score, vector = max(same)
            return Scored(vector, f"{score:.1f}")
    return Scored()


def version_of(vector: str) -> str:
    """Which CVSS a vector is of: 4.0, 3.1, 3.0 or 2.0."""
    name, _, _ = vector.partition("/")
    return name.removeprefix("CVSS:") if name.startswith("CVSS:") else "2.0"


def _base_score(vector: str) -> float | None:
    from cvss import CVSS2, CVSS3, CVSS4
    from cvss.exceptions import CVSSError

    kinds = {"4.0": CVSS4, "3.1": CVSS3, "3.0": CVSS3, "2.0": CVSS2}
    kind = kinds.get(version_of(vector))
    if kind is None or len(vector) > _MAX_VECTOR:
        return None
    try:
        return float(kind(vector).base_score)
    except CVSSError:
        return None
