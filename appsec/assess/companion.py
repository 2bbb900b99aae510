"""A companion build: whether it is the same app, and what its code says of the shipped one."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field, replace

from appsec.assess.assemble import coverage_gap
from appsec.assess.words import fill, load
from appsec.engine.files import FileProblem
from appsec.engine.software import of_both_builds
from appsec.model.companion import Attested, Companion, Ground
from appsec.model.endpoint import Endpoint, together
from appsec.model.frozen import frozen
from appsec.model.observed import Observed
from appsec.model.outcome import Build, Cause, Gap, Location, Outcome, Seen
from appsec.model.package import Package
from appsec.model.read import FileRead
from appsec.model.software import Software
from appsec.model.text import Lang, Text, visible, worded

MAX_NAMED = 5
"""Files that a difference names; the others are counted."""

MAX_TEXT = 500
"""Longest part of a person's statement that an assessment carries, in characters."""

_PROTECTED = re.compile(r"[^/]+\.dex|META-INF/.*", re.DOTALL)
"""What a protection or a signature changes in an APK, so that it is not compared."""

_ADDED = re.compile(r"(lib|assets)/.*", re.DOTALL)
"""Where a protection puts files of its own into an APK."""

_SETTINGS = re.compile(
    r"AndroidManifest\.xml|resources\.arsc|(res|META-INF)/.*|.*\.plist|.*\.mobileprovision"
    r"|(.*/)?_CodeSignature/.*",
    re.DOTALL,
)
"""Files that facts on the package are read from, which never come from a companion."""


@frozen
class BuildRead:
    """One of the two builds as it was read. Outcomes and gaps of the companion are those of one
    app that has its code and everything else of the shipped build."""

    file: FileRead
    package: Package
    outcomes: tuple[Outcome, ...]
    gaps: tuple[Gap, ...]
    content: Mapping[str, str]
    observed: Observed = field(default_factory=Observed)
    software: Software | None = None
    endpoints: tuple[Endpoint, ...] = ()


@frozen
class Joined:
    """Both builds together."""

    outcomes: tuple[Outcome, ...]
    gaps: tuple[Gap, ...]
    companion: Companion
    observed: Observed
    software: Software | None
    endpoints: tuple[Endpoint, ...]


def statement(written: str) -> Attested | None:
    """A person's statement, `who, role, reason`; None if none was given. Raises FileProblem."""
    if not written:
        return None
    parts = [part.strip() for part in re.split("[,，]", written, maxsplit=2)]
    if len(parts) < 3 or not all(map(worded, parts)):  # noqa: PLR2004 - who, role and reason
        raise FileProblem("companion-attested", "write it as: who, role, reason")
    return Attested(*(visible(" ".join(part.split()), MAX_TEXT) for part in parts))


def join(
    shipped: BuildRead, companion: BuildRead, code: frozenset[str], attested: Attested | None
) -> Joined:
    """Both builds as one; `code` are the facts that the companion tells.

    Raises FileProblem for one that is of another app, or is neither alike nor attested.
    """
    if problems := list(_other_app(shipped, companion)):
        raise _refusal(companion, problems)
    differs = tuple(_differences(shipped, companion))
    if differs and not attested:
        raise _refusal(companion, differs)
    answered = _answered(shipped, companion, code)
    outcomes = {o.check: o for o in companion.outcomes}
    package = companion.package
    told = Companion(
        file=replace(companion.file, name=visible(companion.file.name)),
        id=visible(package.id),
        version=visible(package.version),
        build=visible(package.build),
        ground=Ground.ATTESTED if differs else Ground.CONTENT,
        facts=tuple(sorted(code)),
        checks=tuple(o.check for o in shipped.outcomes if any(g in answered for g in o.gaps)),
        same=() if differs else tuple(_same(shipped, companion)),
        differs=differs,
        attested=attested,
        answered=tuple(coverage_gap(gap) for gap in answered),
    )
    gaps = [*shipped.gaps, *(_placed(gap, shipped.gaps) for gap in companion.gaps)]
    if refused := len(package.refused):
        values = {"count": str(refused)}
        gaps.append(Gap("", Cause.LOST, "companion-refused", values, Build.COMPANION))
    return Joined(
        tuple(_merged(o, outcomes.get(o.check), answered) for o in shipped.outcomes),
        _once(gap for gap in gaps if gap not in answered),
        told,
        shipped.observed.joined(companion.observed),
        of_both_builds(shipped.software, companion.software),
        together((*shipped.endpoints, *companion.endpoints)),
    )


def _refusal(companion: BuildRead, problems: Iterable[Text]) -> FileProblem:
    told = "; ".join(problem[Lang.EN] for problem in problems)
    return FileProblem(visible(companion.file.name), f"is no companion of this build: {told}")


def _text(key: str, **values: str) -> Text:
    return fill(load("companion")[key].text, values)


def _other_app(shipped: BuildRead, companion: BuildRead) -> Iterator[Text]:
    """What no statement outweighs: another platform, another app, or an app that is not known."""
    one, other = shipped.package, companion.package
    if one.platform != other.platform:
        yield _text("differs-platform", one=one.platform, other=other.platform)
    elif one.id != other.id or not one.id:
        yield _text("differs-id", one=one.id or "?", other=other.id or "?")


