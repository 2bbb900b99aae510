"""No string of an app, and none that people wrote into a dossier, becomes more than words."""

import io
import json
import re
import zipfile
from xml.etree import ElementTree

import pytest

from appsec.dossier.choices import Stage
from appsec.dossier.file import dossier_of
from appsec.dossier.output import WRITERS, files
from appsec.model.text import Lang
from appsec.report.markdown import escaped
from tests.dossier.sample import IOS, dossier
from tests.report.hostile import ATTACKS, hostile

WRITABLE = tuple(
    a for a in ATTACKS if not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]", a)
)
"""Those that a YAML file can hold as they are."""

FORMS = tuple(WRITERS)


def written(attack: str) -> dict[str, object]:
    """Every field of a dossier that takes any words."""
    test = {
        key: attack
        for key in ("planned", "contract", "lab", "taf_no", "report_no", "baseline", "app_class",
                    "certificate_no", "tested_version", "difference", "annex")
    }  # fmt: skip
    build = {"commit": attack, "signer": attack, "store_url": attack, "published": "已發布"}
    return {
        "product": {"name": attack, "functions": attack, "out_of_scope": attack},
        "report": {"number": attack, "edition": attack, "confidentiality": attack},
        "history": [{"edition": attack, "author": attack, "changes": attack}],
        "project": dict.fromkeys(("programme", "name", "number", "milestone"), attack),
        "applicant": dict.fromkeys(("company", "tax_id", "security_owner", "contact"), attack),
        "people": dict.fromkeys(("prepared_by", "reviewed_by", "approved_by"), attack),
        "android": {**build, "test": test},
        "security_tests": {"code": {"by": attack, "annex": attack}},
        "handling": [{"fingerprint": f"{0:016}", "owner": attack, "measure": attack}],
        "method": dict.fromkeys(("dynamic", "devices", "accounts", "tool_origin"), attack),
        "server": {"declaration": attack, "signed_by": attack, "certificate": attack},
        "components": [
            {"name": attack, "version": attack, "licence": attack, "vendor": attack},
            {"name": f"{attack} 2", "security_software": "是", "vulnerabilities": attack},
        ],
        "milestones": [{"number": attack, "text": attack}],
        "annexes": [{"document": attack, "number": attack}],
        "bundle": {"file": attack, "key_fingerprint": attack, "timestamp": attack},
    }


def made(folder, attack, form, stage=Stage.FINAL):
    values = written(attack)
    loaded = dossier(folder, builds=(hostile(attack), IOS), **values)
    return dict(files(loaded, Lang.ZH_TW, stage, (form,), None))


@pytest.mark.parametrize("attack", [a for a in WRITABLE if a], ids=range(sum(map(bool, WRITABLE))))
@pytest.mark.parametrize("form", FORMS)
def test_what_is_written_is_words_and_no_more(form, attack, tmp_path):
    for name, raw in made(tmp_path, attack, form).items():
        assert "/" not in name and len(name.encode()) < 240
        assert len(raw) < 6_000_000
        if name.endswith(".json"):
            assert json.loads(raw)["product"]
        elif form == "pdf":
            assert raw.startswith(b"%PDF-")
            assert not any(mark in raw for mark in (b"/JavaScript", b"/Launch", b"/URI"))
        elif form == "html":
            assert not re.search(rb"<(script|img|iframe|object|form)\b", raw, re.I)
            assert not re.search(rb"""href=["']?(?!#)""", raw)
        elif form == "md":
            text = raw.decode()
            assert "<script" not in text and "](http" not in text and "](javascript" not in text
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


@pytest.mark.parametrize("stage", [Stage.APPLICATION, Stage.CONTRACT])
@pytest.mark.parametrize("form", ["pdf", "odt", "md"])
def test_the_plan_as_well(form, stage, tmp_path):
    attack = "=1+1 <b>@x</b> [y](z) \u202e"
    (document, _) = made(tmp_path, attack, form, stage).values()
    if form == "md":
        assert escaped("=1+1 <b>@x</b> [y](z)") in document.decode()
        assert "\u202e" not in document.decode()


def test_a_name_of_a_million_characters_stays_a_name(tmp_path):
    for form in FORMS:
        for name, raw in made(tmp_path, "名" * 1_000_000, form).items():
            assert len(name.encode()) < 240
            assert len(raw) < 6_000_000


def test_a_control_character_is_shown_by_its_number():
    file = dossier_of("d.yaml", {"product": {"name": "a\x1b[31m"}})
    assert file.product.name == "a\x1b[31m"
