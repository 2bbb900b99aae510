"""Can whoever sends a link choose what a web view of the app shows?"""

from collections.abc import Iterator

from appsec.api import (
    ENTRY_SELECTORS,
    Finding,
    Hit,
    IosApp,
    NativeCall,
    NativeValue,
    Origin,
    Question,
    Seen,
    Words,
    choices,
    from_outside,
    is_chosen_outside,
    looks_first,
    one_question,
    parts,
    sightings,
    table,
)


def check(app: IosApp) -> Iterator[Seen]:
    """Proof is a part of the link that becomes the page with nothing between that might judge it.
    Pages whose address is not told are one question where the app takes links at all."""
    found = [call for name in table(__file__, "page_loads") for call in app.native_code.calls(name)]
    hits = [hit for call in found if (hit := _hit(call))]
    yield from sightings(hits)
    told = {hit.place.at for hit in hits}
    entries = app.native_code.implementing(*ENTRY_SELECTORS)
    if any(one.origin is Origin.APP for one in entries):
        own = [one for one in found if one.origin is Origin.APP and one.at not in told]
        yield from one_question("not-told", [one for one in own if not _is_own(one)])


def _hit(call: NativeCall) -> Hit | None:
    page = call.argument(0)
    if not from_outside(call, page):
        return None
    proved = is_chosen_outside(call, page) and not looks_first(call)
    key, kind = ("flows", Finding) if proved else ("may-flow", Question)
    return Hit(call, key, {"function": call.caller}, kind)


def _is_own(call: NativeCall) -> bool:
    """Whether each page that it may be is made of a text in the code: the beginning of an address,
    the name of a file."""
    return all(_has_text(one) for one in choices(call.argument(0)))


def _has_text(page: NativeValue) -> bool:
    return any(isinstance(one, Words) and one.text for one in parts(page))
