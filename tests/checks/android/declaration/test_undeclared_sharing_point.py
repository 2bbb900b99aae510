from appsec.facts.android import Component, ComponentKind, FilterData, IntentFilter
from appsec.model.declaration_rows import SharingPoint
from appsec.model.outcome import Question, Status
from tests.apps import AT, android_app, lost, manifest
from tests.checks.declared import NOT_GIVEN, declaration, told

CHECK = "android-undeclared-sharing-point"
VIEW = IntentFilter(
    ("android.intent.action.VIEW",),
    ("android.intent.category.BROWSABLE",),
    (FilterData(scheme="parcel"), FilterData(scheme="https", host="www.example.tw")),
)


def component(kind, name, **more):
    return Component(ComponentKind(kind), name, more.pop("exported", True), AT, **more)


FACTS = {
    "manifest": manifest(
        components=(
            component("activity", "tw.example.app.Link", filters=(VIEW,)),
            component(
                "provider",
                "tw.example.app.Files",
                exported=False,
                grants_uris=True,
                authorities=("files",),
            ),
            component("service", "tw.example.app.Sync"),
            component(
                "service", "tw.example.app.Job", permission="android.permission.BIND_JOB_SERVICE"
            ),
            component("receiver", "com.google.firebase.iid.FirebaseInstanceIdReceiver"),
            component("activity", "tw.example.app.Own", exported=False),
        )
    )
}


def test_what_is_not_declared_is_told(outcome):
    result = outcome(CHECK, android_app(**FACTS, declaration=declaration()))
    assert told(result) == [
        (
            Question,
            "undeclared",
            {
                "names": "app_link www.example.tw, url_scheme parcel, content_provider files, intent tw.example.app.Sync",
                "count": "4",
            },
        )
    ]


def test_what_is_declared_is_clean(outcome):
    given = declaration(
        sharing_points=(
            SharingPoint("app_link", "www.example.tw"),
            SharingPoint("url_scheme", "parcel"),
            SharingPoint("content_provider", "files"),
            SharingPoint("intent", "tw.example.app.Sync"),
        )
    )
    result = outcome(CHECK, android_app(**FACTS, declaration=given))
    assert (result.status, told(result)) == (Status.CLEAN, [])


def test_unknown_without_a_declaration_or_with_a_gap(outcome):
    without = outcome(CHECK, android_app(**FACTS, declaration=NOT_GIVEN))
    gaps = {"manifest": lost("manifest")}
    damaged = outcome(
        CHECK,
        android_app(
            gaps,
            **FACTS,
            declaration=declaration(
                sharing_points=(
                    SharingPoint("app_link", "www.example.tw"),
                    SharingPoint("url_scheme", "parcel"),
                    SharingPoint("content_provider", "files"),
                    SharingPoint("intent", "tw.example.app.Sync"),
                )
            ),
        ),
    )
    assert (without.status, damaged.status) == (Status.UNKNOWN, Status.UNKNOWN)
