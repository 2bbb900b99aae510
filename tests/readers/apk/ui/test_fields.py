"""A text field is what element, style and theme make of it, in the order that Android has."""

from dataclasses import replace

import pytest

from appsec.facts.resources import Localised
from appsec.facts.text_field import (
    Datum,
    FieldKind,
    InputClass,
    TextField,
    input_words,
)
from appsec.model.outcome import Location, Origin
from appsec.readers.apk.ui.view_attributes import ViewAttr
from tests.axml_builder import Style, Typed, ref
from tests.readers.apk.ui.apps import (
    ATTR,
    ID,
    LIST,
    NUMBER,
    STYLE,
    TEXT,
    XML,
    activity,
    found,
    only,
    themed,
    view,
)

HIDDEN, QUIET = 0x81, 0x80001
IN_THEME = 0x02


def test_a_field_is_told_in_full():
    field = only(
        view(
            "EditText",
            id=ref(ID),
            hint=ref(TEXT),
            inputType=QUIET | 0x20,
            maxLength=ref(NUMBER),
            digits="0123",
            imeOptions=6 | 0x01000000,
            importantForAutofill=2,
            autofillHints="emailAddress,username",
        ),
        {TEXT: {0: "E-mail", 21: "Mail"}, ID: False, NUMBER: 30},
        {ID: "et_mail"},
    )
    assert field == TextField(
        layout="login",
        view="EditText",
        kind=FieldKind.EDIT,
        at=Location("res/login.xml", "EditText et_mail"),
        id="et_mail",
        hint=(Localised("E-mail"), Localised("Mail", "v21")),
        input_type=QUIET | 0x20,
        max_length=30,
        digits="0123",
        autofill="no",
        autofill_hints=("emailAddress", "username"),
        ime_options=("actionDone", "flagNoPersonalizedLearning"),
        asks=Datum.EMAIL,
        asks_surely=True,
    )
    assert field.input_words == ("textEmailAddress", "textNoSuggestions")
    assert field.shown == "et_mail (E-mail)"


@pytest.mark.parametrize(
    ("attributes", "bits"),
    [
        ({}, None),
        ({"inputType": 0}, None),
        ({"phoneNumber": True}, 3),
        ({"numeric": 5}, 0x2002),
        ({"password": True}, HIDDEN),
        ({"password": True, "inputType": 0x20001}, 0x20081),
        ({"password": True, "inputType": 2}, 2),
        ({"inputType": 0x21, "phoneNumber": True}, 0x21),
    ],
)
def test_the_type_is_what_the_constructor_of_textview_makes_of_it(attributes, bits):
    assert only(view("EditText", **attributes)).input_type == bits


@pytest.mark.parametrize(
    ("tag", "kind"),
    [
        ("EditText", FieldKind.EDIT),
        ("androidx.appcompat.widget.AppCompatEditText", FieldKind.EDIT),
        ("com.google.android.material.textfield.TextInputEditText", FieldKind.EDIT),
        ("MultiAutoCompleteTextView", FieldKind.COMPLETION),
        ("androidx.appcompat.widget.SearchView", FieldKind.SEARCH),
        ("tw.example.EditText", FieldKind.CUSTOM),
        ("tw.example.PinView", FieldKind.CUSTOM),
        ("tw.example.LabelledBox", FieldKind.CUSTOM),
    ],
)
def test_fields_are_told_by_their_class(tag, kind):
    assert only(view(tag, hint="x")).kind is kind


@pytest.mark.parametrize("tag", ["TextView", "Button", "tw.example.FancyButton", "RadioButton"])
def test_what_takes_no_text_is_no_field(tag):
    assert found({"a": view(tag, hint="x", inputType=1)}).fields == ()


def test_a_view_may_name_its_class_in_an_attribute():
    assert only(view("view", class_="android.widget.EditText")).kind is FieldKind.EDIT


def styled(attributes, styles, names=None, root=None):
    more = {"root": root} if root else {}
    return only(view("EditText", **attributes), styles, names, **more)


