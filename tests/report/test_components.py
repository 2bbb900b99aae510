import json
import re
from dataclasses import replace

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from appsec.model.outcome import Location
from appsec.model.software import Means, SoftwareComponent, SoftwareKind, Trace
from appsec.model.text import Lang
from appsec.report.components import component_line, components
from appsec.report.cyclonedx import cyclonedx
from appsec.report.document import LongTable, plain
from appsec.report.terminal import summary_text
from appsec.report.view import View
from tests.report.hostile import SHORT, hostile
from tests.report.sample import SAMPLE, many


def bom(assessment):
    """As a reader takes it; the official schema has nothing against it."""
    written = cyclonedx(assessment, Lang.EN).decode()
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(written) is None
    return json.loads(written)


def by_name(assessment):
    return {one["name"]: one for one in bom(assessment)["components"]}


class TestCycloneDx:
    def test_the_app_is_what_it_is_about(self):
        metadata = bom(SAMPLE)["metadata"]
        app = metadata["component"]
        assert (app["name"], app["version"]) == ("tw.example.shop", "2.1.0")
        assert app["hashes"] == [{"alg": "SHA-256", "content": SAMPLE.artefact.sha256}]
        assert metadata["timestamp"] == "2025-11-21T00:00:00Z"
        properties = {one["name"]: one["value"] for one in app["properties"]}
        assert properties["appsec:unidentified"] == "214"
        assert properties["appsec:supplied-from"] == "gradle.lockfile"

    def test_each_component_with_its_package_url_and_how_it_is_known(self):
        core = by_name(SAMPLE)["androidx.core:core"]
        assert core["purl"] == core["bom-ref"] == "pkg:maven/androidx.core/core@1.13.1"
        identity, version = core["evidence"]["identity"]
        assert [one["technique"] for one in identity["methods"]] == [
            "attestation",
            "manifest-analysis",
        ]
        assert (version["field"], len(version["methods"])) == ("version", 1)
        # A lock file is no place in the app.
        assert core["evidence"]["occurrences"] == [
            {"location": "META-INF/androidx.core_core.version"}
        ]
        properties = {one["name"]: one["value"] for one in core["properties"]}
        assert properties["appsec:contradicting-versions"] == "1.13.1, 1.9.0"

    def test_files_that_hold_a_component_have_their_hash(self):
        (file,) = by_name(SAMPLE)["OpenSSL"]["components"]
        assert (file["type"], file["name"]) == ("file", "lib/arm64-v8a/libcrypto.so")
        assert file["hashes"] == [{"alg": "SHA-256", "content": "5" * 64}]

    def test_licences_are_an_identifier_an_expression_or_words(self):
        found = {name: one.get("licenses") for name, one in by_name(SAMPLE).items()}
        assert found == {
            "com.example:chart": [{"license": {"id": "GPL-3.0-only"}}],
            "androidx.core:core": [{"license": {"id": "Apache-2.0"}}],
            "OpenSSL": [{"expression": "(OpenSSL AND SSLeay-standalone)"}],
            "Guess": [{"license": {"name": "Own words of a licence"}}],
        }

    @pytest.mark.parametrize(
        ("stated", "written"),
        [
            (
                "GPL-2.0-only WITH Classpath-exception-2.0",
                {"expression": "(GPL-2.0-only WITH Classpath-exception-2.0)"},
            ),
            (
                "MIT OR GPL-2.0 WITH Own-words",
                {"license": {"name": "MIT OR GPL-2.0 WITH Own-words"}},
            ),
        ],
    )
    def test_a_licence_with_an_exception(self, stated, written):
        (one, *_) = SAMPLE.software.components
        software = replace(SAMPLE.software, components=(replace(one, licences=(stated,)),))
        (found,) = bom(replace(SAMPLE, software=software))["components"]
        assert found["licenses"] == [written]

    def test_no_reference_is_there_twice_whatever_the_names_are(self):
        path = "lib/arm64-v8a/libcrypto.so"
        names = ("a", "a", "a#2", "app", "app#2", f"a|{path}", f"a/{path}")
        at = (Trace(Means.TEXT, Location(path)),)
        listed = [SoftwareComponent(n, SoftwareKind.NATIVE, traces=at) for n in names]
        software = replace(SAMPLE.software, components=tuple(listed))
        found = bom(replace(SAMPLE, software=software))
        refs = [one["bom-ref"] for one in found["components"]]
        files = [file["bom-ref"] for one in found["components"] for file in one["components"]]
        assert len({*refs, *files, "app"}) == 2 * len(names) + 1
        assert found["dependencies"] == [{"ref": "app", "dependsOn": refs}]

    def test_a_tool_that_left_its_mark_is_no_component(self):
        assert "R8" not in by_name(SAMPLE)

    def test_the_list_is_said_to_be_incomplete(self):
        assert bom(SAMPLE)["compositions"] == [{"aggregate": "incomplete", "assemblies": ["app"]}]

    def test_an_assessment_without_components_makes_no_claim(self):
        empty = bom(many(1))
        assert empty["components"] == []
        assert empty["compositions"] == [{"aggregate": "unknown", "assemblies": ["app"]}]

    def test_the_serial_number_is_of_the_content(self):
        assert cyclonedx(SAMPLE, Lang.EN) == cyclonedx(SAMPLE, Lang.ZH_TW)
        one, other = bom(SAMPLE)["serialNumber"], bom(many(1))["serialNumber"]
        assert one != other
        assert re.fullmatch(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", one)

    @pytest.mark.parametrize("attack", SHORT)
    def test_hostile_strings_keep_it_valid(self, attack):
        refs = [one["bom-ref"] for one in bom(hostile(attack))["components"]]
        assert len(refs) == len(set(refs))


class TestSection:
    def rows(self, assessment=SAMPLE):
        view = View(assessment, Lang.EN)
        (table,) = (one.table for one in components(view) if isinstance(one, LongTable))
        return [tuple(plain(cell) for cell in row.cells) for row in table.rows]

    def test_each_component(self):
        chart, core, openssl, guess, _ = self.rows()
        assert chart == (
            "com.example:chart",
            "3.1.0",
            "SBOM or lock file [fairly sure]",
            "GPL-3.0-only",
            "Example Charts [To confirm: is the supplier of CN?]",
        )
        assert core[1:3] == (
            "1.13.1 [contradicted] 1.13.1, 1.9.0",
            "SBOM or lock file, version file in the package",
        )
        assert openssl[1:3] == ("1.1.1k", "text that states it")
        assert guess[1:4] == ("not known", "classes [a guess]", "Own words of a licence")

    def test_nothing_for_an_assessment_of_before(self):
        view = View(many(1), Lang.EN)
        assert (components(view), component_line(view)) == ((), "")

    def test_the_terminal_has_one_line(self):
        line = "Software components: 5 (2 supplied, 1 contradicted); 214 pieces of code are of none"
        assert line in summary_text(SAMPLE, Lang.EN)
