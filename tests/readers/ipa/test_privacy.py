"""Privacy manifests: whose they are, what they say, and what is none that Apple documents."""

import plistlib
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from appsec.facts.ios_privacy import AccessedApi, CollectedData, PrivacyManifest
from appsec.model.outcome import Location
from tests.ipa_builder import APP, HELPER, SHARE, app_files
from tests.readers.ipa.opening import LOST, app_of, gaps

FILE = f"{APP}/PrivacyInfo.xcprivacy"
DATA, API = "NSPrivacyCollectedDataType", "NSPrivacyAccessedAPIType"
FULL = {
    "NSPrivacyTracking": True,
    "NSPrivacyTrackingDomains": ["t.example"],
    f"{DATA}s": [
        {
            DATA: f"{DATA}EmailAddress",
            f"{DATA}Linked": True,
            f"{DATA}Tracking": False,
            f"{DATA}Purposes": [f"{DATA}PurposeAppFunctionality"],
        }
    ],
    f"{API}s": [
        {API: "NSPrivacyAccessedAPICategoryUserDefaults", f"{API}Reasons": ["CA92.1"]},
    ],
}


def read(data: bytes, file: str = FILE) -> tuple[Any, list[Any]]:
    app = app_of(app_files() | {file: data})
    return app.privacy_manifests, gaps(app, "privacy_manifests")


@pytest.mark.parametrize("form", [plistlib.FMT_XML, plistlib.FMT_BINARY])
def test_everything_that_a_manifest_says(form: Any) -> None:
    expected = PrivacyManifest(
        folder=APP,
        of_app=True,
        tracking=True,
        tracking_domains=("t.example",),
        collected=(CollectedData("EmailAddress", True, False, ("AppFunctionality",)),),
        accessed=(AccessedApi("UserDefaults", ("CA92.1",)),),
        at=Location(FILE),
    )
    assert read(plistlib.dumps(FULL, fmt=form)) == ((expected,), [])


@pytest.mark.parametrize(
    ("folder", "of_app"),
    [(APP, True), (SHARE, True), (HELPER, False), (f"{APP}/Sdk_Privacy.bundle", False)],
)
def test_whose_it_is(folder: str, of_app: bool) -> None:
    (one,), lost = read(plistlib.dumps({}), f"{folder}/PrivacyInfo.xcprivacy")
    assert (one.folder, one.of_app, one.name, lost) == (
        folder,
        of_app,
        folder.rpartition("/")[2],
        [],
    )
    assert (one.tracking, one.collected, one.accessed) == (False, (), ())


def test_none() -> None:
    app = app_of(app_files())
    assert (app.privacy_manifests, gaps(app, "privacy_manifests")) == ((), [])


@pytest.mark.parametrize("data", [b"", b"{}", b"<plist><array/></plist>", b"bplist00"])
def test_a_malformed_one_is_lost(data: bytes) -> None:
    assert read(data) == ((), [(LOST, "malformed-plist", {"file": FILE})])


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({"NSPrivacyTracking": "YES"}, "NSPrivacyTracking"),
        ({"NSPrivacyTracking": 1}, "NSPrivacyTracking"),
        ({"NSPrivacyTrackingDomains": "t.example"}, "NSPrivacyTrackingDomains"),
        ({"NSPrivacyTrackingDomains": [1]}, "NSPrivacyTrackingDomains"),
        ({f"{DATA}s": {}}, f"{DATA}s"),
        ({f"{DATA}s": ["Name"]}, f"{DATA}s:0"),
        ({f"{DATA}s": [{}]}, f"{DATA}s:0:{DATA}"),
        ({f"{DATA}s": [{DATA: "x", f"{DATA}Tracking": "NO"}]}, f"{DATA}s:0:{DATA}Tracking"),
        ({f"{DATA}s": [{DATA: "x", f"{DATA}Purposes": "y"}]}, f"{DATA}s:0:{DATA}Purposes"),
        ({f"{API}s": [{API: 1}]}, f"{API}s:0:{API}"),
        ({f"{API}s": [{API: "x", f"{API}Reasons": {}}]}, f"{API}s:0:{API}Reasons"),
    ],
)
def test_a_value_of_another_type_is_a_gap(changes: dict[str, Any], key: str) -> None:
    manifests, lost = read(plistlib.dumps(FULL | changes))
    assert len(manifests) == 1
    assert lost == [(LOST, "odd-value", {"file": FILE, "key": key})]


PLAIN = st.recursive(
    st.booleans() | st.integers(-9, 9) | st.text(max_size=3, alphabet="abc"),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from([*FULL, DATA, API, f"{DATA}Purposes"]), inner, max_size=3)
    ),
    max_leaves=8,
)


@settings(max_examples=100, deadline=None)
@given(st.dictionaries(st.sampled_from(list(FULL)), PLAIN, max_size=4))
def test_any_list_is_read_or_told(plist: dict[str, Any]) -> None:
    """A value that is there and not among what was read is in a gap."""
    (one,), lost = read(plistlib.dumps(plist))
    told = {values["key"].partition(":")[0] for _, _, values in lost}
    read_ = {
        "NSPrivacyTracking": one.tracking,
        "NSPrivacyTrackingDomains": one.tracking_domains,
        f"{DATA}s": one.collected,
        f"{API}s": one.accessed,
    }
    for key, value in plist.items():
        if value not in (False, [], "") or isinstance(value, int) is not isinstance(value, bool):
            assert key in told or read_[key]
