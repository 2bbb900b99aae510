"""`python -m scripts.agents [--check]`: builds the agents' bundles from `agents/`.

Needs `npm ci` in agents/ and the extra `dynamic`: frida brings the compiler along. The same sources
give the same bytes; `--check` says whether what is committed is what they give.
"""

import sys
from pathlib import Path

import frida

ROOT = Path(__file__).parents[1]
SOURCES = ROOT / "agents"
BUNDLES = ROOT / "appsec/runtime/agents"
PLATFORMS = ("android", "ios")


def built(platform: str, sources: Path = SOURCES) -> str:
    """One platform's bundle. Raises ValueError with what the compiler says is wrong."""
    said: list[str] = []
    compiler = frida.Compiler()
    compiler.on("diagnostics", lambda each: said.extend(str(one) for one in each))
    bundle: str = compiler.build(
        f"{platform}/main.ts",
        project_root=str(sources),
        bundle_format="iife",
        compression="terser",
        source_maps="omitted",
        type_check="full",
    )
    if said:
        raise ValueError("\n".join(said))
    return bundle


def main() -> int:
    """Writes or compares; 1 if something differs."""
    different = 0
    for platform in PLATFORMS:
        place = BUNDLES / f"{platform}.js"
        made = built(platform)
        if "--check" not in sys.argv:
            place.write_text(made, encoding="utf-8")
        elif not place.exists() or place.read_text(encoding="utf-8") != made:
            print(f"{place.relative_to(ROOT)} is not what agents/ gives", file=sys.stderr)
            different = 1
    return different


if __name__ == "__main__":
    sys.exit(main())
