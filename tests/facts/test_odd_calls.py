"""Code may call a method otherwise than it was declared: nothing is known then, nothing breaks."""

from appsec.facts.constants import constant_bytes
from appsec.facts.objects import typed_into
from appsec.facts.values import UNKNOWN, Returned
from tests.code import method, text


def test_an_argument_that_is_not_there_is_unknown():
    """As `invoke-static` on an instance method leaves it without a receiver."""
    decoded = Returned(method("java.util.Base64$Decoder.decode"), (text("c2VjcmV0"),))
    assert (decoded.argument(0), decoded.argument(1)) == (text("c2VjcmV0"), UNKNOWN)
    assert constant_bytes(decoded) is None
    assert constant_bytes(Returned(method("java.lang.String.getBytes"), ())) is None
    assert typed_into(Returned(method("android.widget.EditText.getText"), ())) == UNKNOWN
