"""Another device, another installation and data that were cleared away are told from the same."""

import os
import time

import pytest

from appsec.runtime.collect import CollectError
from appsec.runtime.identity import Identity
from tests.runtime.adbd import PACKAGE
from tests.runtime.phone import gone, phone, reached, server  # noqa: F401

DATA = f"/data/user/0/{PACKAGE}"


@pytest.fixture
def simulated(phone):  # noqa: F811
    made = phone(su="magisk")
    for name in ("shared_prefs/a.xml", "databases/b.db", "cache/c"):
        made.file(f"{DATA}/{name}", b"-")
    return made


def told(simulated):
    return reached(simulated).identity(PACKAGE)


def test_nothing_is_another_while_the_app_is_used(simulated):
    before = told(simulated)
    simulated.file(f"{DATA}/shared_prefs/a.xml", b"more")
    simulated.file(f"{DATA}/files/new", b"-")
    now = told(simulated)
    assert before.changed(now) == () and not before.untold(now)


def test_an_app_that_was_installed_again_is_another(simulated):
    before = told(simulated)
    simulated.install(first="2026-02-01 00:00:00")
    assert before.changed(told(simulated)) == ("app",)


def test_another_build_is_another(simulated):
    before = told(simulated)
    simulated.file(f"/data/app/{PACKAGE}/base.apk", b"another")
    assert before.changed(told(simulated)) == ("app",)


def test_a_device_that_was_reset_is_another(simulated):
    before = told(simulated)
    (simulated.root / "sim/android_id").write_text("0123456789abcdef\n")
    assert before.changed(told(simulated)) == ("device",)


def test_data_that_were_cleared_away_are_gone_even_if_the_app_made_them_anew(simulated):
    before = told(simulated)
    own = simulated.root / DATA.lstrip("/")
    second = int(time.time())
    while int(time.time()) == second:  # what changes a file is told in seconds
        time.sleep(0.05)
    for place, folders, names in os.walk(own, topdown=False):
        for name in names:
            os.unlink(os.path.join(place, name))
        for name in folders:
            os.rmdir(os.path.join(place, name))
    for name in ("shared_prefs/a.xml", "databases/b.db", "cache/c"):
        simulated.file(f"{DATA}/{name}", b"-")
    assert before.changed(told(simulated)) == ("data",)


def test_without_access_to_the_data_they_are_not_told(phone):  # noqa: F811
    one = told(phone())
    assert one.data is None and one.untold(one) and one.device and one.app


def test_a_device_that_does_not_tell_its_id_is_not_told(simulated):
    (simulated.root / "sim/android_id").write_text("null\n")
    assert told(simulated).device == ""


def test_a_phone_that_is_gone_raises(simulated):
    one = reached(simulated)
    gone(simulated)
    with pytest.raises(CollectError):
        one.identity(PACKAGE)


def test_what_cannot_be_told_is_no_change():
    assert Identity("d", "a", ("f",)).changed(Identity()) == ()
    assert Identity().changed(Identity("d", "a", ("f",))) == ()
    assert Identity("d", "a", ()).changed(Identity("d", "a", ("f",))) == ()
