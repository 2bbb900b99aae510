"""Build the sample for declarations: one app twice, of which one declaration names nothing."""

import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from samples.ios.build_bundle import IDENTIFIER, TOPIC, app, pack
from samples.ios.fields import FIXED_SCREENS
from samples.ios.stubs import write_sdk

NAMES = ("undeclared", "declared")
# Something of every kind that a declaration has to name, besides what the bundle has already.
INFO = {
    "CFBundleURLTypes": [{"CFBundleURLSchemes": ["parcel", f"line3rdp.{IDENTIFIER}"]}],
    "GADApplicationIdentifier": "ca-app-pub-0000000000000000~0000000000",
}
ENTITLEMENTS = {
    "aps-environment": "production",
    "com.apple.developer.in-app-payments": [f"merchant.{IDENTIFIER}"],
}

if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        write_sdk(work / "sdk")
        bundle = app(TOPIC / "fixed", work)
        bundle = replace(
            bundle,
            info={**bundle.info, **INFO},
            entitlements={**bundle.entitlements, **ENTITLEMENTS},
            files={**bundle.files, **FIXED_SCREENS},
        )
        for name in NAMES:
            pack(Path(sys.argv[1], f"declaration/{name}.ipa"), bundle)
