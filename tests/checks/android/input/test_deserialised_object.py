from dataclasses import replace

import pytest

from appsec.facts.values import UNKNOWN, Constant, New, Parameter, Returned
from appsec.model.outcome import Location, Origin, Question, Status
from tests.apps import android_app, lost, manifest
from tests.code import code, method, site, text
from tests.outside import CALLER, OPEN

CHECK = "android-deserialised-object"
AT = Location("classes.dex", CALLER)
READ = "java.io.ObjectInputStream.readObject"
EXTRA = "android.content.Intent.getSerializableExtra"
STRING = "java.lang.String"
XSTREAM = "com.thoughtworks.xstream.XStream.fromXML"
AUTOTYPE = "com.alibaba.fastjson.parser.ParserConfig.setAutoTypeSupport"
ONE = {"count": "1"}


def app(*sites, component=OPEN):
    return android_app(code=code(*sites), manifest=manifest(components=(component,)))


def stream(value, **more):
    opened = New("java.io.ObjectInputStream", (value,))
    return site(READ, receiver=opened, **({"caller": CALLER} | more))


def of(api):
    return Returned(method(api, returns="java.io.InputStream"), (UNKNOWN,))


def extra(*types, **more):
    values = [UNKNOWN] * len(types)
    return site(EXTRA, *values, types=types, caller=CALLER, **more)


@pytest.mark.parametrize("value", [UNKNOWN, of("java.net.Socket.getInputStream")])
def test_a_stream_from_anywhere_is_a_question(outcome, value):
    assert list(outcome(CHECK, app(stream(value))).seen) == [Question("stream", (AT,), ONE)]


def test_the_apps_private_files_are_clean(outcome):
    opened = of("android.content.Context.openFileInput")
    folder = New("java.io.File", (of("android.content.Context.getFilesDir"), text("a")))
    named = New("java.io.FileInputStream", (folder,))
    assert outcome(CHECK, app(stream(opened), stream(named))).status is Status.CLEAN


def test_a_filter_is_clean(outcome):
    filters = method("java.io.ObjectInputStream.setObjectInputFilter")
    assert outcome(CHECK, app(stream(UNKNOWN, around=(filters,)))).status is Status.CLEAN


def test_an_extra_of_whatever_class_is_a_question(outcome):
    assert list(outcome(CHECK, app(extra(STRING))).seen) == [Question("extra", (AT,), ONE)]


def bundled(receiver):
    api = "android.os.Bundle.getSerializable"
    return app(site(api, UNKNOWN, receiver=receiver, types=(STRING,), caller=CALLER))


def test_an_extra_out_of_the_bundle_is_a_question(outcome):
    extras = Returned(
        method("android.content.Intent.getExtras", returns="android.os.Bundle"), (UNKNOWN,)
    )
    assert list(outcome(CHECK, bundled(extras)).seen) == [Question("extra", (AT,), ONE)]


def test_the_state_that_an_activity_kept_is_clean(outcome):
    state = Parameter(0, "android.os.Bundle")
    assert outcome(CHECK, bundled(state)).status is Status.CLEAN


def test_an_extra_of_a_named_class_is_clean(outcome):
    assert outcome(CHECK, app(extra(STRING, "java.lang.Class"))).status is Status.CLEAN


def test_an_extra_that_the_app_itself_sends_is_clean(outcome):
    hidden = replace(OPEN, exported=False)
    assert outcome(CHECK, app(extra(STRING), component=hidden)).status is Status.CLEAN


@pytest.mark.parametrize(("api", "value"), [(XSTREAM, UNKNOWN), (AUTOTYPE, Constant(True))])
def test_parsers_that_make_any_class_are_a_question(outcome, api, value):
    seen = list(outcome(CHECK, app(site(api, value, caller=CALLER))).seen)
    assert seen == [Question("any-class", (AT,), ONE)]


def test_parsers_that_are_limited_are_clean(outcome):
    off = site(AUTOTYPE, Constant(False), caller=CALLER)
    allows = method("com.thoughtworks.xstream.XStream.allowTypes")
    limited = site(XSTREAM, UNKNOWN, caller=CALLER, around=(allows,))
    assert outcome(CHECK, app(off, limited)).status is Status.CLEAN


def test_libraries_stay_quiet(outcome):
    assert outcome(CHECK, app(stream(UNKNOWN, origin=Origin.LIBRARY))).status is Status.CLEAN


def test_code_that_cannot_be_read_is_unknown(outcome):
    one = android_app(code=code(), manifest=manifest(), gaps={"code": lost("code")})
    assert outcome(CHECK, one).status is Status.UNKNOWN
