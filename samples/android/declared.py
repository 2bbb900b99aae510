"""Build the sample for declarations: one app twice, of which one declaration names nothing."""

import sys
from pathlib import Path

from samples.android.build import ANDROID, COMMON, PACKAGE, Sample, build

FOLDER = ANDROID / "declaration"
NAMES = ("undeclared", "declared")

if __name__ == "__main__":
    for name in NAMES:
        build(
            Sample(
                target=f"declaration/{name}.apk",
                manifest=FOLDER / "AndroidManifest.xml",
                resources=(COMMON / "res", PACKAGE / "fixed/res", FOLDER / "res"),
                smali=(FOLDER / "smali",),
                key="test-only-android-release",
                schemes=(2, 3),
            ),
            Path(sys.argv[1]),
        )
