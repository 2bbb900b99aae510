"""Takes the inventory of one app: every kind of thing, and which of them were not all read.

Most kinds are looked for by tables of what is known, so that what is not listed may still be there.
"""

from collections.abc import Callable
from typing import Any

from appsec.engine.observe.cells import android_cells, ios_cells
from appsec.facts.app import App, FactUnavailable
from appsec.model.observed import Observed, Taker, Things, Trait, add

MAX_THINGS = 5000
"""Most things of an inventory; of an app that shows more it is never whole."""


def observe(app: App) -> tuple[Observed, tuple[str, ...]]:
    """The inventory, and the kinds that could not be taken for an error of ours."""
    takers, cells_of = _of_platform(app.platform)
    things: Things = {}
    unread, failed = set[Trait](), []
    for trait, take in takers.items():
        with app.watching() as touched:
            try:
                for thing in take(app):
                    add(things, thing)
                    if len(things) == MAX_THINGS:
                        unread.update(Trait)
                        break
            except FactUnavailable:
                unread.add(trait)
            except Exception:  # as of a check: nothing that the app holds may stop the scan
                unread.add(trait)
                failed.append(trait.value)
        if any(app.gaps_of(fact) for fact in touched):
            unread.add(trait)
    every = tuple(sorted(things.values(), key=lambda one: (list(Trait).index(one.trait), one.name)))
    cells: dict[str, str] = {}
    try:
        cells = cells_of(app)
    except Exception:
        failed.append("cells")
    return Observed(every, tuple(t for t in Trait if t in unread), cells), tuple(failed)


def _of_platform(platform: str) -> tuple[dict[Trait, Taker], Callable[[Any], dict[str, str]]]:
    """Imported where it is needed: what the other platform knows takes long to import."""
    if platform == "android":
        from appsec.engine.observe import android

        return android.TAKERS, android_cells
    from appsec.engine.observe import ios

    return ios.TAKERS, ios_cells
