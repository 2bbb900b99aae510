import pytest

from appsec.facts.android import Component, ComponentKind, FilterData, IntentFilter
from appsec.model.outcome import Evidence, Location, Question, Status
from tests.apps import android_app, lost, manifest

CHECK = "android-unverified-app-link"
NAME = "tw.example.app.Link"
VIEW = ("android.intent.action.VIEW",)
DEFAULT, BROWSABLE = "android.intent.category.DEFAULT", "android.intent.category.BROWSABLE"


def links(*data, verify=False, categories=(DEFAULT, BROWSABLE), actions=VIEW):
    given = tuple(FilterData(scheme=scheme, host=host) for scheme, host in data)
    return IntentFilter(actions, categories, given, verify)


def at(name=NAME):
    return Location("AndroidManifest.xml", name)


def activity(*filters, name=NAME, exported=True, kind=ComponentKind.ACTIVITY):
    return Component(kind, name, exported, at(name), filters=filters)


def run(outcome, *components):
    return outcome(CHECK, android_app(manifest=manifest(components=components)))


def unverified(hosts, name=NAME):
    return Question("unverified-link", at(name), {"component": name, "hosts": hosts})


def custom(schemes, name=NAME):
    return Question("custom-scheme", at(name), {"component": name, "schemes": schemes})


WEB = ("https", "www.example.tw")


@pytest.mark.parametrize(
    ("given", "seen"),
    [
        (activity(links(WEB)), [unverified("www.example.tw")]),
        (
            activity(links(WEB, ("https", "b.example.tw"))),
            [unverified("b.example.tw, www.example.tw")],
        ),
        (activity(links(("http", ""))), [unverified("*")]),
        (activity(links(("http", ""), verify=True)), [unverified("*")]),
        (
            activity(links(WEB, verify=True, categories=(BROWSABLE,))),
            [unverified("www.example.tw")],
        ),
        (
            activity(links(WEB, ("parcel", "open"), verify=True)),
            [unverified("open, www.example.tw"), custom("parcel")],
        ),
        (activity(links(("parcel", "")), kind=ComponentKind.ACTIVITY_ALIAS), [custom("parcel")]),
        (activity(links(("fb123456", ""))), [custom("fb123456")]),
        (activity(links(("lineauth", ""))), [custom("lineauth")]),
        (
            activity(links(("parcel", "")), name="net.openid.appauth.RedirectUriReceiverActivity"),
            [custom("parcel", "net.openid.appauth.RedirectUriReceiverActivity")],
        ),
        (
            activity(links(("parcel", "")), name="com.facebook.CustomTabActivity"),
            [custom("parcel", "com.facebook.CustomTabActivity")],
        ),
    ],
)
def test_question_when_another_app_can_take_the_link(outcome, given, seen):
    result = run(outcome, given)
    assert (result.status, list(result.seen)) == (Status.QUESTION, seen)


def test_a_verified_host_counts_for_the_whole_app(outcome):
    other = "tw.example.app.Other"
    result = run(
        outcome,
        activity(links(WEB, verify=True)),
        activity(links(WEB, ("https", "b.example.tw")), name=other),
    )
    assert list(result.seen) == [
        unverified("b.example.tw", other),
        Evidence("verification-declared", (at(),), {"hosts": "www.example.tw"}),
    ]


def test_verified_links_leave_the_check_clean(outcome):
    result = run(outcome, activity(links(WEB, ("http", "www.example.tw"), verify=True)))
    seen = [Evidence("verification-declared", (at(),), {"hosts": "www.example.tw"})]
    assert (result.status, list(result.seen)) == (Status.CLEAN, seen)


@pytest.mark.parametrize(
    "given",
    [
        activity(links(WEB), exported=False),
        activity(links(WEB, categories=(DEFAULT,))),
        activity(links(WEB, actions=("android.intent.action.SEND",))),
        activity(links(("content", ""), ("file", ""), ("", ""))),
        activity(links(("com.googleusercontent.apps.123-abc0", ""))),
        activity(links(("fb123456", "")), name="com.facebook.CustomTabActivity"),
        activity(
            links(("lineauth", "")),
            name="com.linecorp.linesdk.auth.internal.LineAuthenticationCallbackActivity",
        ),
        activity(
            links(("tw.example.app", "tenant.auth0.com")),
            name="com.auth0.android.provider.RedirectActivity",
        ),
        activity(
            links(("tw.example.app.braintree", "")),
            name="com.braintreepayments.api.BraintreeDeepLinkActivity",
        ),
        activity(
            links(("tagmanager.c.tw.example.app", "")),
            name="com.google.android.gms.tagmanager.TagManagerPreviewActivity",
        ),
        activity(
            links(("genericidp", "firebase.auth")),
            name="com.google.firebase.auth.internal.GenericIdpActivity",
        ),
        activity(
            links(("msauth", "tw.example.app")),
            name="com.microsoft.identity.client.BrowserTabActivity",
        ),
        activity(
            links(("tw.example.app", "")), name="net.openid.appauth.RedirectUriReceiverActivity"
        ),
    ],
)
def test_clean_on_what_is_no_link_or_a_known_redirect(outcome, given):
    result = run(outcome, given)
    assert (result.status, result.seen) == (Status.CLEAN, ())


def test_unknown_when_part_of_the_manifest_is_lost(outcome):
    app = android_app(manifest=manifest(), gaps={"manifest": lost()})
    assert outcome(CHECK, app).status is Status.UNKNOWN


@pytest.mark.parametrize(
    ("host", "path", "key"),
    [
        ("oauth", "", "redirect-scheme"),
        ("app", "/auth/callback", "redirect-scheme"),
        ("login-callback", "", "redirect-scheme"),
        ("author", "/tokens-of-love", "custom-scheme"),
        ("open", "/parcel", "custom-scheme"),
    ],
)
def test_a_custom_scheme_that_a_sign_in_returns_to_is_asked_about_as_such(outcome, host, path, key):
    intents = IntentFilter(VIEW, (DEFAULT, BROWSABLE), (FilterData("parcel", host, path=path),))
    result = run(outcome, activity(intents))
    values = {"component": NAME, "schemes": "parcel"}
    assert list(result.seen) == [Question(key, at(), values)]
