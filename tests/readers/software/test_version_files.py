"""Files that build tools left in the package: each means, malformed ones, hostile names."""

import pytest

from appsec.model.outcome import Cause
from appsec.model.software import Means, Nature, SoftwareKind
from appsec.readers.software import version_files
from tests.apks import app, manifest
from tests.axml_builder import el
from tests.dex_builder import dex

EMPTY = manifest(el("application"))
CODE = {"classes.dex": dex("tw/example/app/Main", "text")}


def software(**files: bytes):
    return app(EMPTY, CODE | files).identified


def told(files):
    """Name, package URL, version and means of each component but what code tells of."""
    found = app(EMPTY, CODE | files).identified.components
    return [(one.name, one.purl, one.version, one.traces[0].means) for one in found]


@pytest.mark.parametrize(
    ("file", "content", "expected"),
    [
        (
            "META-INF/androidx.core_core-ktx.version",
            b"1.12.0\n",
            ("androidx.core:core-ktx", "pkg:maven/androidx.core/core-ktx", "1.12.0"),
        ),
        (
            "META-INF/kotlinx_coroutines_core.version",
            b"1.7.3",
            (
                "org.jetbrains.kotlinx:kotlinx-coroutines-core",
                "pkg:maven/org.jetbrains.kotlinx/kotlinx-coroutines-core",
                "1.7.3",
            ),
        ),
        (
            "META-INF/androidx.tracing_tracing.version",
            b"task ':tracing:tracing:writeVersionFile' property 'version'\n",
            ("androidx.tracing:tracing", "pkg:maven/androidx.tracing/tracing", ""),
        ),
        ("META-INF/nobody.version", b"2.0", ("nobody", "", "2.0")),
        (
            "play-services-base.properties",
            b"version=18.0.1\nclient=play-services-base\n",
            (
                "com.google.android.gms:play-services-base",
                "pkg:maven/com.google.android.gms/play-services-base",
                "18.0.1",
            ),
        ),
        (
            "transport-runtime.properties",
            b"version=3.1.8\nclient=transport-runtime\n",
            (
                "com.google.android.datatransport:transport-runtime",
                "pkg:maven/com.google.android.datatransport/transport-runtime",
                "3.1.8",
            ),
        ),
        ("odd.properties", b"version=1.2\nclient=odd\n", ("odd", "", "1.2")),
    ],
)
def test_a_version_file_names_a_component(file, content, expected):
    assert told({file: content}) == [(*expected, Means.VERSION_FILE)]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (
            b"version=2.10.1\ngroupId=com.google.code.gson\nartifactId=gson\n",
            ("com.google.code.gson:gson", "2.10.1"),
        ),
        (b"#empty\n", ("path.group:path-artifact", "")),
        (b"groupId=<b>\nartifactId=x y\nversion=<i>\n", ("path.group:path-artifact", "")),
        (b"\xff\xfe\0\0", ("path.group:path-artifact", "")),
    ],
)
def test_a_pom_states_more_than_its_path(content, expected):
    (found,) = told({"META-INF/maven/path.group/path-artifact/pom.properties": content})
    assert (found[0], found[2], found[3]) == (*expected, Means.POM)


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("jsv-messages.properties", b"version=1\n"),
        ("app.properties", b"client=play-services-base\n"),
        ("app.properties", b"version=<script>\nclient=firebase-core\n"),
        ("app.properties", b"version=1.0\nclient=../../x y\n"),
        ("META-INF/a/b.version", b"1.0"),
        ("META-INF/<script>.version", b"1.0"),
        ("META-INF/maven/a b/c/pom.properties", b"version=1"),
        ("META-INF/app_debug.kotlin_module", b""),
        ("kotlin-tooling-metadata.json", b"[" * 100_000),
        ("kotlin-tooling-metadata.json", b'{"buildPluginVersion": 2}'),
        ("kotlin-tooling-metadata.json", b"\xff"),
    ],
)
def test_other_and_odd_files_name_none(file, content):
    assert told({file: content}) == []


def test_a_module_of_kotlin_and_its_build_tool():
    found = software(
        **{
            "META-INF/kotlin-stdlib.kotlin_module": b"\0",
            "kotlin-tooling-metadata.json": b'{"buildPluginVersion": "1.9.22"}',
        }
    ).components
    assert [(one.name, one.version, one.kind) for one in found] == [
        ("Kotlin Gradle plugin", "1.9.22", SoftwareKind.TOOL),
        ("org.jetbrains.kotlin:kotlin-stdlib", "", SoftwareKind.LIBRARY),
    ]


def test_what_the_table_knows_of_a_package_is_added():
    (one,) = software(
        **{"firebase-crashlytics.properties": b"version=18.4.3\nclient=firebase-crashlytics\n"}
    ).components
    assert (one.supplier, one.natures) == ("Google", (Nature.TRACKER,))


def test_the_most_telling_of_two_versions_counts_and_they_contradict():
    (one,) = software(
        **{
            "META-INF/com.google.code.gson_gson.version": b"2.8.0",
            "META-INF/maven/com.google.code.gson/gson/pom.properties": b"version=2.10.1",
        }
    ).components
    assert (one.version, one.contradicted) == ("2.10.1", True)
    assert [trace.means for trace in one.traces] == [Means.POM, Means.VERSION_FILE]


def test_a_version_file_that_is_too_large_is_a_gap():
    found = app(EMPTY, {"META-INF/androidx.core_core.version": bytes(70_000)})
    assert found.identified.components == ()
    gaps = [(gap.cause, gap.key) for gap in found.gaps_of("identified")]
    assert gaps == [(Cause.LOST, "refused-file")]


def test_a_large_file_of_settings_at_the_top_is_no_version_file():
    found = app(EMPTY, CODE | {"messages.properties": b"a=b\n" * 40_000})
    assert (found.identified.components, found.gaps_of("identified")) == ((), ())


def test_more_files_than_are_read_are_a_gap(monkeypatch):
    monkeypatch.setattr(version_files, "MAX_FILES", 1)
    files = {f"META-INF/a.b_c{n}.version": b"1.0" for n in range(3)}
    found = app(EMPTY, files)
    assert [one.name for one in found.identified.components] == ["a.b:c0"]
    assert [gap.key for gap in found.gaps_of("identified")] == ["too-many-version-files"]
