"""Which of the values that servers give are tokens of a session: what is looked for, and judged."""

import json
from dataclasses import replace

import pytest

from appsec.assess.words import fill_run
from appsec.engine.content import load_checks
from appsec.model.declaration_form import Declaration, DeclaredApp
from appsec.model.declaration_rows import DeclaredDomain, ServerValue
from appsec.model.outcome import Status
from appsec.model.run_files import Root
from appsec.model.text import Lang
from appsec.model.trace import Phase
from samples.runs import CANARIES, HOST, TOKENS, Session
from tests.checks.runtime.recorded import outcomes

PLATFORMS = pytest.mark.parametrize("platform", ["android", "ios"])
KEY = "9f8e7d6c5b4a39281706f5e4d3c2b1a09f8e7d6c5b"
AFFINITY = "6f5e4d3c2b1a09f8e7d6c5b4a392817069f8e7d6c5b4a39281706f5e4d3c2b1a0"
POOL = "BIGipServerpool_parcel=1677787402.36895.0000"
PUSH = "fJ3kd92:APA91bHPRgkF3JUikC4ENAHEeMrd41Zxv3hVZjC9KtT8OvPVGJ"


class Given(Session):
    """A session in which the answers to a login, and the requests with its cookie, are changed."""

    stored = ""

    def login(self, one):
        return one

    def use(self, one):
        return one

    def _exchanges(self):
        for one in super()._exchanges():
            if one.url.endswith("/login"):
                yield self.login(one)
            elif any(name == "Cookie" for name, _ in one.request_headers):
                yield self.use(one)
            else:
                yield one

    def _files(self, phase):
        files = super()._files(phase)
        return files | {Root.PREFERENCES: self.stored} if self.stored else files

    def answers(self, one, **plain):
        return replace(one, response_body=self._body(json.dumps(plain).encode()))


def judged(made, folder, platform, *names):
    """What the checks of these names say of such a run, each with its status."""
    made(folder / "r", platform).write()
    every = outcomes(platform, [folder / "r"])
    said = [(n, type(one).__name__, one.key) for n in names for one in every[n].seen]
    return sorted(set(said)), [str(every[name].status) for name in names]


def lacks(folder, platform, name):
    return sorted({gap.key for gap in outcomes(platform, [folder / "r"])[name].gaps})


FILES, CACHE, FORESEEN = "canary-in-files", "canary-left-in-cache", "foreseeable-session"


class Named(Given):
    """The token has a name of the app's own; what is named as one is the balancer's."""

    stored = f'<string name="k">{KEY}</string>'
    name = "accessKey"
    header = "X-Access-Key"

    def login(self, one):
        one = self.answers(one, code=0, data={self.name: KEY, "memberNo": "A1"})
        return replace(one, response_headers=(("Set-Cookie", f"{POOL}; path=/"),))

    def use(self, one):
        return replace(one, request_headers=(("Cookie", POOL), (self.header, KEY)))


@PLATFORMS
def test_a_token_is_known_by_coming_back(tmp_path, platform):
    found, _ = judged(Named, tmp_path, platform, FILES)
    assert found == [(FILES, "Finding", "found")]


MAPS = "api.mapbox.com"
MAP = "pk.eyJ1IjoicGFyY2VsIiwiYSI6ImNrZDEyMyJ9.Qx7yPlm3TzZk0w1vB2c3dA"


class MapKey(Given):
    """Everybody is given the key of a map, which goes to the map's host alone."""

    stored = f'<string name="map">{MAP}</string>'
    asked = tuple(f"/v4/{n}?access_token={MAP}" for n in range(5))
    given_in = Phase.FIRST_START

    def _exchanges(self):
        for one in super()._exchanges():
            if one.url.endswith("/config") and one.phase is self.given_in:
                yield self.answers(one, mapboxToken=MAP)
            else:
                yield one
        for each in self.asked:
            yield self._sent(Phase.USE, each, MAPS)


class MapKeyAgain(MapKey):
    """The same is given once more with the login."""

    def login(self, one):
        return self.answers(one, mapboxToken=MAP)


@PLATFORMS
@pytest.mark.parametrize("made", [MapKey, MapKeyAgain])
def test_a_key_for_a_service_of_others_is_asked_about(tmp_path, platform, made):
    found, status = judged(made, tmp_path, platform, FILES)
    assert found == [(FILES, "Question", "doubtful-token")]
    assert status == ["question"]


class MapKeyToGiver(MapKey):
    def _exchanges(self):
        yield from super()._exchanges()
        yield self._sent(Phase.USE, f"/places?access_token={MAP}")


