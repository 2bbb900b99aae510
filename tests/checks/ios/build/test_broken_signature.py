import pytest

from appsec.facts.ios_binary import Altered, SealedFiles, SignedBy
from appsec.model.outcome import Location, Question, Status
from tests.apps import ios_app, lost
from tests.checks.ios.given import APP, HELPER, SHARE, executable, signature

CHECK = "ios-broken-signature"


def app(*signatures, altered=(), added=()):
    return ios_app(signatures=signatures, sealed_files=SealedFiles(altered, added))


def test_asked_once_for_the_build(outcome):
    given = (
        signature(altered=(Altered.INFO_PLIST,)),
        signature(altered=(Altered.CODE,), pages=2),
        signature(SHARE, altered=(Altered.CMS,), signer=SignedBy.AD_HOC),
    )
    nib = f"{APP}/Main.nib"
    result = outcome(CHECK, app(*given, altered=(executable(SHARE), nib)))
    main, share = executable(), executable(SHARE)
    parts = f"{main} (code, Info.plist); {share} (CMS); {nib}"
    places = (Location(main), Location(share), Location(nib))
    expected = [Question("altered", places, {"parts": parts, "count": "3"})]
    assert (result.status, list(result.seen)) == (Status.QUESTION, expected)


def test_asked_for_files_that_no_seal_lists_and_for_code_that_nobody_signed(outcome):
    library, script = f"{APP}/Frameworks/extra.dylib", f"{APP}/main.jsbundle"
    unsigned = signature(HELPER, signer=SignedBy.NOBODY, directories=())
    ad_hoc = signature(binary=library, signer=SignedBy.AD_HOC)
    result = outcome(CHECK, app(signature(), unsigned, ad_hoc, added=(library, script)))
    files = (executable(HELPER), library, script)
    values = {"files": ", ".join(files), "count": "3"}
    expected = [Question("added", tuple(map(Location, files)), values)]
    assert (result.status, list(result.seen)) == (Status.QUESTION, expected)


def test_names_the_first_of_many(outcome):
    added = tuple(f"{APP}/{number:03}.js" for number in range(300))
    (question,) = outcome(CHECK, app(signature(), added=added)).seen
    assert question.values["count"] == "300"
    assert question.values["files"] == ", ".join((*added[:10], "…"))
    assert len(question.locations) == 10


@pytest.mark.parametrize("signer", [SignedBy.NOBODY, SignedBy.AD_HOC])
def test_quiet_for_a_build_that_nobody_has_signed_yet(signer, outcome):
    given = (signature(signer=signer), signature(HELPER, signer=SignedBy.NOBODY))
    assert outcome(CHECK, app(*given)).status is Status.CLEAN


def test_clean_as_signed(outcome):
    assert outcome(CHECK, app(signature())).status is Status.CLEAN


@pytest.mark.parametrize("fact", ["signatures", "sealed_files"])
def test_unknown_when_something_could_not_be_read(fact, outcome):
    facts = {"signatures": (), "sealed_files": SealedFiles()}
    assert outcome(CHECK, ios_app(**facts, gaps={fact: lost(fact)})).status is Status.UNKNOWN


def test_unknown_without_facts(outcome):
    assert outcome(CHECK, ios_app()).status is Status.UNKNOWN
