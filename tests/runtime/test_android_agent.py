"""The agent for Android in a real session: on HotSpot, against an app with stubs of Android."""

from appsec.model.trace import Bytes, Phase


def calls(runs, *hooks):
    """(hook, arguments) of the app's own calls."""
    return [(one.call.hook, one.call.arguments) for one in runs.calls(hooks) if one.call.own]


def run(watched, java, twin, topic):
    process = java(twin)
    seen = watched(process, "android", own=("app.",), topics=(topic,))
    seen.session.mark("login")
    process.work(f"work {topic} 1")
    return seen.done()


def test_crypto(watched, java):
    init = "javax.crypto.Cipher.getInstance"
    key = "javax.crypto.spec.SecretKeySpec.<init>"
    weak, gaps = run(watched, java, "weak", "crypto")
    assert gaps == ()
    assert calls(weak, init) == [(init, ("AES/ECB/PKCS5Padding",))]
    raw = b"0123456789abcdef"
    assert calls(weak, key) == [(key, (Bytes(raw.hex(), 16), "AES"))]
    assert {one.call.phase for one in weak.calls([init])} == {Phase.LOGIN}
    assert weak.taken() == []
    fixed, _ = run(watched, java, "fixed", "crypto")
    assert calls(fixed, init) == [(init, ("AES/CBC/PKCS5Padding",))]