class MapKeyInHeader(MapKey):
    def _exchanges(self):
        yield from super()._exchanges()
        yield self._sent(Phase.USE, "/v5", MAPS, request_headers=(("X-Access-Token", MAP),))


class MapKeyOfLogin(MapKeyAgain):
    given_in = None


@PLATFORMS
@pytest.mark.parametrize("made", [MapKeyToGiver, MapKeyInHeader, MapKeyOfLogin])
def test_what_goes_back_or_a_login_gave_is_a_token_by_its_name(tmp_path, platform, made):
    found, _ = judged(made, tmp_path, platform, FILES)
    assert found == [(FILES, "Finding", "found")]


class Unnamed(Named):
    name, header = "k9", "X-Parcel"


@PLATFORMS
def test_what_comes_back_under_names_that_say_nothing_is_asked_about(tmp_path, platform):
    found, status = judged(Unnamed, tmp_path, platform, FILES)
    assert found == [(FILES, "Question", "doubtful-token")]
    assert status != ["clean"]


class InHeader(Named):
    """The token is in a header of the answer; a cookie that looks like one is beside it."""

    def login(self, one):
        return replace(one, response_headers=(*one.response_headers, ("X-Access-Token", KEY)))

    def use(self, one):
        return replace(one, request_headers=(*one.request_headers, ("X-Access-Token", KEY)))


@PLATFORMS
def test_a_token_in_a_header_of_an_answer_is_known(tmp_path, platform):
    found, _ = judged(InHeader, tmp_path, platform, FILES)
    assert found == [(FILES, "Finding", "found")]


class Balanced(Given):
    """All that comes back is the balancer's: what the session rests on nobody saw."""

    def login(self, one):
        return replace(one, response_headers=(("Set-Cookie", f"{POOL}; path=/"),))

    def use(self, one):
        return replace(one, request_headers=(("Cookie", POOL),))


@PLATFORMS
def test_a_balancers_cookie_is_no_known_token(tmp_path, platform):
    found, status = judged(Balanced, tmp_path, platform, FILES, CACHE, FORESEEN)
    assert (found, status) == ([], ["unknown"] * 3)
    assert lacks(tmp_path, platform, FILES) == ["no-token-known"]
    assert "no-token-known" in lacks(tmp_path, platform, CACHE)
    assert lacks(tmp_path, platform, FORESEEN) == ["too-few-logins"]


class NeverBack(Given):
    def use(self, one):
        return replace(one, request_headers=())


@PLATFORMS
def test_a_cookie_that_never_comes_back_is_no_known_token(tmp_path, platform):
    found, status = judged(NeverBack, tmp_path, platform, FILES, FORESEEN)
    assert (found, status) == ([], ["unknown"] * 2)


class Affinity(Given):
    stored = f'<string name="cookies">ARRAffinity={AFFINITY}</string>'

    def login(self, one):
        cookie = ("Set-Cookie", f"ARRAffinity={AFFINITY}; Path=/; HttpOnly")
        return replace(one, response_headers=(*one.response_headers, cookie))

    def use(self, one):
        told = f"{one.request_headers[0][1]}; ARRAffinity={AFFINITY}"
        return replace(one, request_headers=(("Cookie", told),))


@PLATFORMS
def test_a_balancers_cookie_is_no_session(tmp_path, platform):
    found, status = judged(Affinity, tmp_path, platform, FILES, FORESEEN)
    assert (found, status) == ([], ["clean", "clean"])


class Push(Given):
    stored = f"<string>{PUSH}</string>"

    def login(self, one):
        return self.answers(one, ok=True, push_token=PUSH)


@PLATFORMS
def test_a_push_token_is_asked_about_at_most(tmp_path, platform):
    found, _ = judged(Push, tmp_path, platform, FILES, FORESEEN)
    assert found == [(FILES, "Question", "doubtful-token")]


class Same(Given):
    """The server gives the same cookie at each login; `refused` says whether it needs it."""

    refused = False
    name = "sid"

    def login(self, one):
        return replace(one, response_headers=(("Set-Cookie", f"{self.name}={TOKENS[0]}"),))

    def use(self, one):
        return replace(one, request_headers=(("Cookie", f"{self.name}={TOKENS[0]}"),))

    def _exchanges(self):
        yield from super()._exchanges()
        if self.refused:
            yield self._sent(Phase.FIRST_START, "/me", status=401)


class SameRefused(Same):
    refused = True


class SameUnnamed(SameRefused):
    name = "parcel"


class SamePush(SameRefused):
    name = "push_token"


