"""Signs content as CMS with openssl, which is also how tests read it independently."""

import plistlib
import subprocess
from pathlib import Path
from typing import Any

KEYS = Path(__file__).parents[3] / "samples/keys"


def signed(content: bytes, *options: str, signer: str = "test-only-ios-ca") -> bytes:
    """A DER SignedData over `content`, with signed attributes unless an option says otherwise."""
    keys = ("-signer", f"{KEYS}/{signer}.crt", "-inkey", f"{KEYS}/{signer}.pk8")
    return subprocess.run(
        ["openssl", "cms", "-sign", "-binary", "-nodetach", "-outform", "DER", *keys,
         "-keyform", "DER", *options],
        input=content, capture_output=True, check=True,
    ).stdout  # fmt: skip


def profile(**changes: Any) -> bytes:
    """A profile of Apple's form for the App Store; a value of None removes its key."""
    import datetime

    plist = {
        "Name": "Demo",
        "TeamIdentifier": ["TEAM"],
        "ApplicationIdentifierPrefix": ["TEAM"],
        "ExpirationDate": datetime.datetime(2035, 1, 2),
        "Entitlements": {"get-task-allow": False},
    } | changes
    return signed(plistlib.dumps({k: v for k, v in plist.items() if v is not None}))
