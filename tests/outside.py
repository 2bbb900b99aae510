"""Texts that come from outside an app, for the tests of checks that follow them."""

from appsec.facts.android import Component, ComponentKind
from appsec.facts.values import Built, FieldRead, Parameter, Returned, Value
from tests.apps import AT
from tests.code import method, text

OPEN = Component(ComponentKind.ACTIVITY, "tw.example.app.Link", True, AT)
"""An activity that any app may start."""
CALLER = f"{OPEN.name}.onCreate"
_INTENT = Returned(
    method("android.app.Activity.getIntent", returns="android.content.Intent"),
    (Parameter(-1, OPEN.name),),
)
EXTRA = Returned(
    method("android.content.Intent.getStringExtra", "java.lang.String", returns="java.lang.String"),
    (_INTENT, text("url")),
)
"""What another app puts into the intent."""
_FIELD = FieldRead(OPEN.name, "field", "android.widget.EditText", False)
TYPED = Returned(
    method("java.lang.Object.toString", returns="java.lang.String"),
    (
        Returned(
            method("android.widget.EditText.getText", returns="android.text.Editable"), (_FIELD,)
        ),
    ),
)
"""What the user types."""


def joined(start: str, *parts: Value) -> Built:
    """A constant text with others behind it."""
    return Built((text(start), *parts))
