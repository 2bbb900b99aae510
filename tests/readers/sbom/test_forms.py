"""Each form of SBOM and lock file: what ships is taken, what only builds or tests is not."""

import json

import pytest

from appsec.engine.files import FileProblem
from appsec.model.outcome import Confidence
from appsec.model.software import Means
from appsec.readers.sbom import read_supplied
from tests.readers.sbom import forms


def read(tmp_path, content, name="given"):
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_supplied([path])


def taken(tmp_path, content):
    """Package URL, or name without one, and version of each component."""
    found = read(tmp_path, content).software.components
    return {(one.purl or one.name, one.version) for one in found}


def problem(tmp_path, content):
    with pytest.raises(FileProblem) as caught:
        read(tmp_path, content)
    assert caught.value.path == str(tmp_path / "given")
    return caught.value.why


@pytest.mark.parametrize(
    ("content", "wanted", "covered"),
    [
        (forms.CYCLONEDX_JSON, forms.MAVEN | {("zlib", "1.3")}, ("*",)),
        (forms.CYCLONEDX_XML, forms.MAVEN, ("*",)),
        (forms.SPDX_JSON, forms.MAVEN | {("zlib", "1.3")}, ("*",)),
        (
            json.dumps({"sbom": json.loads(forms.SPDX_JSON)}),
            forms.MAVEN | {("zlib", "1.3")},
            ("*",),
        ),
        (forms.SPDX_TAGS, forms.MAVEN | {("zlib", "1.3")}, ("*",)),
        (forms.SPDX3, forms.MAVEN, ("*",)),
        (forms.GRADLE_LOCK, forms.MAVEN, ("maven",)),
        (forms.GRADLE_REPORT, forms.MAVEN, ("maven",)),
        (forms.PODFILE_LOCK, forms.PODS, ("cocoapods",)),
        (forms.RESOLVED_1, forms.SWIFT, ("swift",)),
        (forms.RESOLVED_3, forms.SWIFT, ("swift",)),
        (forms.CARTFILE, forms.CARTHAGE, ("github",)),
        (forms.NPM_3, forms.NPM, ("npm",)),
        (forms.NPM_1, forms.NPM, ("npm",)),
        (forms.YARN_1, forms.NPM | forms.NPM_DEV, ("npm",)),
        (forms.YARN_4, forms.NPM | forms.NPM_DEV, ("npm",)),
        (forms.PUBSPEC, forms.PUB, ("pub",)),
    ],
)
def test_what_ships(tmp_path, content, wanted, covered):
    assert taken(tmp_path, content) == wanted
    assert read(tmp_path, "\ufeff" + content).software.covered == covered


def test_licences_and_supplier(tmp_path):
    for content in (forms.CYCLONEDX_JSON, forms.CYCLONEDX_XML, forms.SPDX_JSON, forms.SPDX_TAGS,
                    forms.SPDX3):  # fmt: skip
        found = {one.name: one for one in read(tmp_path, content).software.components}
        core = found["androidx.core:core"]
        assert (core.licences, core.supplier) == (("Apache-2.0",), "Example Supplier")
        assert found["com.squareup.okhttp3:okhttp"].licences in (
            # Where the file states none, what a table knows of the package.
            ("Apache-2.0",),
            ("Apache-2.0 OR MIT",),
        )


def test_each_component_says_where_it_was_named(tmp_path):
    core, _ = read(tmp_path, forms.GRADLE_LOCK, "gradle.lockfile").software.components
    (trace,) = core.traces
    assert (trace.means, trace.version) == (Means.SUPPLIED, "1.13.1")
    assert (trace.at.file, trace.at.member) == ("gradle.lockfile", "line 4")


def test_what_may_be_for_development_only_is_not_sure(tmp_path):
    for content, wanted in ((forms.NPM_3, {Confidence.MEDIUM}), (forms.YARN_1, {Confidence.LOW})):
        found = read(tmp_path, content).software.components
        assert {one.confidence for one in found} == wanted
    found = {one.name: one.confidence for one in read(tmp_path, forms.PUBSPEC).software.components}
    assert (found["http"], found["async"]) == (Confidence.MEDIUM, Confidence.LOW)


def test_without_a_release_every_runtime_classpath_that_is_no_test_counts(tmp_path):
    lock = "a.b:c:1=runtimeClasspath\na.b:d:2=testRuntimeClasspath\na.b:e:3=compileClasspath\n"
    assert taken(tmp_path, lock) == {("pkg:maven/a.b/c", "1")}


