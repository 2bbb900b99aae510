import pytest

from appsec.facts.android import Component, ComponentKind, FilterData, IntentFilter
from appsec.model.outcome import Evidence, Location, Origin, Question, Status
from tests.apps import android_app, lost, manifest

CHECK = "android-exported-component"
HERE = Location("AndroidManifest.xml", "tw.example.app.Own")
NAME = "tw.example.app.Own"
MAIN = "android.intent.action.MAIN"
VIEW = "android.intent.action.VIEW"
SEND = "android.intent.action.SEND"
BOOT = "android.intent.action.BOOT_COMPLETED"
BROWSABLE = ("android.intent.category.DEFAULT", "android.intent.category.BROWSABLE")
LAUNCH = IntentFilter((MAIN,), ("android.intent.category.LAUNCHER",))
DEFAULT = ("android.intent.category.DEFAULT",)


def component(kind, *filters, name=NAME, **given):
    return Component(kind, name, given.pop("exported", True), HERE, filters=filters, **given)


def activity(*filters, **given):
    return component(ComponentKind.ACTIVITY, *filters, **given)


def receiver(*actions, **given):
    return component(ComponentKind.RECEIVER, IntentFilter(actions), **given)


def link(*schemes, actions=(VIEW,)):
    return IntentFilter(actions, BROWSABLE, tuple(FilterData(scheme=s) for s in schemes))


def asked(key="unguarded", kind="activity", actions="-", name=NAME, origin=Origin.APP):
    values = {"component": name, "kind": kind, "actions": actions}
    return Question(key, HERE, values, ("component",), origin)


def run(outcome, *components, **changes):
    return outcome(CHECK, android_app(manifest=manifest(components=components, **changes)))


@pytest.mark.parametrize(
    ("given", "seen"),
    [
        (activity(), asked()),
        (activity(IntentFilter((SEND,), DEFAULT)), asked(actions=SEND)),
        (activity(LAUNCH, IntentFilter((SEND,))), asked(actions=f"{MAIN}, {SEND}")),
        (activity(IntentFilter((MAIN, SEND), LAUNCH.categories)), asked(actions=f"{MAIN}, {SEND}")),
        (activity(IntentFilter((MAIN,), DEFAULT)), asked(actions=MAIN)),
        (activity(IntentFilter((VIEW,), DEFAULT)), asked(actions=VIEW)),
        (activity(link("content", "https")), asked(actions=VIEW)),
        (activity(link()), asked(actions=VIEW)),
        (activity(link("https", actions=(SEND, VIEW))), asked(actions=f"{SEND}, {VIEW}")),
        (
            activity(IntentFilter(("FLUTTER_NOTIFICATION_CLICK",), DEFAULT)),
            asked(actions="FLUTTER_NOTIFICATION_CLICK"),
        ),
        (activity(exported_by_default=True), asked("unguarded-by-default")),
        (activity(enabled=False), asked("unguarded-disabled")),
        (component(ComponentKind.ACTIVITY_ALIAS), asked(kind="activity-alias")),
        (component(ComponentKind.SERVICE), asked(kind="service")),
        (
            component(ComponentKind.SERVICE, IntentFilter((BOOT,))),
            asked(kind="service", actions=BOOT),
        ),
        (component(ComponentKind.SERVICE, LAUNCH), asked(kind="service", actions=MAIN)),
        (activity(IntentFilter()), asked()),
        (component(ComponentKind.RECEIVER), asked(kind="receiver")),
        (
            receiver(BOOT, "tw.example.app.ARRIVED"),
            asked(kind="receiver", actions=f"{BOOT}, tw.example.app.ARRIVED"),
        ),
        (
            receiver("android.appwidget.action.APPWIDGET_UPDATE"),
            asked(kind="receiver", actions="android.appwidget.action.APPWIDGET_UPDATE"),
        ),
    ],
)
def test_question_for_each_open_component(outcome, given, seen):
    result = run(outcome, given)
    assert (result.status, list(result.seen)) == (Status.QUESTION, [seen])


