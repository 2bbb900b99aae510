"""What a build shows and what an SBOM says are joined, and contradictions stay."""

from appsec.engine.software import differing, hashed_files, merged, of_both_builds, unlisted
from appsec.model.outcome import Build, Confidence, Location
from appsec.model.software import (
    Means,
    Software,
    SoftwareComponent,
    SoftwareKind,
    Trace,
    Unidentified,
)

BUILD, LOCK = Location("META-INF/core.version"), Location("gradle.lockfile", "line 4")
CORE = "pkg:maven/androidx.core/core"


def component(name, version="", purl="", means=Means.SUPPLIED, at=LOCK, **more):
    trace = Trace(means, at, version)
    kind = more.pop("kind", SoftwareKind.LIBRARY)
    if means is Means.SUPPLIED:
        more = {"confidence": Confidence.MEDIUM} | more
    return SoftwareComponent(name, kind, purl, version, traces=(trace,), **more)


def shown(name, version="", purl="", means=Means.VERSION_FILE, **more):
    return component(name, version, purl, means, BUILD, **more)


def join(identified, supplied, **how):
    given = Software(tuple(supplied), supplied_from=("gradle.lockfile",), covered=("maven",))
    return merged(Software(tuple(identified)), given, **how)


def only(software):
    (one,) = software.components
    return one


def test_one_package_url_is_one_component():
    one = only(
        join([shown("core", "1.13.1", CORE)], [component("androidx.core:core", "1.13.1", CORE)])
    )
    assert (one.name, one.version, one.contradicted) == ("core", "1.13.1", False)
    assert [trace.means for trace in one.traces] == [Means.SUPPLIED, Means.VERSION_FILE]
    assert (one.supplied, one.shown, one.confidence) == (True, True, Confidence.HIGH)


def test_another_version_is_a_contradiction():
    one = only(join([shown("core", "1.9.0", CORE)], [component("core", "1.13.1", CORE)]))
    assert (one.version, one.contradicted, differing(one)) == ("1.13.1", True, ("1.9.0",))


def test_spellings_of_one_version_agree():
    for stated in ("1.2", "v1.2", "1.2.0"):
        one = only(join([shown("core", "1.2.0", CORE)], [component("core", stated, CORE)]))
        assert (differing(one), one.contradicted) == ((), False)


def test_a_side_that_is_silent_contradicts_nothing():
    assert not only(join([shown("core", "", CORE)], [component("core", "1.2", CORE)])).contradicted
    one = only(join([shown("core", "1.2", CORE)], [component("core", "", CORE)]))
    assert (one.version, one.contradicted) == ("1.2", False)


def test_what_only_one_side_knows_stays():
    both = join([shown("OpenSSL", "1.1.1k")], [component("core", "1.2", CORE)])
    alone = {one.name: (one.shown, one.supplied, one.confidence) for one in both.components}
    assert alone == {
        "core": (False, True, Confidence.MEDIUM),
        "OpenSSL": (True, False, Confidence.HIGH),
    }
    assert (both.supplied_from, both.covered) == (("gradle.lockfile",), ("maven",))


def test_of_two_versions_supplied_the_one_that_the_build_shows_is_it():
    npm = "pkg:npm/semver"
    given = [component("semver", version, npm) for version in ("5.7.1", "7.6.0")]
    both = join([shown("semver", "7.6.0", npm)], given)
    assert [(one.version, one.shown, one.contradicted) for one in both.components] == [
        ("5.7.1", False, False),
        ("7.6.0", True, False),
    ]


def test_two_files_that_agree_are_one_component_with_two_traces():
    other = Location("sbom.json", "core")
    one = only(join([], [component("core", "1.2", CORE), component("core", "1.2", CORE, at=other)]))
    assert [trace.at for trace in one.traces] == [LOCK, other]


def test_package_managers_of_ios_share_names_only_there():
    pod, swift = "pkg:cocoapods/Alamofire", "pkg:swift/github.com/Alamofire/Alamofire"
    identified, given = [shown("Alamofire", "5.8.1", pod)], [component("alamofire", "5.8.1", swift)]
    # Advisories go by repository, and none by the name of a pod.
    assert only(join(identified, given, apple=True)).purl == swift
    given = [component("Alamofire.swift", "5.8.1", swift)]
    assert only(join(identified, given, apple=True)).shown
    assert len(join(identified, given).components) == 2