def test_files_are_hashed_and_named(tmp_path):
    given = read(tmp_path, forms.GRADLE_LOCK, "gradle.lockfile")
    (file,) = given.files
    assert (file.name, file.size, len(file.sha256)) == (
        "gradle.lockfile",
        len(forms.GRADLE_LOCK),
        64,
    )
    assert given.software.supplied_from == ("gradle.lockfile",)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("", "is no SBOM or lock file that can be read"),
        ("just words\n", "is no SBOM or lock file that can be read"),
        (b"\xff\xfe\x00", "is no text in UTF-8"),
        ("{", "is no JSON"),
        ('{"a": ' + "[" * 200_000, "nested too deeply"),
        ('{"bomFormat": "CycloneDX", "specVersion": "0.9"}', "CycloneDX '0.9' is not read"),
        ('{"bomFormat": "CycloneDX", "specVersion": "1.5"}', "names no component"),
        ('{"spdxVersion": "SPDX-1.2"}', "'SPDX-1.2' is not read"),
        ("<bom", "is no XML"),
        ('<!DOCTYPE b [<!ENTITY a "x">]><bom>&a;</bom>', "has a document type"),
        (f"{'<a>' * 200}{'</a>' * 200}", "is nested too deeply"),
        ("<other/>", "is no SBOM or lock file that can be read"),
        ("<verification-metadata/>", "give gradle.lockfile"),
        ('[versions]\ncore = "1.2"\n', "is a version catalog"),
        ("dependencies {\n}\n", "is a build script; give gradle.lockfile"),
        ("target 'App' do\n  pod 'Alamofire'\nend\n", "give Podfile.lock"),
        ("// swift-tools-version:5.9\n", "give Package.resolved"),
        ('github "a/b" ~> 1.0\n', "give Cartfile.resolved"),
        ("dependencies:\n  http: any\n", "give pubspec.lock"),
        ('{"dependencies": {"react": "^18"}}', "give package-lock.json"),
        ("a.b:c:1=classpath\nempty=\n", "locks nothing of a runtime classpath"),
        ("PODS:\n  - [\n", "line"),
        ("PODS:\n  - &a x\n  - *a\n", "aliases are not allowed"),
    ],
)
def test_what_cannot_be_taken_is_named_with_its_cause(tmp_path, content, why):
    assert why in problem(tmp_path, content)


@pytest.mark.parametrize(
    ("component", "why"),
    [
        ({"purl": "nonsense"}, "is no package URL"),
        ({"purl": "pkg:maven/\ud800/x"}, "is no package URL"),
        ({"name": "n" * 400}, "is longer than 300"),
        ({"version": "1" * 400}, "is longer than 300"),
    ],
)
def test_a_component_that_does_not_fit(tmp_path, component, why):
    one = {"type": "library", "name": "core", "version": "1"} | component
    values = {"bomFormat": "CycloneDX", "specVersion": "1.5", "components": [one]}
    assert why in problem(tmp_path, json.dumps(values))


def test_values_of_another_type_are_passed_over(tmp_path):
    odd = [None, 3, "x", [], {"type": "library"}, {"type": "library", "name": ["x"], "version": 3}]
    one = {"type": "library", "name": "core", "version": 1, "licenses": "x", "supplier": 3}
    values = {"bomFormat": "CycloneDX", "specVersion": "1.5", "components": [*odd, one]}
    assert taken(tmp_path, json.dumps(values)) == {("core", "")}


def test_too_many_components(tmp_path):
    lines = "".join(f"a.b:c{number}:1=releaseRuntimeClasspath\n" for number in range(20_001))
    assert problem(tmp_path, lines) == "lists more than 20000 components"


def test_a_file_that_is_too_large_or_not_there(tmp_path, monkeypatch):
    monkeypatch.setattr("appsec.readers.sbom.MAX_BYTES", 10)
    assert problem(tmp_path, forms.GRADLE_LOCK) == "larger than 10 bytes"
    with pytest.raises(FileProblem, match="No such file"):
        read_supplied([tmp_path / "none"])


@pytest.mark.parametrize("filler", [" ", "\n", '"@a', "github ", "+--- ", "[", "a:b:"])
def test_long_nonsense_is_refused_soon(tmp_path, filler):
    problem(tmp_path, filler * 200_000)


