"""A sighting keeps its fingerprint when only the obfuscated names of a build change."""

import pytest

from appsec.assess.records import as_built, fingerprint, make_records, named, owned
from appsec.engine.profiles import load_profile
from appsec.model.outcome import Finding, Location, Origin, Outcome, Question

IN_SOURCE = "com.example.Login"
NAMES = {"a.b": IN_SOURCE, "x.y": IN_SOURCE, "a.c": "com.example.Other"}


def names(name, file=""):
    return NAMES.get(name, name)


def sighting(component, kind=Question):
    at = Location("AndroidManifest.xml", f"activity {component}", "android:exported")
    return kind("exported", at, {"component": component, "host": "a.b"}, ("component",))


def test_other_letters_in_the_next_build_change_nothing():
    wanted = fingerprint("c", sighting(IN_SOURCE))
    assert fingerprint("c", named(sighting("a.b"), names)) == wanted
    assert fingerprint("c", named(sighting("x.y"), names)) == wanted
    assert fingerprint("c", named(sighting("a.c"), names)) != wanted
    assert fingerprint("c", sighting("a.b")) != wanted


@pytest.mark.parametrize("kind", [Finding, Question])
def test_only_members_and_values_that_name_classes_are_changed(kind):
    given = named(sighting("a.b", kind), names)
    assert type(given) is kind
    assert given.values == {"component": IN_SOURCE, "host": "a.b"}
    assert given.locations == (
        Location("AndroidManifest.xml", f"activity {IN_SOURCE}", "android:exported"),
    )


def test_several_components_keep_their_order():
    seen = Question("k", Location("f"), {"components": "a.c, a.b, z"})
    assert named(seen, names).values == {"components": f"com.example.Other, {IN_SOURCE}, z"}


def test_without_a_mapping_a_sighting_is_left_alone():
    seen = sighting("a.b")
    assert named(seen, as_built) is seen


@pytest.mark.parametrize(
    ("member", "prefixes", "origin"),
    [
        ("activity com.stripe.android.Pay", ("com.stripe.android",), "app"),
        ("activity com.stripe.android.Pay", ("com.stripe.android.",), "app"),
        ("Lcom/stripe/android/Pay;->f", ("com.stripe",), "app"),
        ("activity com.stripe.androidx.Pay", ("com.stripe.android",), "library"),
        ("activity com.stripe.android.Pay", ("tw.example",), "library"),
        ("activity com.stripe.android.Pay", (), "library"),
    ],
)
def test_own_packages_make_a_sighting_the_apps_own(member, prefixes, origin):
    seen = Question("k", Location("f", member), {}, (), Origin.LIBRARY)
    assert owned(seen, prefixes).origin == origin
    by_value = Question(
        "k", Location("f"), {"component": member.split(" ")[-1]}, (), Origin.LIBRARY
    )
    assert owned(by_value, prefixes).origin == origin
    assert fingerprint("c", owned(seen, prefixes)) == fingerprint("c", seen)


def test_what_is_the_apps_own_never_becomes_a_librarys():
    seen = Question("k", Location("f", "com.stripe.android.Pay"))
    assert owned(seen, ("tw.example",)) is seen


def nameless(checks, *addresses, dismissed=""):
    """The records of a constant key in functions that no symbol names."""
    from appsec.model.assessment import Disposition

    name = "ios-constant-key"
    file = "Payload/Desk.app/Desk"
    seen = tuple(Finding("constant", Location(file, at), {"function": ""}) for at in addresses)
    outcome = Outcome(name, seen)
    return make_records(
        {name: checks[name]},
        (outcome,),
        load_profile(),
        "ios",
        lambda f: Disposition.FALSE_POSITIVE if f == dismissed else Disposition.OPEN,
    )


def test_a_note_on_places_without_a_name_lets_no_later_place_past(checks):
    (one,) = nameless(checks, "0x1000")
    (rebuilt,) = nameless(checks, "0x2000")
    assert rebuilt.fingerprint == one.fingerprint
    (two,) = nameless(checks, "0x1000", "0x3000", dismissed=one.fingerprint)
    assert (len(two.locations), two.disposition) == (2, "open")
    (noted,) = nameless(checks, "0x1010", "0x3010", dismissed=two.fingerprint)
    assert noted.disposition == "false_positive"
