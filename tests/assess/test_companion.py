"""What a companion may say of the shipped build: nothing without a link, and never a false pass."""

from dataclasses import replace

import pytest

from appsec.assess.companion import BuildRead, join, statement
from appsec.engine.files import FileProblem
from appsec.model.companion import Attested, Ground
from appsec.model.outcome import (
    Build,
    Cause,
    Evidence,
    Finding,
    Gap,
    Location,
    Outcome,
    Status,
)
from appsec.model.package import Package
from appsec.model.read import FileRead
from appsec.model.text import Lang

CODE = frozenset({"code"})
APP = "Payload/A.app/A"
CONTENT = {"Payload/A.app/Info.plist": "d1", APP: "u1", "Payload/A.app/B": "u2"}
APK = {"AndroidManifest.xml": "m", "res/a.xml": "r", "lib/arm64-v8a/liba.so": "l",
       "classes.dex": "c", "META-INF/CERT.RSA": "s"}  # fmt: skip
WORD = Attested("王小明", "開發主管", "同一建置")
ENCRYPTED = Gap("code", Cause.OUT_OF_REACH, "fairplay-encrypted", {"file": APP})


def build(name="a.ipa", platform="ios", content=None, outcomes=(), gaps=(), **package):
    about = {"id": "tw.a", "version": "1.0", "build": "7"} | package
    made = Package("ipa", platform, **about)
    return BuildRead(
        FileRead(name, "0" * 64, 1), made, tuple(outcomes), tuple(gaps),
        CONTENT if content is None else content,
    )  # fmt: skip


def shipped(**more):
    gaps = more.pop("gaps", (ENCRYPTED,))
    return build(outcomes=[Outcome("c", gaps=gaps)], gaps=gaps, **more)


def companion(*seen, gaps=(), **more):
    return build("b.ipa", outcomes=[Outcome("c", tuple(seen), tuple(gaps))], gaps=gaps, **more)


def only(joined):
    (outcome,) = joined.outcomes
    return outcome


class TestLink:
    def test_the_same_content_is_the_same_app(self):
        told = join(shipped(), companion(), CODE, None)
        assert (told.companion.ground, told.companion.differs) == (Ground.CONTENT, ())
        assert "3 executable" not in told.companion.same[1][Lang.EN]
        assert "2 executable(s)" in told.companion.same[1][Lang.EN]
        assert "a change of the executable after linking" in told.companion.same[1][Lang.EN]
        assert (only(told).status, told.gaps) == (Status.CLEAN, ())
        assert [g.key for g in told.companion.answered] == ["fairplay-encrypted"]
        assert told.companion.checks == ("c",)

    @pytest.mark.parametrize(
        ("changes", "why"),
        [
            ({"version": "1.1"}, "version name 1.0, the companion's is 1.1"),
            ({"build": "8"}, "build number 7, the companion's is 8"),
            ({"build": ""}, r"build number 7, the companion's is \?"),
            ({"content": CONTENT | {APP: "u9"}}, f"different content: {APP}"),
            ({"content": CONTENT | {"Payload/A.app/Info.plist": "d2"}}, "content: .*Info.plist"),
            ({"content": CONTENT | {APP: ""}}, f"could not be read, and so not compared: {APP}"),
            ({"content": {APP: "u1"}}, "in one of the two only: Payload/A.app/B, .*Info.plist"),
            ({"content": {}}, "in one of the two only"),
            ({"content": {"*": ""}}, r"could not be read, and so not compared: \*"),
        ],
    )
    def test_what_differs_is_named_and_refused_or_attested(self, changes, why):
        with pytest.raises(FileProblem, match=f"b.ipa: is no companion of this build: .*{why}"):
            join(shipped(), companion(**changes), CODE, None)
        told = join(shipped(), companion(**changes), CODE, WORD).companion
        assert (told.ground, told.attested, told.same) == (Ground.ATTESTED, WORD, ())
        assert told.differs

    @pytest.mark.parametrize(
        ("changes", "why"),
        [
            ({"platform": "android"}, "platform ios, the companion's is android"),
            ({"id": "tw.b"}, "id tw.a, the companion's is tw.b"),
            ({"id": ""}, r"id tw.a, the companion's is \?"),
        ],
    )
    def test_another_app_is_never_one_whatever_people_say(self, changes, why):
        with pytest.raises(FileProblem, match=why):
            join(shipped(), companion(**changes), CODE, WORD)

    def test_nothing_to_compare_is_no_link(self):
        with pytest.raises(FileProblem, match="nothing to compare"):
            join(shipped(content={}), companion(content={}), CODE, None)

    def test_a_store_leaves_out_architectures_and_files(self):
        more = CONTENT | {APP: "u0 u1", "Payload/A.app/C": "u3"}
        assert join(shipped(), companion(content=more), CODE, None).companion.ground == "content"
        with pytest.raises(FileProblem, match="different content"):
            join(shipped(content=more | {APP: "u1 u4"}), companion(content=more), CODE, None)

    @pytest.mark.parametrize(
        ("one", "other", "linked"),
        [
            (APK, APK | {"classes.dex": "x", "META-INF/CERT.RSA": "y"}, True),
            (APK | {"lib/arm64-v8a/libshell.so": "s", "assets/shell.bin": "e"}, APK, True),
            (APK | {"res/b.xml": "n"}, APK, False),
            (APK, APK | {"assets/a": "n"}, False),
            (APK, APK | {"lib/arm64-v8a/liba.so": "x"}, False),
            (APK, APK | {"AndroidManifest.xml": "x"}, False),
            ({"classes.dex": "c"}, {"classes.dex": "c"}, False),
        ],
    )
    def test_of_an_apk_all_but_what_a_protection_changes(self, one, other, linked):
        both = (shipped(platform="android", content=one),
                companion(platform="android", content=other))  # fmt: skip
        if linked:
            assert join(*both, CODE, None).companion.ground == Ground.CONTENT
        else:
            with pytest.raises(FileProblem):
                join(*both, CODE, None)


