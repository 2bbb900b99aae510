"""Whose code a function is, by its name."""

import pytest

from appsec.facts.ios import Binary
from appsec.model.outcome import Origin
from appsec.readers.ipa.native_owners import Owners

OWNERS = Owners(frozenset(), frozenset({"Bank"}))
MAIN = Binary("Payload/Bank.app/Bank", "Payload/Bank.app", True, ())


@pytest.mark.parametrize(
    ("name", "origin"),
    [
        ("Login", Origin.APP),
        ("0x100004000", Origin.APP),
        ("__36-[Login save:]_block_invoke_2", Origin.APP),
        ("_ZN4bank5LoginC1Ev", Origin.APP),
        ("Bank.Login.save", Origin.APP),
        ("Alamofire.Session.request", Origin.LIBRARY),
        ("FIRApp", Origin.LIBRARY),
        ("_RCTTimer", Origin.LIBRARY),
        ("__57-[RCTImageLoader load:]_block_invoke", Origin.LIBRARY),
        ("PodsDummy_Yoga", Origin.LIBRARY),
        ("mz_crypt_aes_set_encrypt_key", Origin.LIBRARY),
        ("_ZN8facebook5react10CallInvokerD1Ev", Origin.LIBRARY),
        ("___ZN8facebook5react4loadEv_block_invoke", Origin.LIBRARY),
    ],
)
def test_whose_it_is(name: str, origin: Origin) -> None:
    assert OWNERS.of_name(MAIN, name) is origin