def test_what_stands_below_the_product_itself_is_in_it(tmp_path):
    inner = {"type": "library", "name": "inside", "version": "1"}
    product = {"type": "application", "name": "app", "components": [inner]}
    values = {"bomFormat": "CycloneDX", "specVersion": "1.6", "metadata": {"component": product}}
    assert taken(tmp_path, json.dumps(values)) == {("inside", "1")}
    xml = forms.CYCLONEDX_XML.replace(
        "<name>app</name></component></metadata>",
        "<name>app</name><components><component type='library'><name>inside</name>"
        "<version>1</version></component></components></component></metadata>",
    )
    assert taken(tmp_path, xml) == forms.MAVEN | {("inside", "1")}


@pytest.mark.parametrize(
    "one",
    [
        {"name": "core", "purl": "pkg:npm/core@1"},
        {"type": "library", "purl": "pkg:npm/core@1"},
        {"type": "library", "group": "core", "purl": "pkg:npm/core@1"},
    ],
    ids=["no type", "no name", "no name in a group"],
)
def test_a_component_that_lacks_a_key_is_not_lost(tmp_path, one):
    values = {"bomFormat": "CycloneDX", "specVersion": "1.5", "components": [one]}
    (found,) = read(tmp_path, json.dumps(values)).software.components
    assert (found.name, found.purl, found.version) == ("core", "pkg:npm/core", "1")


def test_a_licence_of_which_only_the_words_are_given_is_unknown_beside_others(tmp_path):
    stated = [{"license": {"id": "MIT"}}, {"license": {"text": {"content": "Own words"}}}]
    one = {"type": "library", "name": "core", "licenses": stated}
    values = {"bomFormat": "CycloneDX", "specVersion": "1.5", "components": [one]}
    (found,) = read(tmp_path, json.dumps(values)).software.components
    assert found.licences == ("MIT", "NOASSERTION")


def test_a_package_url_of_spdx_under_the_full_address_of_its_type(tmp_path):
    full = '"referenceType": "http://spdx.org/rdf/references/purl"'
    content = forms.SPDX_JSON.replace('"referenceType": "purl"', full)
    assert full in content
    assert taken(tmp_path, content) == forms.MAVEN | {("zlib", "1.3")}


def test_a_variant_whose_name_has_test_in_it_is_no_test(tmp_path):
    lock = (
        "a:ships:1=latestReleaseRuntimeClasspath\n"
        "a:too:1=greatestReleaseRuntimeClasspath,oldReleaseRuntimeClasspath\n"
        "a:t1:1=releaseUnitTestRuntimeClasspath,testRuntimeClasspath\n"
        "a:t2:1=releaseAndroidTestRuntimeClasspath,testReleaseRuntimeClasspath\n"
    )
    assert taken(tmp_path, lock) == {("pkg:maven/a/ships", "1"), ("pkg:maven/a/too", "1")}


def test_versions_in_a_report_that_gradle_was_told_in_full(tmp_path):
    report = """
releaseRuntimeClasspath - Runtime classpath of /release.
+--- a:strict:{strictly 31.1-jre} -> 31.1-jre
+--- a:range:{strictly [1.0,2.0[; prefer 1.5; because x: y} -> 1.5 (*)
+--- a:moved:1.0 -> b:other:2.0
+--- a:own:1.0 -> project :own
|    \\--- a:below:1.1
\\--- a:constraint:{strictly 3} -> 3 (c)
"""
    assert taken(tmp_path, report) == {
        ("pkg:maven/a/strict", "31.1-jre"),
        ("pkg:maven/a/range", "1.5"),
        ("pkg:maven/b/other", "2.0"),
        ("pkg:maven/a/below", "1.1"),
    }


@pytest.mark.parametrize(
    "content",
    [
        '# yarn lockfile v1\n\n\n"mine@npm:@s/theirs@^1.0", mine@x:\n  version "1.2.0"\n',
        "\n__metadata:\n  cacheKey: 8\n\n"
        '"mine@npm:@s/theirs@^1.0":\n  version: 1.2.0\n  resolution: "@s/theirs@npm:1.2.0"\n',
        json.dumps(
            {"lockfileVersion": 1, "dependencies": {"mine": {"version": "npm:@s/theirs@1.2.0"}}}
        ),
    ],
    ids=["yarn 1", "yarn 4", "npm 1"],
)
def test_a_package_under_another_name_is_what_it_is(tmp_path, content):
    assert taken(tmp_path, content) == {("pkg:npm/%40s/theirs", "1.2.0")}