@pytest.mark.parametrize(
    ("platform", "content", "word", "unproved"),
    [
        ("ios", CONTENT, None, set()),
        ("ios", CONTENT | {"Payload/A.app/Info.plist": "d2"}, WORD, {"c"}),
        # Bytecode is never compared: its silence is no proof, whatever else is alike.
        ("android", APK | {"classes.dex": "x"}, None, {"c"}),
        ("android", APK | {"res/a.xml": "x"}, WORD, {"c"}),
    ],
)
def test_silence_proves_something_only_in_code_that_was_compared(platform, content, word, unproved):
    hidden = replace(ENCRYPTED, values={"file": APP if platform == "ios" else "classes.dex"})
    one = shipped(
        platform=platform, gaps=(hidden,), content=APK if platform == "android" else CONTENT
    )
    told = join(one, companion(platform=platform, content=content), CODE, word).companion
    assert told.checks == ("c",)
    assert told.unproved(platform) == unproved


def test_an_apk_is_not_linked_to_a_bundle_by_content():
    """Bundletool writes manifest and resources anew: nothing of theirs is the same file."""
    both = [
        replace(one, package=replace(one.package, kind=kind))
        for one, kind in (
            (shipped(platform="android", content=APK), "apk"),
            (companion(platform="android", content={"base/manifest/AndroidManifest.xml": "m"}), "aab"),
        )
    ]  # fmt: skip
    with pytest.raises(
        FileProblem, match=r"an apk cannot be compared with an aab.*a person must answer"
    ):
        join(*both, CODE, None)
    assert join(*both, CODE, WORD).companion.ground is Ground.ATTESTED


