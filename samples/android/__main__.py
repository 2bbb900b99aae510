"""`python -m samples.android FOLDER`: build every Android sample below the folder."""

import sys
from pathlib import Path

from samples.android.build import SAMPLE_APKS, build
from samples.android.code import code_samples
from samples.android.obfuscated import build as build_obfuscated
from samples.android.signing import build as build_signing

if __name__ == "__main__":
    for apk in (*SAMPLE_APKS, *code_samples()):
        build(apk, Path(sys.argv[1]))
    build_obfuscated(Path(sys.argv[1]))
    build_signing(Path(sys.argv[1]))