@PLATFORMS
@pytest.mark.parametrize(
    ("made", "kind", "key"),
    [
        (Same, "Question", "perhaps"),
        (SameRefused, "Finding", "same"),
        (SameUnnamed, "Finding", "same"),
        (SamePush, "Question", "perhaps"),
    ],
)
def test_the_same_at_each_login_is_a_finding_where_the_server_needs_it(
    tmp_path, platform, made, kind, key
):
    found, _ = judged(made, tmp_path, platform, FORESEEN)
    assert found == [(FORESEEN, kind, key)]


class Counted(Same):
    """Numbers that count up, under a name that is a session's or not, in a header or not."""

    header = "Authorization"
    name = "accessToken"

    def login(self, one):
        self.number = getattr(self, "number", 100_000_000_000) + 1
        return replace(self.answers(one, **{self.name: str(self.number)}), response_headers=())

    def use(self, one):
        return replace(one, request_headers=((self.header, "Bearer 100000000001"),))


class CountedCookie(Counted):
    name, header = "visits", "X-Visits"


@PLATFORMS
@pytest.mark.parametrize(
    ("made", "kind", "key"),
    [(Counted, "Finding", "counted"), (CountedCookie, "Question", "perhaps")],
)
def test_structure_is_a_finding_where_the_session_rests_on_it(tmp_path, platform, made, kind, key):
    found, _ = judged(made, tmp_path, platform, FORESEEN)
    assert found == [(FORESEEN, kind, key)]


@PLATFORMS
def test_the_runs_as_they_are_show_nothing(tmp_path, platform):
    assert judged(Session, tmp_path, platform, FILES, FORESEEN) == ([], [str(Status.CLEAN)] * 2)


class Product(Given):
    """Beside the session's cookie, the login gives a value that the app sends back in a header."""

    name = "k9"
    header = "X-Parcel"
    stored = f'<string name="last">{KEY}</string>'

    def login(self, one):
        return self.answers(one, **{self.name: KEY})

    def use(self, one):
        return replace(one, request_headers=(*one.request_headers, (self.header, KEY)))


class ProductInPage(Product):
    def login(self, one):
        return replace(one, response_body=self._body(f"<p>{KEY}</p>".encode()))


class ProductAsToken(Product):
    """What goes back in a body under a session's name may be one's."""

    def use(self, one):
        return replace(one, request_body=self._body(json.dumps({"token": KEY}).encode()))


class ProductAsBearer(Product):
    def _exchanges(self):
        yield from super()._exchanges()
        yield self._sent(Phase.USE, "/x", request_headers=(("Authorization", f"Bearer {KEY}"),))


class ProductBeside(Product):
    """`/me` is refused without the value; the session's cookie is with it wherever it is answered."""

    alone = False

    def _exchanges(self):
        for one in super()._exchanges():
            yield one
            if one.phase is Phase.USE and one.url.endswith("/me"):
                cookie, value = one.request_headers
                yield replace(one, request_headers=(cookie,), status=401, response_body="")
                if self.alone:
                    yield replace(one, request_headers=(value,))


class ProductNeeded(ProductBeside):
    """The value alone is answered, too."""

    alone = True


ROW = ServerValue(name="k9", host=HOST, purpose="辨識最近查詢之包裹")
DECLARED = [(FILES, "Evidence", "declared-token")]
ASKED = [(FILES, "Question", "doubtful-token")]
FOUND = [(FILES, "Finding", "found")]


def said(made, folder, platform, *rows):
    """What the check of files says of such a run, if values are declared so."""
    made(folder, platform).write()
    outcome = declared(platform, [folder], rows)
    return [(FILES, type(one).__name__, one.key) for one in outcome.seen], str(outcome.status)


def declared(platform, paths, rows):
    domains = (DeclaredDomain(host=HOST, owner="own"),)
    form = Declaration(DeclaredApp("tw.example"), domains=domains, server_values=tuple(rows))
    return outcomes(platform, paths, declaration=form)[FILES]