class TestGaps:
    def test_those_of_the_companion_are_gaps(self):
        own = replace(ENCRYPTED, build=Build.COMPANION)
        told = join(shipped(), companion(gaps=[own]), CODE, None)
        assert only(told).gaps == told.gaps == (ENCRYPTED, own)
        assert (only(told).status, told.companion.answered) == (Status.UNKNOWN, ())

    def test_a_fact_that_the_companion_lost_answers_nothing(self):
        lost = Gap("code", Cause.LOST, "child-crashed", {"how": "x"}, Build.COMPANION)
        told = join(shipped(), companion(gaps=[lost]), CODE, None)
        assert told.gaps == (ENCRYPTED, lost)

    def test_a_child_that_died_answers_nothing(self):
        died = Gap("", Cause.LOST, "child-timeout")
        told = join(shipped(), companion(gaps=[died]), CODE, None)
        assert told.gaps == (ENCRYPTED, replace(died, build=Build.COMPANION))
        assert only(told).gaps == told.gaps

    def test_another_file_that_is_unread_leaves_this_one_answered(self):
        other = Gap(
            "code", Cause.OUT_OF_REACH, "fairplay-encrypted", {"file": "x"}, Build.COMPANION
        )
        assert join(shipped(), companion(gaps=[other]), CODE, None).gaps == (other,)

    def test_a_file_that_the_companion_has_not_stays_unread(self):
        without = {k: v for k, v in CONTENT.items() if k != APP}
        told = join(shipped(), companion(content=without), CODE, WORD)
        assert (told.gaps, told.companion.answered) == ((ENCRYPTED,), ())
        folded = replace(ENCRYPTED, values={"count": "30"})
        told = join(shipped(gaps=(folded,)), companion(content=without), CODE, WORD)
        assert told.gaps == (folded,)

    @pytest.mark.parametrize(
        "gap",
        [
            replace(ENCRYPTED, cause=Cause.LOST),
            replace(ENCRYPTED, cause=Cause.NOT_SUPPLIED),
            replace(ENCRYPTED, fact="binaries"),
        ],
    )
    def test_only_code_out_of_reach_is_answered(self, gap):
        told = join(shipped(gaps=(gap,)), companion(), CODE, None)
        assert (only(told).gaps, told.gaps) == ((gap,), (gap,))

    def test_refused_entries_of_the_companion_are_a_gap(self):
        other = companion()
        other = replace(other, package=replace(other.package, refused={"a": "encrypted"}))
        (gap,) = join(shipped(), other, CODE, None).gaps
        assert (gap.cause, gap.key, gap.build) == ("lost", "companion-refused", "companion")


class TestSeen:
    def test_findings_of_both_builds_count_and_say_where(self):
        mine, theirs = Finding("k", Location(APP, "f")), Finding("k", Location(APP, "g"))
        both = (
            build(outcomes=[Outcome("c", (mine,), (ENCRYPTED,))], gaps=(ENCRYPTED,)),
            companion(mine, theirs, Evidence("e", Location("Payload/A.app/Info.plist"))),
        )
        assert only(join(*both, CODE, None)).seen == (
            mine,
            Finding("k", (Location(APP, "g", build=Build.COMPANION),)),
            Evidence("e", (Location("Payload/A.app/Info.plist"),)),
        )

    def test_a_crash_over_the_companion_is_one(self):
        other = companion()
        other = replace(other, outcomes=(Outcome("c", crash="boom"),))
        assert only(join(shipped(), other, CODE, None)).crash == "boom"

    def test_runs_that_either_rests_on_count(self):
        mine = build(outcomes=[Outcome("c", rests_on=("a",))])
        other = build("b.ipa", outcomes=[Outcome("c", rests_on=("b", "a"))])
        (merged,) = join(mine, other, CODE, None).outcomes
        assert merged.rests_on == ("a", "b")

    def test_a_check_that_did_not_run_over_it_keeps_its_gaps(self):
        other = replace(companion(), outcomes=())
        assert only(join(shipped(), other, CODE, None)).gaps == (ENCRYPTED,)


@pytest.mark.parametrize("written", ["x", "a, b", ", b, c", "a,, c", "a, b, "])
def test_a_statement_has_who_role_and_reason(written):
    with pytest.raises(FileProblem, match="who, role, reason"):
        statement(written)


def test_a_statement_as_written():
    assert statement("") is None
    assert statement("王小明，開發主管，同一原始碼, 上架前") == Attested(
        "王小明", "開發主管", "同一原始碼, 上架前"
    )
    assert statement("a, b\u202e, c\n d").role == "b\\u202e"