@pytest.mark.parametrize(
    "given",
    [
        activity(exported=False),
        activity(permission="tw.example.app.OPEN"),
        activity(LAUNCH),
        activity(LAUNCH, link("https"), link("tw.example.app")),
        activity(LAUNCH, IntentFilter(("FLUTTER_NOTIFICATION_CLICK",), DEFAULT)),
        activity(IntentFilter(("android.appwidget.action.APPWIDGET_CONFIGURE",))),
        component(
            ComponentKind.ACTIVITY_ALIAS,
            IntentFilter(("android.intent.action.CREATE_SHORTCUT",), DEFAULT),
        ),
        component(ComponentKind.ACTIVITY_ALIAS, LAUNCH),
        activity(link("tw.example.app"), name="net.openid.appauth.RedirectUriReceiverActivity"),
        activity(link("fb123456"), name="com.facebook.CustomTabActivity"),
        activity(
            link("lineauth"),
            name="com.linecorp.linesdk.auth.internal.LineAuthenticationCallbackActivity",
        ),
        receiver(
            "com.google.android.c2dm.intent.RECEIVE",
            name="com.google.firebase.iid.FirebaseInstanceIdReceiver",
            permission="com.google.android.c2dm.permission.SEND",
        ),
        component(
            ComponentKind.SERVICE,
            name="androidx.work.impl.background.systemjob.SystemJobService",
            permission="android.permission.BIND_JOB_SERVICE",
        ),
        component(
            ComponentKind.SERVICE,
            IntentFilter(("android.service.quicksettings.action.QS_TILE",)),
            permission="android.permission.BIND_QUICK_SETTINGS_TILE",
        ),
        receiver(
            "androidx.profileinstaller.action.INSTALL_PROFILE",
            name="androidx.profileinstaller.ProfileInstallReceiver",
            permission="android.permission.DUMP",
        ),
        component(ComponentKind.PROVIDER),
    ],
)
def test_clean_on_what_nearly_every_app_has(outcome, given):
    result = run(outcome, given)
    assert (result.status, result.seen) == (Status.CLEAN, ())


@pytest.mark.parametrize(
    "given",
    [
        receiver(BOOT, "android.intent.action.MY_PACKAGE_REPLACED"),
        receiver("android.intent.action.MEDIA_BUTTON"),
        receiver(BOOT, "com.htc.intent.action.QUICKBOOT_POWERON"),
        receiver(
            "android.appwidget.action.APPWIDGET_UPDATE",
            "android.appwidget.action.APPWIDGET_ENABLED",
            meta_data={"android.appwidget.provider": "res/xml/widget.xml"},
        ),
    ],
)
def test_a_receiver_of_usual_broadcasts_is_shown(outcome, given):
    result = run(outcome, given)
    assert (result.status, list(result.seen)) == (
        Status.CLEAN,
        [Evidence("usual-broadcasts", (HERE,), {"components": NAME})],
    )


def test_a_library_name_hides_nothing_without_its_guard(outcome):
    name = "androidx.profileinstaller.ProfileInstallReceiver"
    action = "androidx.profileinstaller.action.INSTALL_PROFILE"
    seen = asked(kind="receiver", actions=action, name=name, origin=Origin.LIBRARY)
    assert list(run(outcome, receiver(action, name=name)).seen) == [seen]


def test_what_an_app_of_a_library_vendor_declares_is_its_own(outcome):
    name = "com.facebook.katana.Open"
    result = run(outcome, activity(name=name), package="com.facebook.katana")
    assert list(result.seen) == [asked(name=name)]
    assert run(outcome, activity(name=name)).seen[0].origin is Origin.LIBRARY


def test_unknown_when_part_of_the_manifest_is_lost(outcome):
    app = android_app(manifest=manifest(), gaps={"manifest": lost()})
    assert outcome(CHECK, app).status is Status.UNKNOWN
