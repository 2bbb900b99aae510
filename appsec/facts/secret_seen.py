"""What found secrets mean for a check: a violation, or something that a person must look at."""

from collections.abc import Iterable, Iterator

from appsec.facts.secret import Secret, Sensitivity
from appsec.facts.text_field import listed
from appsec.model.outcome import Finding, Question, Seen, Severity


def each_secret_seen(secrets: Iterable[Secret], told: Iterable[str] = ()) -> Iterator[Seen]:
    """One for each secret, and one for each rule of what is none for certain. Left out are the
    public keys of which another check tells, by the last word of how it calls them."""
    names = {one.rpartition(" ")[2].rpartition("/")[2] for one in told}
    grouped: dict[str, list[Secret]] = {}
    for secret in secrets:
        if secret.sensitivity is Sensitivity.PUBLIC and _key(secret) in names:
            continue
        if secret.sensitivity is Sensitivity.SECRET:
            yield _alone(secret)
        else:
            grouped.setdefault(secret.rule, []).append(secret)
    yield from map(_together, grouped.values())


def _key(secret: Secret) -> str:
    """The name of the resource, of the meta-data or of the key of a plist that it stands under."""
    return secret.context.get("key", "").removesuffix(".value")


def _alone(secret: Secret) -> Seen:
    values = {"what": secret.name, "value": secret.redacted, "digest": secret.digest}
    identity = ("what", "digest")
    if not secret.is_proven:
        return Question("possible", secret.at, values, identity, secret.origin)
    key = "secret" if secret.severity is Severity.CRITICAL else "credential"
    return Finding(key, secret.at, values, identity, secret.origin)


def _together(secrets: list[Secret]) -> Seen:
    """All of one rule, none of which is a violation by itself."""
    first = secrets[0]
    places = tuple(dict.fromkeys(place for one in secrets for place in one.at))
    if first.sensitivity is Sensitivity.LEFTOVER:
        values = {"what": first.name, "files": listed(", ", (place.file for place in places))}
        return Question("leftover", places, values)
    key = first.rule if first.sensitivity is Sensitivity.PERSONAL else first.sensitivity.value
    values = {
        "what": first.name,
        "values": listed(", ", (one.redacted for one in secrets)),
        "digests": " ".join(sorted(one.digest for one in secrets)),
    }
    return Question(key, places, values, ("what", "digests"))
