"""No string of an app, and none that people wrote into a dossier, becomes more than words."""

import io
import json
import re
import zipfile
from itertools import cycle
from xml.etree import ElementTree

import pytest

from appsec.dossier.choices import Stage
from appsec.dossier.output import WRITERS, files
from appsec.engine.files import FileProblem
from appsec.model.text import Lang
from tests.dossier.sample import IOS, dossier
from tests.report.hostile import ATTACKS, hostile
from tests.report.sample import SAMPLE

SHORT = tuple(a for a in ATTACKS if a and len(a) < 1000 and not re.search("[\ud800-\udfff]", a))
"""Those that a YAML file can hold, and that fit into it many times."""

FORMS = tuple(WRITERS)


def written(attacks: tuple[str, ...]) -> dict[str, object]:
    """Every field of a dossier that takes any words, with one attack after the other."""
    turn = cycle(attacks)

    def each(*keys: str) -> dict[str, str]:
        return {key: next(turn) for key in keys}

    test = each("planned", "contract", "lab", "taf_no", "report_no", "baseline", "app_class",
                "certificate_no", "tested_version", "difference", "annex")  # fmt: skip
    build = each("commit", "signer", "store_url") | {"published": "已發布"}
    handled = {"fingerprint": "a" * 16} | each("owner", "measure")
    return {
        "product": each("name", "functions", "out_of_scope"),
        "report": each("number", "edition", "confidentiality"),
        "history": [each("edition", "author", "changes")],
        "project": each("programme", "name", "number", "milestone"),
        "applicant": each("company", "tax_id", "security_owner", "contact"),
        "people": each("prepared_by", "reviewed_by", "approved_by"),
        "android": {**build, "test": test},
        "security_tests": {"code": each("by", "annex"), "host": each("by", "annex")},
        "handling": [handled],
        "method": each("dynamic", "devices", "accounts", "documents", "tool_origin"),
        "server": each("declaration", "signed_by", "certificate", "annex"),
        "components": [
            each("name", "version", "licence", "vendor", "vulnerabilities"),
            each("name", "version", "vendor") | {"security_software": "是"},
        ],
        "milestones": [each("number", "text")],
        "annexes": [each("document", "number", "date")],
        "bundle": each("file", "key_fingerprint", "timestamp"),
    }


def made(folder, attacks, form, stage=Stage.FINAL, builds=(SAMPLE, IOS)):
    loaded = dossier(folder, builds=builds, **written(attacks))
    return dict(files(loaded, Lang.ZH_TW, stage, (form,), None))


@pytest.mark.parametrize("start", range(0, len(SHORT), 3))
@pytest.mark.parametrize("form", FORMS)
def test_what_is_written_is_words_and_no_more(form, start, tmp_path):
    """Which attack meets which field differs with where the turn starts."""
    for name, raw in made(tmp_path, SHORT[start:] + SHORT[:start], form).items():
        _harmless(name, form, raw)


@pytest.mark.parametrize("form", FORMS)
def test_what_an_app_says_is_words_in_the_dossier_as_well(form, tmp_path):
    attack = "=1+1 <script>x</script> @a [y](http://z) | \u202e\x1b[31m"
    told = made(tmp_path, SHORT, form, builds=(hostile(attack), IOS))
    for name, raw in told.items():
        _harmless(name, form, raw)


def _harmless(name: str, form: str, raw: bytes) -> None:
    assert "/" not in name and len(name.encode()) < 240
    assert len(raw) < 6_000_000
    if name.endswith(".json"):
        assert json.loads(raw)["product"]
    elif form == "pdf":
        assert raw.startswith(b"%PDF-")
        assert not any(mark in raw for mark in (b"/JavaScript", b"/Launch", b"/URI"))
    elif form == "html":
        assert not re.search(rb"<(script|img|iframe|object|form)\b", raw, re.I)
        assert set(re.findall(rb"<a href=(..)", raw)) == {b'"#'}
    elif form == "md":
        text = re.sub(r"`[^`\n]*`", "", raw.decode())  # nothing within a code span is markup
        assert not re.search(r"(?<!\\)<(script|img|a href)", text)
        assert not re.search(r"(?<!\\)\]\((?!#)", text)
    else:
        _only_words(raw)


def _only_words(raw: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        for name in archive.namelist():
            if not name.endswith((".xml", ".rels")) or not archive.read(name):
                continue
            for element in ElementTree.fromstring(archive.read(name)).iter():
                tag = element.tag.rpartition("}")[2]
                assert tag not in ("f", "script", "event-listener", "hyperlink"), (name, tag)
                for key, value in element.attrib.items():
                    short = key.rpartition("}")[2]
                    assert short != "formula"
                    if short == "href" and tag == "a":
                        assert re.fullmatch(r"#[\w-]+", value), value


@pytest.mark.parametrize("form", ["pdf", "odt", "md"])
def test_the_plan_as_well(form, tmp_path):
    for name, raw in made(tmp_path, SHORT, form, Stage.APPLICATION).items():
        _harmless(name, form, raw)


@pytest.mark.parametrize("form", FORMS)
def test_a_name_of_a_million_characters_stays_a_name(form, tmp_path):
    for name, raw in made(tmp_path, ("甲", "A" * 1_000_000, *"乙" * 98), form).items():
        _harmless(name, form, raw)
        assert b"A" * 5000 not in raw


def test_a_file_that_is_larger_than_anybody_writes_is_refused(tmp_path):
    with pytest.raises(FileProblem, match="larger than"):
        made(tmp_path, ("A" * 1_000_000,), "md")