def test_a_style_is_asked_and_then_its_parents():
    styles = {
        STYLE: Style(STYLE + 1, {ViewAttr.MAX_LENGTH: 10}),
        STYLE + 1: Style(0x01030023, {ViewAttr.INPUT_TYPE: QUIET, ViewAttr.MAX_LENGTH: 99}),
    }
    field = styled({"style": ref(STYLE)}, styles)
    assert (field.input_type, field.max_length, field.unsure) == (QUIET, 10, ())
    assert styled({"style": ref(STYLE), "inputType": 1}, styles).input_type == 1


def test_a_theme_names_the_style_of_fields_or_sets_an_attribute_for_all_views():
    styles = {
        STYLE: Style(0, {ViewAttr.EDIT_TEXT_STYLE: ref(STYLE + 1), ViewAttr.MAX_LENGTH: 7}),
        STYLE + 1: Style(0, {ViewAttr.INPUT_TYPE: QUIET}),
    }
    field = styled({}, styles, root=themed(ref(STYLE), activity(ref(STYLE))))
    assert (field.input_type, field.max_length, field.unsure) == (QUIET, 7, ())


def test_appcompat_brings_an_attribute_of_its_own_for_that_style():
    styles = {
        STYLE: Style(0, {ATTR: ref(STYLE + 1)}),
        STYLE + 1: Style(0, {ViewAttr.INPUT_TYPE: QUIET}),
        ATTR: False,
    }
    root = themed(ref(STYLE), activity(ref(STYLE)))
    assert styled({}, styles, {ATTR: "editTextStyle"}, root).input_type == QUIET


def test_themes_that_differ_leave_it_unsure():
    styles = {STYLE: Style(0, {ViewAttr.INPUT_TYPE: QUIET}), STYLE + 1: Style(0, {})}
    root = themed(ref(STYLE), activity(ref(STYLE + 1)), activity(ref(STYLE)))
    assert styled({}, styles, root=root).unsure == ("inputType",)


def test_styles_of_configurations_that_differ_leave_it_unsure():
    styles = {
        STYLE: {
            0: Style(0, {ViewAttr.INPUT_TYPE: 1}),
            26: Style(0, {ViewAttr.INPUT_TYPE: QUIET}),
        }
    }
    assert styled({"style": ref(STYLE)}, styles).unsure == ("inputType",)


def test_a_style_may_be_named_by_the_theme_and_a_theme_lie_over_a_part():
    styles = {
        STYLE: Style(0, {ATTR: ref(STYLE + 1)}),
        STYLE + 1: Style(0, {ViewAttr.INPUT_TYPE: HIDDEN}),
        STYLE + 2: Style(0, {ATTR: ref(STYLE + 3)}),
        STYLE + 3: Style(0, {ViewAttr.INPUT_TYPE: 3}),
        ATTR: False,
    }
    root = themed(ref(STYLE), activity(ref(STYLE)))
    by_theme = {"style": Typed(IN_THEME, ATTR)}
    assert styled(by_theme, styles, root=root).input_type == HIDDEN
    over = view("LinearLayout", view("EditText", **by_theme), theme=ref(STYLE + 2))
    (field,) = found({"a": over}, styles, root=root).fields
    assert field.input_type == 3


@pytest.mark.parametrize(
    "attributes", [{"focusable": False}, {"focusableInTouchMode": False}, {"editable": False}]
)
def test_what_cannot_be_typed_into_is_read_only(attributes):
    assert only(view("EditText", **attributes)).read_only


@pytest.mark.parametrize("attribute", ["focusable", "focusableInTouchMode", "editable"])
def test_what_can_be_typed_into_in_one_configuration_is_not_read_only(attribute):
    values = {NUMBER: {0: False, 26: True}}
    field = only(view("EditText", **{attribute: ref(NUMBER)}), values)
    assert (field.read_only, field.unsure, field.is_open) == (False, (attribute,), False)


@pytest.mark.parametrize(
    ("attributes", "is_open"),
    [
        ({}, True),
        ({"enabled": True, "visibility": 0}, True),
        ({"enabled": False}, False),
        ({"visibility": 1}, False),
        ({"visibility": 2}, False),
    ],
)
def test_what_starts_disabled_or_hidden_is_kept_but_not_open(attributes, is_open):
    field = only(view("EditText", **attributes))
    assert (field.is_open, field.read_only) == (is_open, False)


