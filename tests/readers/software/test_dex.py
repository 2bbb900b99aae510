"""What bytecode tells: packages, texts, marks of compilers, and classes of nobody."""

import pytest

from appsec.model.outcome import Location
from appsec.model.software import Means, Nature, SoftwareKind, Unidentified
from appsec.readers.software.table import table
from tests.apks import app, manifest
from tests.axml_builder import el
from tests.dex_builder import dex

EMPTY = manifest(el("application"))


def software(owner, text="text", **files):
    return app(EMPTY, {"classes.dex": dex(owner, text), **files}).identified


def test_a_package_names_its_library():
    (one,) = software("okhttp3/internal/Util").components
    assert (one.name, one.purl, one.version) == (
        "com.squareup.okhttp3:okhttp",
        "pkg:maven/com.squareup.okhttp3/okhttp",
        "",
    )
    assert [(t.means, t.at) for t in one.traces] == [
        (Means.CLASSES, Location("classes.dex", "okhttp3.internal.Util"))
    ]


@pytest.mark.parametrize(
    ("owner", "name"),
    [
        ("com/google/firebase/analytics/A", "com.google.firebase:firebase-analytics"),
        ("com/google/firebase/other/A", "com.google.firebase:firebase-common"),
        ("com/google/common/util/concurrent/ListenableFuture", "com.google.guava:listenablefuture"),
        ("com/google/common/util/concurrent/Futures", "com.google.guava:guava"),
    ],
)
def test_the_longest_known_name_counts(owner, name):
    assert [one.name for one in software(owner).components] == [name]


def test_a_name_that_only_begins_alike_is_nobodys():
    found = software("okhttp3x/Util")
    at = Location("classes.dex", "okhttp3x.Util")
    assert (found.components, found.unidentified) == ((), (Unidentified("okhttp3x", 1, at),))


def test_classes_of_the_app_are_not_counted():
    assert software("tw/example/app/Main").unidentified == ()


@pytest.mark.parametrize(
    ("owner", "name"),
    [
        ("org/nobody/deep/down/A", "org.nobody.deep"),
        ("a/b/C", "*"),
        ("a0", "*"),
    ],
)
def test_classes_of_nobody_are_counted_by_package(owner, name):
    (one,) = software(owner).unidentified
    assert (one.name, one.count) == (name, 1)


@pytest.mark.parametrize(
    ("text", "name", "version"),
    [
        ("okhttp/4.9.3", "com.squareup.okhttp3:okhttp", "4.9.3"),
        ("AssertionError (GSON 2.10.1): ", "com.google.code.gson:gson", "2.10.1"),
        ("sentry.java.android/6.28.0", "io.sentry:sentry-android", "6.28.0"),
        ("JSCH-0.1.55", "com.jcraft:jsch", "0.1.55"),
    ],
)
def test_a_text_that_survives_renaming_states_the_version(text, name, version):
    (one,) = software("tw/example/app/Main", text).components
    assert (one.name, one.version, one.traces[0].means) == (name, version, Means.TEXT)


@pytest.mark.parametrize("text", ["okhttp/", "okhttp/no", "my okhttp/4.9.3", "okhttp"])
def test_a_text_that_is_alike_states_none(text):
    assert software("tw/example/app/Main", text).components == ()


def test_a_compiler_leaves_its_mark():
    mark = '~~R8{"compilation-mode":"release","version":"8.2.42"}'
    (one,) = software("tw/example/app/Main", mark).components
    assert (one.name, one.version, one.kind) == ("R8", "8.2.42", SoftwareKind.TOOL)
    assert one.traces[0].at == Location("classes.dex", at=mark)


@pytest.mark.parametrize("text", ["~~R8{", "~~R8[]", "~~X9{}", "~~", "~~D8" + "[" * 5000])
def test_a_mark_that_is_malformed_names_none(text):
    assert software("tw/example/app/Main", text).components == ()


def test_a_version_file_of_the_group_tells_more_than_its_package():
    version = {"META-INF/androidx.core_core-ktx.version": b"1.9.0"}
    found = software("androidx/core/app/A", **version)
    assert [one.name for one in found.components] == ["androidx.core:core-ktx"]
    assert found.unidentified == ()


def test_packages_of_googles_services_lie_in_artefacts_that_name_themselves():
    basement = {"b.properties": b"version=18.1.0\nclient=play-services-basement\n"}
    found = software("com/google/android/gms/auth/api/signin/A", **basement)
    assert [one.name for one in found.components] == [
        "com.google.android.gms:play-services-basement"
    ]
    alone = software("com/google/android/gms/auth/api/signin/A")
    assert [one.name for one in alone.components] == ["com.google.android.gms:play-services-auth"]


def test_the_old_support_library_is_not_claimed_twice():
    version = {"META-INF/com.android.support_support-compat.version": b"27.1.1"}
    found = software("android/support/v4/app/A", **version).components
    assert [one.name for one in found] == ["com.android.support:support-compat"]
    alone = software("android/support/v4/app/A").components
    assert [one.name for one in alone] == ["com.android.support:support-v4"]


def test_a_version_file_of_a_group_says_nothing_of_other_packages():
    version = {"META-INF/kotlinx_coroutines_core.version": b"1.7.3"}
    found = software("kotlinx/serialization/A", **version)
    assert [one.name.partition(":")[2] for one in found.components] == [
        "kotlinx-coroutines-core",
        "kotlinx-serialization-core",
    ]


def test_a_supplier_is_told_with_its_country_only_where_the_table_says_so():
    (umeng,) = software("com/umeng/analytics/A").components
    (okio,) = software("okio/A").components
    assert (umeng.country, umeng.natures) == ("CN", (Nature.TRACKER,))
    assert (okio.country, okio.natures) == ("", ())


def test_code_that_cannot_be_read_is_a_gap_and_files_still_tell():
    found = app(EMPTY, {"classes.dex": b"dex", "META-INF/a.b_c.version": b"1.0"})
    assert [one.name for one in found.identified.components] == ["a.b:c"]
    assert [gap.fact for gap in found.gaps_of("code")] == ["code"]


@pytest.mark.parametrize("owner", ["android/evil/A", "java/evil/A", "dalvik/evil/A"])
def test_code_under_names_of_the_platform_is_not_passed_over(owner):
    (one,) = software(owner).unidentified
    assert (one.name, one.count) == (owner.replace("/", ".").rpartition(".")[0], 1)


def test_a_packer_is_a_component_with_its_suppliers_country():
    found = software("tw/example/app/Main", **{"lib/arm64-v8a/libjiagu.so": b"no ELF"})
    (one,) = found.components
    assert (one.name, one.country, one.kind) == ("360 Jiagu", "CN", SoftwareKind.TOOL)
    assert one.natures == (Nature.PACKER, Nature.SECURITY)
    assert [(t.means, t.at) for t in one.traces] == [
        (Means.FILE_NAME, Location("lib/arm64-v8a/libjiagu.so"))
    ]


def test_a_class_of_the_old_support_library_in_an_androidx_app_is_part_of_that():
    known = software("androidx/core/app/A")
    assert [one.name for one in known.components] == ["androidx.core:core"]
    rows = {row.name: row for row in table("android").components}
    assert rows["com.android.support:support-v4"].unless == "androidx.core"
