"""Is the build signed with a key that others have, or that is made for tests?"""

from collections.abc import Iterator

from appsec.api import AndroidApp, Question, Seen, Signer, table


def check(app: AndroidApp) -> Iterator[Seen]:
    """No violation in a build for the lab: only a published one is, and that is not in the file."""
    signers = [signer for scheme in app.signing.schemes for signer in scheme.signers]
    public = table(__file__, "public_test_keys")
    debug = [one for one in signers if one.certificate.is_debug]
    known = [one for one in signers if one.certificate.sha256 in public]
    yield from _asked("debug", debug)
    yield from _asked("public-key", known)


def _asked(key: str, signers: list[Signer]) -> Iterator[Seen]:
    if signers:
        values = {"subject": signers[0].certificate.subject}
        yield Question(key, tuple(one.at for one in signers), values)
