import pytest

from appsec.facts.values import UNKNOWN, Built, FieldRead, New, Returned
from appsec.model.outcome import Location, Origin, Question, Status
from tests.apps import android_app, lost
from tests.code import CALLER, code, method, site, text

CHECK = "android-shared-storage-file"
STREAM = "java.io.FileOutputStream.<init>"
WRITER = "java.io.FileWriter.<init>"
AT = Location("classes.dex", CALLER)
SHARED = Returned(method("android.os.Environment.getExternalStorageDirectory"), ())
OWN = Returned(method("android.content.Context.getExternalFilesDir"), (UNKNOWN,))


def test_own_places_are_one_question(outcome):
    app = android_app(
        code=code(
            site(STREAM, New("java.io.File", (SHARED, text("a.txt")))),
            site(WRITER, Built((SHARED, text("/a.txt")))),
        )
    )
    assert list(outcome(CHECK, app).seen) == [Question("written", (AT,), {})]


@pytest.mark.parametrize(
    "call",
    [
        site(STREAM, New("java.io.File", (OWN, text("a.txt")))),
        site(STREAM, text("a.txt")),
        site(STREAM, UNKNOWN),
        site(WRITER, SHARED, origin=Origin.LIBRARY),
    ],
)
def test_private_folders_and_libraries_are_clean(outcome, call):
    assert outcome(CHECK, android_app(code=code(call))).status is Status.CLEAN


DOWNLOADS = "android.app.DownloadManager$Request.setDestinationInExternalPublicDir"


def test_a_download_into_a_shared_folder_is_a_question(outcome):
    one = site(DOWNLOADS, text("Download"), UNKNOWN)
    seen = list(outcome(CHECK, android_app(code=code(one))).seen)
    assert seen == [Question("downloaded", (AT,), {})]


INSERTS = "android.content.ContentResolver.insert"


def collection(name):
    return FieldRead(f"android.provider.MediaStore${name}", "EXTERNAL_CONTENT_URI", "x", True)


@pytest.mark.parametrize("name", ["Downloads", "Files"])
def test_a_document_in_a_shared_list_is_a_question(outcome, name):
    one = site(INSERTS, collection(name), UNKNOWN)
    seen = list(outcome(CHECK, android_app(code=code(one))).seen)
    assert seen == [Question("downloaded", (AT,), {})]


@pytest.mark.parametrize("value", [collection("Images$Media"), UNKNOWN])
def test_pictures_and_the_apps_own_providers_are_clean(outcome, value):
    one = site(INSERTS, value, UNKNOWN)
    assert outcome(CHECK, android_app(code=code(one))).status is Status.CLEAN


def test_a_download_by_a_library_is_clean(outcome):
    one = site(DOWNLOADS, text("Download"), UNKNOWN, origin=Origin.LIBRARY)
    assert outcome(CHECK, android_app(code=code(one))).status is Status.CLEAN


def test_code_that_cannot_be_read_is_unknown(outcome):
    result = outcome(CHECK, android_app(code=code(), gaps={"code": lost("code")}))
    assert result.status is Status.UNKNOWN
