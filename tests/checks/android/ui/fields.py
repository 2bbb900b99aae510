"""Text fields for the checks of this topic."""

from typing import Any

from appsec.facts.android import AndroidApp
from appsec.facts.screens import Layout, TextFields
from appsec.facts.text_field import Datum, FieldKind, TextField
from appsec.model.outcome import Location
from tests.apps import android_app, lost, manifest

QUIET, HIDDEN, VISIBLE, EMAIL, NUMBER, PIN = 0x80001, 0x81, 0x91, 0x21, 0x02, 0x12


def at(id: str, layout: str = "login") -> Location:
    return Location(f"res/layout/{layout}.xml", f"EditText {id}")


def field(id: str, asks: Datum | None = None, layout: str = "login", **changes: Any) -> TextField:
    """One of the app's own, that surely asks for something and is set to nothing."""
    given = {"kind": FieldKind.EDIT, "asks_surely": asks is not None} | changes
    return TextField(layout, "EditText", at=at(id, layout), id=id, asks=asks, **given)


def app(
    *fields: TextField, layouts: tuple[Layout, ...] = (), gap: bool = False, **changes: Any
) -> AndroidApp:
    gaps = {"text_fields": lost("text_fields")} if gap else {}
    return android_app(gaps, text_fields=TextFields(fields, layouts), manifest=manifest(**changes))