@pytest.mark.parametrize("tag", ["binding_1", "binding_12", "layout/login_0", "layout-land/a_0"])
def test_data_binding_sets_in_code_what_a_layout_leaves_out(tag):
    field = only(view("EditText", tag=tag))
    assert field.unsure == ("inputType", "maxLength", "digits")
    field = only(view("EditText", tag=tag, inputType=HIDDEN, maxLength=9))
    assert (field.unsure, field.is_masked) == (("digits",), True)


@pytest.mark.parametrize("tag", ["binding", "a_binding_1", "layout/login", "2"])
def test_other_tags_say_nothing(tag):
    assert only(view("EditText", tag=tag)).unsure == ()


@pytest.mark.parametrize("attribute", ["password", "phoneNumber", "numeric"])
def test_an_old_attribute_that_differs_leaves_the_type_unsure(attribute):
    values = {NUMBER: {0: 0, 26: 1}}
    assert "inputType" in only(view("EditText", **{attribute: ref(NUMBER)}), values).unsure


def test_a_search_key_that_is_not_always_there_makes_no_search_box():
    values = {NUMBER: {0: 3, 26: 6}}
    field = only(view("EditText", hint="密碼", imeOptions=ref(NUMBER)), values)
    assert (field.asks, field.is_search) == (Datum.PASSWORD, False)


def test_a_type_of_none_makes_a_drop_down_menu_but_leaves_a_field_open():
    assert only(view("AutoCompleteTextView", inputType=0)).read_only
    assert not only(view("EditText", inputType=0)).read_only


def test_a_label_is_bound_by_labelfor_or_by_a_wrapper_and_guessed_from_what_stands_before():
    bound = view(
        "LinearLayout",
        view("EditText", id=ref(ID)),
        view("TextView", text="密碼", labelFor=ref(ID)),
    )
    wrapper = "com.google.android.material.textfield.TextInputLayout"
    wrapped = view(wrapper, view("FrameLayout", view("EditText")), hint="密碼")
    before = view("LinearLayout", view("TextView", text="密碼"), view("EditText"))
    sure = {}
    for name, root in {"bound": bound, "wrapped": wrapped, "before": before}.items():
        (field,) = found({"a": root}, {ID: False}, {ID: "f"}).fields
        assert (field.label, field.asks) == ((Localised("密碼"),), Datum.PASSWORD)
        sure[name] = field.asks_surely
    assert sure == {"bound": True, "wrapped": True, "before": False}


def test_autofill_hints_may_be_an_array():
    field = only(view("EditText", autofillHints=ref(LIST)), {LIST: ("password", "username")})
    assert (field.autofill_hints, field.asks) == (("password", "username"), Datum.PASSWORD)


@pytest.mark.parametrize("text", ["密碼長度 8 碼以上", "搜尋", "備註"])
def test_a_text_of_something_else_leaves_a_doubt_where_the_id_leaves_none(text):
    names = {ID: "et_password"}
    hinted = only(view("EditText", id=ref(ID), hint=text), {ID: False}, names)
    before = view("LinearLayout", view("TextView", text=text), view("EditText", id=ref(ID)))
    (labelled,) = found({"a": before}, {ID: False}, names).fields
    for field in (hinted, labelled):
        assert (field.asks, field.asks_surely) == (Datum.PASSWORD, False)
    vague = only(view("EditText", id=ref(ID), hint=text), {ID: False}, {ID: "et_name"})
    assert vague.asks is None


def test_search_asks_for_nothing():
    assert only(view("EditText", hint="密碼", imeOptions=3)).asks is None
    assert only(view("SearchView", queryHint="密碼")).asks is None


def test_a_preference_that_asks_for_text_is_a_field():
    screen = view("PreferenceScreen", view("EditTextPreference", key="pwd", title="密碼"))
    fields = found({}, {XML: "res/p.xml"}, {XML: "settings"}, more={"res/p.xml": screen})
    (field,) = fields.fields
    assert (field.layout, field.kind, field.id) == ("settings", FieldKind.PREFERENCE, "pwd")
    assert (field.asks, fields.layouts) == (Datum.PASSWORD, ())


