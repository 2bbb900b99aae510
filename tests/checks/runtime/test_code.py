"""Code counts as loaded or installed only after it came, and from where an app writes."""

from dataclasses import replace

import pytest

from appsec.model.run_files import Exchange
from appsec.model.trace import Call, Hook, HookState, Phase, Thing
from samples.run_told import CODE, PACKAGE
from tests.checks.runtime.recorded import seen
from tests.readers.trace.runs import BUILD, Run, digest

LOADER = "dalvik.system.DexClassLoader.<init>"
OPENS = "android.app.ContextImpl.startActivity"
DEX, APK = CODE["android"].values()
OWN = "api.parcel.example.tw"
ARCHIVE = "content://a#Intent;type=application/vnd.android.package-archive;end"


def came(body, *calls, host=OWN, own=True, at=10):
    def make(folder):
        run = Run(folder, platform="android").went(Phase.USE, at=5)
        for hook, argument, when in calls:
            run.write(Hook(hook, "x", HookState.INSTALLED, 1))
            run.write(
                Call(hook, when, 1, 2, Phase.USE, arguments=(argument, f"/data/user/0/{PACKAGE}/o"))
            )
        (run.folder / "bodies").mkdir()
        (run.folder / "bodies" / digest(body)).write_bytes(body)
        one = Exchange(at, Phase.USE, host, 443, tls="TLSv1.3", method="GET", status=200, own=own)
        run.lines(
            "traffic.jsonl", replace(one, url=f"https://{host}/x", response_body=digest(body))
        )
        run.done()
        return {(kind, key) for name, kind, key in seen("android", [folder], build=BUILD)
                if name == "code-from-elsewhere"}  # fmt: skip

    return make


HERE = "/data/user/0/tw.example/files/a.dex"
LOADED, BROUGHT = {("Question", "loaded")}, {("Question", "brought")}
OPENED = {("Finding", "opened"), ("Question", "brought")}
PERHAPS = {("Question", "opened-perhaps"), ("Question", "brought")}


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (came(DEX, (LOADER, HERE, 11)), LOADED),
        (came(DEX, (LOADER, f"/system/a.jar:{HERE}", 11)), LOADED),
        (came(DEX, (LOADER, "/sdcard/a.dex", 11)), LOADED),
        (came(DEX, (LOADER, HERE, 9)), BROUGHT),
        (came(DEX, (LOADER, "/data/app/x/base.apk", 11)), BROUGHT),
        (came(DEX, (LOADER, "/data/user_de/0/com.google.android.gms/a.apk", 11)), BROUGHT),
        (came(DEX, host="cdn.elsewhere.example", own=None), BROUGHT),
        (came(DEX, host="r1.gvt1.com", own=None), set()),
        (came(DEX, host="r1.gvt1.com"), BROUGHT),
        (came(DEX, own=False), set()),
        (came(b"{}", (LOADER, HERE, 11)), set()),
        (came(APK, (OPENS, Thing("I", ARCHIVE), 11)), OPENED),
        (came(APK, (OPENS, Thing("I", ARCHIVE), 11), own=None), OPENED),
        (came(APK, (OPENS, Thing("I", ARCHIVE), 9)), PERHAPS),
        (came(APK, (OPENS, Thing("I", ARCHIVE), 11), host="x.example", own=None), PERHAPS),
        (came(APK, (OPENS, Thing("I", "https://a.example/#Intent;end"), 11)), BROUGHT),
        (came(b"{}", (OPENS, Thing("I", ARCHIVE), 11)), {("Question", "opened-perhaps")}),
    ],
)  # fmt: skip
def test_what_is_told_of_code_from_elsewhere(tmp_path, made, expected):
    assert made(tmp_path / "r") == expected
