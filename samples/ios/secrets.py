"""Build the sample for secrets: the fixed bundle, with and without what was made up for it."""

import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from samples.ios.build_bundle import TOPIC, app, pack
from samples.ios.stubs import write_sdk
from samples.planted import CHANNEL_SECRET, files

INFO = {"weak": {"LineChannelSecret": CHANNEL_SECRET}, "fixed": {}}

if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        write_sdk(work / "sdk")
        bundle = app(TOPIC / "fixed", work)
        for twin, info in INFO.items():
            told = replace(
                bundle, info={**bundle.info, **info}, files={**bundle.files, **files(twin)}
            )
            pack(Path(sys.argv[1], f"secrets/{twin}.ipa"), told)
