"""The inventory of a build: what is seen, what was not read, and what could not be taken."""

from typing import Any

from appsec.engine.observe import android
from appsec.engine.observe.inventory import MAX_THINGS, observe
from appsec.facts.android import (
    Component,
    ComponentKind,
    NetworkConfig,
    TrafficRule,
    UsesPermission,
)
from appsec.facts.app import FactUnavailable
from appsec.facts.screens import TextFields
from appsec.model.observed import MAX_PLACES, Observation, Observed, Things, Trait, add
from appsec.model.outcome import Cause, Location, Origin
from tests.apps import AT, android_app, lost, manifest, signing
from tests.code import code

LOST = FactUnavailable(Cause.LOST, "out-of-memory")


def facts(**changes: Any) -> dict[str, Any]:
    """All that the inventory asks for, of an app that shows one permission."""
    usual = {
        "manifest": manifest(uses_permissions=(UsesPermission("android.permission.CAMERA", AT),)),
        "network_config": NetworkConfig(TrafficRule((), False, (), AT)),
        "strings": (),
        "code": code(),
        "text_fields": TextFields(),
        "signing": signing(),
    }
    return usual | changes


def test_what_is_seen_by_kind_and_cells():
    observed, failed = observe(android_app(**facts()))
    assert observed.names(Trait.PERMISSION) == ("android.permission.CAMERA",)
    assert (len(observed.things), observed.unread, failed) == (1, (), ())
    assert observed.cells == {"app.min_os": "API 24", "backup.android": "allowBackup=false"}


def test_a_gap_makes_the_kinds_unread_that_it_touches():
    observed, _ = observe(android_app({"code": lost("code")}, **facts()))
    assert observed.unread == (Trait.IDENTIFIER, Trait.DOMAIN)


def test_a_fact_that_cannot_be_had_leaves_what_was_seen_before():
    push = Component(ComponentKind.SERVICE, "com.google.firebase.messaging.FirebaseMessagingService", False, AT)  # fmt: skip
    given = facts(code=LOST, manifest=manifest(components=(push,)))
    observed, failed = observe(android_app(**given))
    assert observed.names(Trait.IDENTIFIER) == ("push token",)
    assert (Trait.IDENTIFIER in observed.unread, failed) == (True, ())


def test_nothing_is_known_without_a_manifest():
    observed, _ = observe(android_app(**facts(manifest=LOST)))
    assert (observed.things, observed.cells) == ((), {})
    assert {Trait.PERMISSION, Trait.LOGIN, Trait.PAYMENT, Trait.SDK} <= set(observed.unread)


def test_an_error_of_ours_is_told_and_stops_nothing(monkeypatch):
    def broken(app):
        raise ZeroDivisionError

    monkeypatch.setitem(android.TAKERS, Trait.SDK, broken)
    observed, failed = observe(android_app(**facts()))
    assert (failed, observed.unread) == (("sdk",), (Trait.SDK,))
    assert observed.names(Trait.PERMISSION) == ("android.permission.CAMERA",)


def test_an_inventory_has_an_end(monkeypatch):
    def endless(app):
        number = 0
        while True:
            number += 1
            yield Observation(Trait.DOMAIN, f"h{number}.example.tw")

    monkeypatch.setitem(android.TAKERS, Trait.DOMAIN, endless)
    observed, _ = observe(android_app(**facts()))
    assert len(observed.things) == MAX_THINGS
    assert observed.unread == tuple(Trait)


def test_one_thing_in_many_places():
    things: Things = {}
    for number in range(MAX_PLACES + 5):
        origin = Origin.APP if number == 3 else Origin.LIBRARY
        add(things, Observation(Trait.SDK, "a\u202eb", {}, (Location(str(number)),), origin))
    (one,) = things.values()
    assert (one.name, len(one.locations), one.origin) == ("a\\u202eb", MAX_PLACES, Origin.APP)


def test_two_builds_as_one():
    mine = Observed((Observation(Trait.SDK, "A", {"version": "1"}),), (Trait.DOMAIN,), {"a.b": "c"})
    theirs = Observed(
        (Observation(Trait.SDK, "A"), Observation(Trait.IDENTIFIER, "AAID")),
        (Trait.SDK,),
        {"a.b": "d"},
    )
    both = mine.joined(theirs)
    assert [(one.name, dict(one.detail)) for one in both.things] == [
        ("AAID", {}),
        ("A", {"version": "1"}),
    ]
    assert (both.unread, both.cells) == ((Trait.SDK, Trait.DOMAIN), {"a.b": "c"})


def test_a_permission_that_no_version_asks_for_is_none():
    old = UsesPermission("android.permission.READ_SMS", AT, max_sdk=23)
    app = android_app(manifest=manifest(uses_permissions=(old,)))
    assert list(android.android_permissions(app)) == []
