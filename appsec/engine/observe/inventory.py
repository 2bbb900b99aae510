"""Takes the inventory of one app: every kind of thing, and which of them were not all read.

Most kinds are looked for by tables of what is known, so that what is not listed may still be there.
"""

from collections.abc import Callable, Iterator
from typing import Any

from appsec.engine.observe import android, ios
from appsec.engine.observe.cells import android_cells, ios_cells
from appsec.facts.android import AndroidApp
from appsec.facts.app import App, FactUnavailable
from appsec.model.observed import Observation, Observed, Things, Trait, add

_ANDROID: dict[Trait, Callable[[Any], Iterator[Observation]]] = {
    Trait.PERMISSION: android.android_permissions,
    Trait.IDENTIFIER: android.android_identifiers,
    Trait.SDK: android.android_sdks,
    Trait.DOMAIN: android.android_domains,
    Trait.SHARING_POINT: android.android_sharing_points,
    Trait.INPUT_FIELD: android.android_fields,
    Trait.PUBLIC_KEY: android.android_public_keys,
    Trait.LOGIN: android.android_logins,
    Trait.PAYMENT: android.android_payments,
}
_IOS: dict[Trait, Callable[[Any], Iterator[Observation]]] = {
    Trait.PERMISSION: ios.ios_permissions,
    Trait.IDENTIFIER: ios.ios_identifiers,
    Trait.SDK: ios.ios_sdks,
    Trait.DOMAIN: ios.ios_domains,
    Trait.SHARING_POINT: ios.ios_sharing_points,
    Trait.INPUT_FIELD: ios.ios_fields,
    Trait.PUBLIC_KEY: ios.ios_public_keys,
    Trait.LOGIN: ios.ios_logins,
    Trait.PAYMENT: ios.ios_payments,
}

MAX_THINGS = 5000
"""Most things of an inventory; of an app that shows more it is never whole."""


def observe(app: App) -> tuple[Observed, tuple[str, ...]]:
    """The inventory, and the kinds that could not be taken for an error of ours."""
    takers = _ANDROID if app.platform == "android" else _IOS
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
        cells = android_cells(app) if isinstance(app, AndroidApp) else ios_cells(app)
    except Exception:
        failed.append("cells")
    return Observed(every, tuple(t for t in Trait if t in unread), cells), tuple(failed)
