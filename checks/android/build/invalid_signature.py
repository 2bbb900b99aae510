"""Would Android refuse to install the build because of its signature?"""

from collections.abc import Iterator

from appsec.api import AndroidApp, Evidence, Flaw, Location, Question, Seen, Signing, Validity

_KEYS = {
    Flaw.DIGEST: "altered",
    Flaw.UNLISTED: "altered",
    Flaw.MISSING: "altered",
    Flaw.STRIPPED: "stripped",
    Flaw.NEEDS_V2: "needs-v2",
    Flaw.MALFORMED: "damaged",
    Flaw.SDK_RANGE: "damaged",
}
"""What is not here is a signature that was not made by the key beside it."""
_UNSIGNED_TO = {23: "not-signed-for-6", 27: "not-signed-for-8"}
"""By the last API level that sees no signature, which is how far minSdk is to be raised."""


def check(app: AndroidApp) -> Iterator[Seen]:
    """No proof against the app that users get: they could not install this one. Not being signed
    is normal before release."""
    signing = app.signing
    if not signing.is_signed:
        yield Evidence("unsigned", Location("META-INF/MANIFEST.MF"))
        return
    groups: dict[str, list[str]] = {}
    for one in app.acceptance:
        if one.validity is Validity.INVALID and one.flaw:
            groups.setdefault(_KEYS.get(one.flaw, "not-by-key"), []).append(one.androids)
    if absent := [one.androids for one in app.acceptance if one.validity is Validity.ABSENT]:
        key = _UNSIGNED_TO.get(absent[-1].levels[1], "not-signed-for-12")
        groups[key] = list(absent)
    places = _places(signing)
    for key, androids in groups.items():
        yield Question(key, places, {"androids": ", ".join(androids)})
    looked_at = {one.scheme for one in app.acceptance}
    for scheme in signing.schemes:
        unused = scheme.scheme not in looked_at and not groups
        if scheme.validity is Validity.INVALID and unused:
            yield Evidence("unused", scheme.at, {"scheme": scheme.scheme})


def _places(signing: Signing) -> tuple[Location, ...]:
    """Each scheme that is there, the flawed ones with what is wrong."""
    there = [one for one in signing.schemes if one.validity is not Validity.ABSENT]
    bad = [one for one in there if one.flaw] or there
    notes = [" ".join(filter(None, (one.flaw, one.where))) for one in bad]
    members = [one.at.member or one.scheme for one in bad]
    return tuple(
        Location(one.at.file, member, note)
        for one, member, note in zip(bad, members, notes, strict=True)
    )