def _differences(shipped: BuildRead, companion: BuildRead) -> Iterator[Text]:
    one, other = shipped.package, companion.package
    for key, mine, theirs in (
        ("differs-version", one.version, other.version),
        ("differs-build", one.build, other.build),
    ):
        if mine != theirs or not mine:
            yield _text(key, one=mine or "?", other=theirs or "?")
    if one.platform == "android" and one.kind != other.kind:
        # Bundletool and the store write manifest and resources anew: no file is the same.
        yield _text("differs-kind", one=one.kind, other=other.kind)
        return
    unlike = {"unread": set[str](), "missing": set[str](), "content": set[str]()}
    for name, why in _unlike(one.platform, shipped.content, companion.content):
        unlike[why].add(name)
    for why, names in unlike.items():
        if names:
            yield _text(f"differs-{why}", files=_listed(names))
    if not _compared(one.platform, shipped.content):
        yield _text("differs-nothing")


def _unlike(
    platform: str, shipped: Mapping[str, str], companion: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    """Parts that are not alike, and why.

    An IPA's must all be in the companion, each with every UUID that it has: a store leaves out
    architectures and files. An APK's are all held against each other, but for what a protection
    changes and adds.
    """
    mine, theirs = _compared(platform, shipped), _compared(platform, companion)
    if "*" in mine or "*" in theirs:
        yield "*", "unread"
        return
    names = mine.keys() | (theirs.keys() if platform == "android" else set())
    for name in names:
        one, other = mine.get(name), theirs.get(name)
        if one is None or other is None:
            if not (other is None and platform == "android" and _ADDED.fullmatch(name)):
                yield name, "missing"
        elif not one or not other:
            yield name, "unread"
        elif not set(one.split()) <= set(other.split()):
            yield name, "content"


def _compared(platform: str, content: Mapping[str, str]) -> dict[str, str]:
    if platform != "android":
        return dict(content)
    return {name: told for name, told in content.items() if not _PROTECTED.fullmatch(name)}


def _same(shipped: BuildRead, companion: BuildRead) -> Iterator[Text]:
    package = shipped.package
    yield _text("same-id", id=package.id, version=package.version, build=package.build)
    names = _compared(package.platform, shipped.content).keys() & companion.content.keys()
    plists = sum(name.endswith(".plist") for name in names)
    if package.platform == "ios":
        yield _text("same-ios", plists=str(plists), binaries=str(len(names) - plists))
    else:
        yield _text("same-android", files=str(len(names)))


def _listed(names: Iterable[str]) -> str:
    shown = sorted(names)
    more = f" (+{len(shown) - MAX_NAMED})" if len(shown) > MAX_NAMED else ""
    return ", ".join(shown[:MAX_NAMED]) + more


def _answered(shipped: BuildRead, companion: BuildRead, code: frozenset[str]) -> tuple[Gap, ...]:
    """What is out of reach in the shipped build, and was read in the companion.

    What was lost in the shipped build stays lost, and a file that the companion does not have, or
    could not read either, is answered by nothing.
    """
    gaps = _once((*shipped.gaps, *(g for o in shipped.outcomes for g in o.gaps)))
    unread = [*companion.gaps, *(g for o in companion.outcomes for g in o.gaps)]
    theirs = [g for g in unread if g.build is Build.COMPANION or not g.fact]
    return tuple(
        gap
        for gap in gaps
        if gap.fact in code
        and gap.cause is Cause.OUT_OF_REACH
        and _has(companion, shipped, gap.values.get("file", ""))
        and not any(_covers(other, gap) for other in theirs)
    )


def _has(companion: BuildRead, shipped: BuildRead, file: str) -> bool:
    """Whether the companion has the file; where a gap names none, every one that an IPA has."""
    if file:
        return file in companion.content
    return shipped.package.platform == "android" or (
        shipped.content.keys() <= companion.content.keys()
    )


def _covers(unread: Gap, gap: Gap) -> bool:
    """Whether what the companion could not read may hold what `gap` is about."""
    file = unread.values.get("file", "")
    return not file or file == gap.values.get("file", file)


def _merged(shipped: Outcome, companion: Outcome | None, answered: tuple[Gap, ...]) -> Outcome:
    """What a check saw in either build. Without an outcome for the companion nothing is answered:
    its gaps say that."""
    if companion is None:
        return shipped
    seen = [*shipped.seen, *(_marked(s) for s in companion.seen if s not in shipped.seen)]
    mine = (gap for gap in shipped.gaps if gap not in answered)
    theirs = (_placed(gap, shipped.gaps) for gap in companion.gaps)
    return Outcome(
        shipped.check,
        tuple(seen),
        _once((*mine, *theirs)),
        shipped.crash or companion.crash,
        tuple(dict.fromkeys((*shipped.rests_on, *companion.rests_on))),
    )


def _placed(gap: Gap, shipped: tuple[Gap, ...]) -> Gap:
    """A gap that is of no fact, and that the shipped build has not, is the companion's."""
    return gap if gap.fact or gap in shipped else replace(gap, build=Build.COMPANION)


def _marked(seen: Seen) -> Seen:
    """What only the companion's code shows: its places in code are in that build."""
    return replace(seen, at=tuple(_in_companion(place) for place in seen.locations))


def _in_companion(place: Location) -> Location:
    settings = _SETTINGS.fullmatch(place.file)
    return place if settings else replace(place, build=Build.COMPANION)


def _once(gaps: Iterable[Gap]) -> tuple[Gap, ...]:
    once: list[Gap] = []
    for gap in gaps:
        if gap not in once:
            once.append(gap)
    return tuple(once)
