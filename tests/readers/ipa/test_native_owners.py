"""Whose code a function is."""

import pytest

from appsec.facts.ios import Binary, Bundle, BundleKind
from appsec.model.outcome import Location, Origin
from appsec.readers.ipa.native_owners import owners
from appsec.readers.macho.image import ObjcClass

APP = "Payload/A.app"
MAIN = Binary(f"{APP}/A", APP, True, ())


def bundle(path, identifier, executable, kind=BundleKind.APP, plist=None):
    return Bundle(kind, path, identifier, executable, Location(path), plist or {})


def told(name, identifier="com.bank", executable="MyBank", plist=None, classes=()):
    app = bundle(APP, identifier, executable, plist=plist)
    return owners(app, [app], [Binary(f"{APP}/{executable}", APP, True, ())], classes).of_name(
        MAIN, name
    )


@pytest.mark.parametrize(
    ("app", "framework", "origin"),
    [
        ("tw.com.mybank.app", "tw.com.cherri.TPDirect", Origin.LIBRARY),
        ("tw.com.mybank.app", "tw.com.mybank.core", Origin.APP),
        ("com.tw.mybank", "com.tw.other", Origin.LIBRARY),
        ("tw.edu.ntu.app", "tw.edu.nctu.kit", Origin.LIBRARY),
        ("com.mybank.app", "com.mybank.core", Origin.APP),
    ],
)
def test_a_public_suffix_is_nobodys(app, framework, origin):
    path = f"{APP}/Frameworks/K.framework"
    main, kit = bundle(APP, app, "A"), bundle(path, framework, "K", BundleKind.FRAMEWORK)
    binary = Binary(f"{path}/K", path, False, ())
    assert owners(main, [main, kit], [MAIN, binary]).of_name(binary, "-[X y]") is origin


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("_04Job.LoginViewController", {"executable": "104Job"}),
        ("Shop.Cart", {"plist": {"NSPrincipalClass": "Shop.Application"}}),
        (
            "Shop.Cart",
            {"plist": {"UIScene": {"All": [{"UISceneDelegateClassName": "Shop.Scene"}]}}},
        ),
        (
            "Core.Cart",
            {"classes": [ObjcClass("Core.Start", "", ("UIApplicationDelegate",), (), (), ())]},
        ),
    ],
)
def test_modules_of_the_apps_own(name, given):
    assert told(name, **given) is Origin.APP
    assert told("Other.Thing", **given) is Origin.LIBRARY


@pytest.mark.parametrize(
    "name",
    [
        *("BranchListViewController", "CAPTCHAView", "JWTStore", "ToastManager", "READERView"),
        *("SEGMENTControl", "EXAMController", "GADGETView", "FIRSTView", "0x100004000"),
        *("encrypt.cold.1", "seal.llvm.123", "__24-[Login save:]_block_invoke", "Unityfying"),
    ],
)
def test_names_that_only_look_like_an_sdks(name):
    assert told(name) is Origin.APP


@pytest.mark.parametrize(
    "name",
    [
        *("FIRApp", "FIRCLSReport", "RCTBridge", "BranchUniversalObject", "SDWebImageManager"),
        *("__24-[FIRCLSReport upload]_block_invoke", "KeychainSwift.set", "MMKV"),
    ],
)
def test_code_of_sdks(name):
    assert told(name) is Origin.LIBRARY


@pytest.mark.parametrize(
    ("name", "origin"),
    [
        ("Login", Origin.APP),
        ("0x100004000", Origin.APP),
        ("__36-[Login save:]_block_invoke_2", Origin.APP),
        ("_ZN4bank5LoginC1Ev", Origin.APP),
        ("Bank.Login.save", Origin.APP),
        ("Alamofire.Session.request", Origin.LIBRARY),
        ("FIRApp", Origin.LIBRARY),
        ("_RCTTimer", Origin.LIBRARY),
        ("__57-[RCTImageLoader load:]_block_invoke", Origin.LIBRARY),
        ("PodsDummy_Yoga", Origin.LIBRARY),
        ("mz_crypt_aes_set_encrypt_key", Origin.LIBRARY),
        ("_ZN8facebook5react10CallInvokerD1Ev", Origin.LIBRARY),
        ("___ZN8facebook5react4loadEv_block_invoke", Origin.LIBRARY),
    ],
)
def test_whose_it_is(name, origin):
    assert told(name, executable="Bank") is origin


@pytest.mark.parametrize(
    "name",
    [
        "_ZN4absl5Mutex4LockEv",
        "_ZNK2cv3Mat5totalEv",
        "SSL_CTX_new",
        "mbedtls_aes_init",
        "curl_easy",
    ],
)
def test_names_of_c_libraries(name):
    assert told(name) is Origin.LIBRARY


@pytest.mark.parametrize(
    "name", ["_ZN4bank5LoginEv", "SSLPinning", "curlUp", "sqliteStore", "Bank_"]
)
def test_names_that_only_look_like_those(name):
    assert told(name) is Origin.APP
