"""Build the samples of code: one weak app and its fixed twin for each topic below `code/`.

A topic is a folder with `weak/`, `fixed/` and, if both share code, `common/` of smali, and with a
manifest of its own, or one in a twin's folder, and `res/` where it needs them. Its launcher is
tw.example.sample.code.MainActivity. What lies in `files/` of a twin goes in as it is.
"""

from pathlib import Path

from samples.android.build import ANDROID, COMMON, PACKAGE, Sample

CODE = ANDROID / "code"
VALUES = ANDROID / "values", ANDROID / "paths"


def topics() -> list[Path]:
    """The folder of each topic."""
    return sorted(path for path in CODE.iterdir() if path.is_dir())


def code_samples() -> list[Sample]:
    """Two for each topic, and those that show what can be told of values."""
    twins = [_sample(topic, twin) for topic in topics() for twin in ("weak", "fixed")]
    return [*twins, *map(_values, VALUES)]


def _values(folder: Path) -> Sample:
    return Sample(
        target=f"{folder.name}/{folder.name}.apk",
        manifest=folder / "AndroidManifest.xml",
        resources=(COMMON / "res", PACKAGE / "fixed/res"),
        smali=(folder,),
        key="test-only-android-release",
        schemes=(2, 3),
    )


def _sample(topic: Path, twin: str) -> Sample:
    own = [topic / twin / "AndroidManifest.xml", topic / "AndroidManifest.xml"]
    common = topic / "common"
    files = topic / twin / "files"
    more = topic / "res"
    return Sample(
        target=f"code/{topic.name}/{twin}.apk",
        manifest=next((one for one in own if one.exists()), CODE / "AndroidManifest.xml"),
        resources=(COMMON / "res", PACKAGE / "fixed/res", *([more] if more.is_dir() else [])),
        smali=(topic / twin, *([common] if common.exists() else [])),
        key="test-only-android-release",
        schemes=(2, 3),
        files=files if files.is_dir() else None,
    )
