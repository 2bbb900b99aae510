from appsec.facts.ios_binary import Symbols
from appsec.model.outcome import Evidence, Location, Question, Status
from tests.apps import ios_app, lost
from tests.checks.ios.given import APP, HELPER, build, executable

CHECK = "ios-symbols-left"
DEBUG, NAMED = Symbols(1, 50, 3, 200), Symbols(1, 50, 3, 0)


def test_asked_for_source_names_and_shown_for_local_names(outcome):
    given = (build(symbols=DEBUG), build(HELPER, symbols=NAMED))
    result = outcome(CHECK, ios_app(builds=given))
    main, helper = executable(), executable(HELPER)
    assert (result.status, list(result.seen)) == (
        Status.QUESTION,
        [
            Question("source-names", (Location(main),), {"binaries": main}),
            Evidence("local-names", (Location(helper),), {"binaries": helper}),
        ],
    )


def test_quiet_for_stripped_binaries_and_for_what_apple_brings(outcome):
    apple = build(binary=f"{APP}/Frameworks/libswiftCore.dylib", symbols=DEBUG)
    result = outcome(CHECK, ios_app(builds=(build(), apple)))
    assert (result.status, result.seen) == (Status.CLEAN, ())


def test_asked_for_a_library_that_only_sounds_like_apples(outcome):
    own = build(binary=f"{APP}/Frameworks/libswiftPayment.dylib", symbols=DEBUG)
    assert outcome(CHECK, ios_app(builds=(own,))).status is Status.QUESTION


def test_unknown_when_a_binary_could_not_be_read(outcome):
    app = ios_app(builds=(), gaps={"builds": lost("builds")})
    assert outcome(CHECK, app).status is Status.UNKNOWN