@PLATFORMS
@pytest.mark.parametrize(
    ("made", "rows", "found"),
    [
        (Product, [ROW], (DECLARED, "clean")),
        (Product, [replace(ROW, host="*.parcel.example.tw")], (DECLARED, "clean")),
        (ProductInPage, [replace(ROW, name="X-Parcel")], (DECLARED, "clean")),
        (Product, [], (ASKED, "question")),
        (Product, [replace(ROW, name="K9")], (ASKED, "question")),
        (Product, [replace(ROW, name="k")], (ASKED, "question")),
        (Product, [replace(ROW, name="*")], (ASKED, "question")),
        (Product, [replace(ROW, host="example.org")], (ASKED, "question")),
        (Product, [replace(ROW, host="")], (ASKED, "question")),
        (Product, [replace(ROW, purpose="")], (ASKED, "question")),
        (Product, [replace(ROW, purpose="改善使用者體驗")], (ASKED, "question")),
        (ProductAsToken, [ROW], (ASKED, "question")),
        (ProductBeside, [ROW], (DECLARED, "clean")),
        (ProductNeeded, [ROW], (ASKED, "question")),
        (ProductAsBearer, [ROW], (FOUND, "found")),
        (Unnamed, [ROW], (ASKED, "question")),  # nothing else is known that the login rests on
        (Named, [replace(ROW, name="accessKey")], (FOUND, "found")),
    ],
)
def test_the_declaration_says_of_a_named_value_that_no_login_rests_on_it(
    tmp_path, platform, made, rows, found
):
    assert said(made, tmp_path / "r", platform, *rows) == found


@PLATFORMS
def test_a_declared_value_is_told_with_its_name_and_purpose(tmp_path, platform):
    Product(tmp_path / "r", platform).write()
    (one,) = declared(platform, [tmp_path / "r"], [ROW]).seen
    assert one.values["token"] == f"{HOST}: k9"
    assert one.values["purpose"] == ROW.purpose
    (asked,) = declared(platform, [tmp_path / "r"], []).seen
    assert (asked.values["token"], asked.values["purpose"]) == (f"{HOST}: k9", "")


@PLATFORMS
def test_what_another_run_shows_to_be_a_sessions_is_found_in_this_one(tmp_path, platform):
    Product(tmp_path / "a", platform).write()

    class Bare(ProductAsBearer):
        stored = "nothing"

    Bare(tmp_path / "b", platform).write()
    seen = declared(platform, [tmp_path / "a", tmp_path / "b"], [ROW]).seen
    assert {(type(one).__name__, one.key) for one in seen} == {("Finding", "found")}


@PLATFORMS
def test_what_another_run_shows_a_server_to_go_by_no_declaration_settles(tmp_path, platform):
    class Bare(ProductNeeded):
        """Its login gave another value under that name."""

        stored = "nothing"

        def login(self, one):
            return self.answers(one, **{self.name: KEY[::-1]})

        def use(self, one):
            headers = (*one.request_headers, (self.header, KEY[::-1]))
            return replace(one, request_headers=headers)

    Product(tmp_path / "a", platform).write()
    Bare(tmp_path / "b", platform).write()
    seen = declared(platform, [tmp_path / "a", tmp_path / "b"], [ROW]).seen
    assert {(type(one).__name__, one.key) for one in seen} == {("Question", "doubtful-token")}


@PLATFORMS
def test_what_was_entered_is_found_whatever_is_declared(tmp_path, platform):
    class Typed(Product):
        stored = CANARIES["password"][1]

    found, _ = said(Typed, tmp_path / "r", platform, ROW)
    assert found == FOUND


@PLATFORMS
@pytest.mark.parametrize(
    ("made", "chinese", "english"),
    [
        (Same, "固定不變", "always the same"),
        (CountedCookie, "逐次遞增或遞減", "counted up or down from login to login"),
    ],
)
def test_what_may_be_wrong_with_an_identifier_is_told(tmp_path, platform, made, chinese, english):
    made(tmp_path / "r", platform).write()
    (one,) = outcomes(platform, [tmp_path / "r"])[FORESEEN].seen
    message = load_checks(platform)[f"{platform}-{FORESEEN}"].about.messages["perhaps"]
    text = fill_run(message.text, one.values)
    assert f"」{chinese}，惟錄製內容" in text[Lang.ZH_TW]
    assert f" logins is {english}; the run does not prove" in text[Lang.EN]


WANTED = {
    "silent-on-emulator": ("未root之模擬器", "an emulator without root"),
    "silent-on-rooted-device": ("已root或越獄之實體裝置", "a rooted or jail-broken phone"),
    "silent-when-analysed": ("載入frida之執行", "a run under frida"),
    "silent-when-hooked": ("載入frida之執行", "a run under frida"),
    "silent-when-changed": ("經修改之版本", "a changed build"),
}


@PLATFORMS
@pytest.mark.parametrize("name", WANTED)
def test_an_outcome_of_another_device_names_the_one_that_was_wanted(platform, name):
    text = load_checks(platform)[f"{platform}-{name}"].about.messages["device"].text
    chinese, english = WANTED[name]
    assert f"並非錄自{chinese}（" in text[Lang.ZH_TW]
    assert f"is not of {english} (" in text[Lang.EN]