def test_a_preference_of_a_library_has_attributes_of_its_own():
    screen = view("androidx.preference.PreferenceScreen", view("EditTextPreference", title_="密碼"))
    fields = found({}, {XML: "res/p.xml"}, {XML: "settings"}, more={"res/p.xml": screen})
    assert [field.asks for field in fields.fields] == [Datum.PASSWORD]


def test_a_field_in_a_layout_of_a_library_is_marked_and_kept():
    layout = view("LinearLayout", view("EditText", id=ref(ID)))
    names = ("mtrl_x", "m3_alert_dialog", "preference_dialog_edittext", "mine")
    fields = found(dict.fromkeys(names, layout), {ID: False}, {ID: "et_mail"})
    assert [(one.layout, one.origin) for one in fields.fields] == [
        ("mtrl_x", Origin.LIBRARY),
        ("m3_alert_dialog", Origin.LIBRARY),
        ("preference_dialog_edittext", Origin.LIBRARY),
        ("mine", Origin.APP),
    ]
    assert [one.layout for one in fields.own] == ["mine"]
    assert [one.layout for one in fields.of_libraries] == list(names[:3])


@pytest.mark.parametrize(
    "name",
    [
        *("wallet_pay", "bt_pairing", "cast_vote", "ads_login", "lb_member", "mr_chen", "zs_form"),
        *("custom_dialog", "confirmation_dialog", "stripe_checkout", "exo_login", "expand_button"),
        *("preference_dropdown_name", "design_layout_order", "notification_action_form"),
        *("m3_profile", "zxing_form", "image_frame", "fingerprint_dialog_layout"),
    ],
)
def test_a_name_that_an_app_may_give_is_the_apps(name):
    (field,) = found({name: view("LinearLayout", view("EditText", hint="密碼"))}).fields
    assert field.origin is Origin.APP


@pytest.mark.parametrize(
    ("bits", "words"),
    [
        (None, ()),
        (0, ("none",)),
        (1, ("text",)),
        (0x81, ("textPassword",)),
        (0x12, ("numberPassword",)),
        (0x2002, ("numberDecimal",)),
        (0x14, ("date",)),
        (4, ("datetime",)),
        (0xA0021, ("textEmailAddress", "textMultiLine", "textNoSuggestions")),
        (0x101, ("0x100",)),
        (0x7, ("0x7",)),
    ],
)
def test_types_in_the_words_of_a_layout(bits, words):
    assert input_words(bits) == words


@pytest.mark.parametrize(
    ("bits", "suggests", "masked"),
    [
        (None, True, False),
        (1, True, False),
        (0x21, True, False),
        (QUIET, False, False),
        (0x81, False, True),
        (0xE1, False, True),
        (0x91, False, False),
        (0x12, False, True),
        (2, False, False),
        (3, False, False),
        (4, False, False),
    ],
)
def test_what_a_type_means_for_keyboard_and_eye(bits, suggests, masked):
    field = TextField("a", "EditText", FieldKind.EDIT, Location("a"), input_type=bits)
    assert (field.lets_suggest, field.is_masked) == (suggests, masked)


def test_a_type_that_differs_may_suggest_and_shows():
    field = TextField(
        "a", "EditText", FieldKind.EDIT, Location("a"), input_type=HIDDEN, unsure=("inputType",)
    )
    assert (field.lets_suggest, field.is_masked) == (True, False)


@pytest.mark.parametrize("attribute", ["inputType", "maxLength", "digits"])
def test_limits_that_differ_are_none(attribute):
    given = TextField("a", "EditText", FieldKind.EDIT, Location("a"), input_type=1, max_length=9)
    assert given.is_limited
    assert not replace(given, unsure=(attribute,)).is_limited


def test_a_class_that_android_does_not_know_is_none():
    field = TextField("a", "EditText", FieldKind.EDIT, Location("a"), input_type=7)
    assert field.input_class is InputClass.NONE