def test_one_name_with_another_package_url_is_another_component():
    listed = component("core", "1.13.1", "pkg:pub/core")
    both = join([shown("core", "1.9.0", CORE)], [listed])
    assert [(one.purl, one.version) for one in both.components] == [
        (CORE, "1.9.0"),
        ("pkg:pub/core", "1.13.1"),
    ]
    native = join([shown("zlib", "1.3", "pkg:generic/zlib")], [component("zlib", "1.3", "pkg:conan/zlib")])  # fmt: skip
    assert only(native).purl == "pkg:generic/zlib"


def test_what_a_file_says_to_ship_is_no_mere_mark():
    tool = shown("Shield", kind=SoftwareKind.TOOL)
    one = only(join([tool], [component("Shield", "1.2", "pkg:maven/a/Shield")]))
    assert (one.kind, one.purl, one.version) == (SoftwareKind.LIBRARY, "pkg:maven/a/Shield", "1.2")


def test_of_two_builds_the_one_that_ships_has_the_say():
    guess = {"confidence": Confidence.LOW}
    both = of_both_builds(
        Software((shown("core", "1.9", CORE, **guess), shown("same", "2", **guess))),
        Software((shown("core", "1.13", CORE, **guess), shown("same", "2.0", **guess))),
    )
    assert [(one.version, one.contradicted, one.confidence) for one in both.components] == [
        ("1.9", True, Confidence.LOW),
        ("2", False, Confidence.LOW),
    ]


def test_a_copy_in_another_version_than_the_one_that_was_stated_stands_alone():
    npm = "pkg:npm/jquery"
    copies = [shown("jquery", version, npm, kind=SoftwareKind.JAVASCRIPT)
              for version in ("1.12.4", "3.7.1")]  # fmt: skip
    listed = [component("jquery", "3.7.1", npm)]
    for found in (copies, copies[::-1]):
        both = join(found, listed)
        assert [(one.version, one.supplied, one.contradicted) for one in both.components] == [
            ("1.12.4", False, False),
            ("3.7.1", True, False),
        ]
    # One copy alone is the one that was meant, or the list is wrong: nobody can tell.
    assert only(join(copies[:1], listed)).contradicted


def test_copies_in_two_builds_are_joined_by_version():
    copies = [shown("OpenSSL", version, "pkg:generic/openssl", kind=SoftwareKind.NATIVE)
              for version in ("1.0.2k", "3.0.1")]  # fmt: skip
    both = of_both_builds(Software(tuple(copies)), Software(tuple(copies)))
    assert [(one.version, one.contradicted, len(one.traces)) for one in both.components] == [
        ("1.0.2k", False, 2),
        ("3.0.1", False, 2),
    ]


def test_the_version_that_xcode_fills_in_says_nothing():
    pod = "pkg:cocoapods/Alamofire"
    one = only(
        join([shown("Alamofire", "1.0", pod, Means.PLIST)], [component("Alamofire", "5.8.1", pod)])
    )
    assert (one.version, one.contradicted) == ("5.8.1", False)


def test_a_companion_adds_what_it_shows_and_says_so():
    shipped = Software((shown("Packer"), shown("core", "1.9", CORE)))
    hidden = Unidentified("a.b", 3, BUILD)
    read = Software((shown("core", "1.9", CORE), shown("okhttp", "4.12")), (hidden,))
    both = of_both_builds(shipped, read)
    builds = {one.name: [trace.at.build for trace in one.traces] for one in both.components}
    assert builds == {
        "Packer": [Build.SHIPPED],
        "core": [Build.COMPANION, Build.SHIPPED],
        "okhttp": [Build.COMPANION],
    }
    assert both.unidentified == (hidden,)
    assert of_both_builds(shipped, None) is shipped


def test_builds_with_different_versions_contradict_each_other():
    shipped = Software((shown("core", "1.9", CORE), shown("okhttp", "4.9")))
    read = Software((shown("core", "1.13", CORE), shown("okhttp", "4.9.0")))
    both = of_both_builds(shipped, read)
    told = {
        one.name: (one.contradicted, {t.version for t in one.traces}) for one in both.components
    }
    assert told == {"core": (True, {"1.9", "1.13"}), "okhttp": (False, {"4.9", "4.9.0"})}


def test_only_what_a_file_claims_to_name_in_full_is_unlisted():
    npm = shown("left-pad", "1", "pkg:npm/left-pad")
    tool = shown("R8", kind=SoftwareKind.TOOL)
    both = join([npm, shown("core", "1.2", CORE), tool], [])
    assert [one.name for one in unlisted(both)] == ["core"]


def test_bytecode_is_no_file_of_one_component():
    at = [Location("classes.dex", "a.B"), Location("lib/arm64-v8a/libssl.so")]
    found = [component("x", means=Means.TEXT, at=place) for place in at]
    assert hashed_files(Software((*found, component("y")))) == ("lib/arm64-v8a/libssl.so",)
