"""Do keys, vectors, salts or tokens come from random numbers that can be predicted?"""

from collections.abc import Iterator

from appsec.api import (
    AndroidApp,
    Changed,
    Hit,
    New,
    Question,
    Returned,
    Seen,
    Value,
    constant_texts,
    names_secret,
    sightings,
    within,
)

_TAKES = {
    "javax.crypto.spec.SecretKeySpec.<init>": 0,
    "javax.crypto.spec.IvParameterSpec.<init>": 0,
    "javax.crypto.spec.GCMParameterSpec.<init>": 1,
    "javax.crypto.spec.PBEKeySpec.<init>": 1,
}
_STORES = "android.content.SharedPreferences$Editor.putString"
_WEAK = ("java.util.Random", "java.lang.Math", "kotlin.random.Random")
_MAKES_TEXT = ("org.apache.commons.lang3.RandomStringUtils",)


def check(app: AndroidApp) -> Iterator[Seen]:
    """Random numbers for anything else stay quiet."""
    yield from sightings(_hits(app))


def _hits(app: AndroidApp) -> Iterator[Hit]:
    for api, number in _TAKES.items():
        for site in app.code.calls(api):
            if len(site.method.parameters) > number and _is_weak(site.argument(number)):
                yield Hit(site, "predictable", {}, Question)
    for site in app.code.calls(_STORES):
        named = any(map(names_secret, constant_texts(site.argument(0))))
        if named and _is_weak(site.argument(1)):
            yield Hit(site, "predictable", {}, Question)


def _is_weak(value: Value) -> bool:
    return any(_is_random(one) for one in within(value))


def _is_random(value: Value) -> bool:
    if isinstance(value, Changed):
        return value.by.owner.startswith(_WEAK)
    if not isinstance(value, Returned) or not value.method.owner.startswith(_WEAK + _MAKES_TEXT):
        return False
    # `Random random = new SecureRandom()` is called by the name of the class above.
    made = value.arguments[:1]
    secure = bool(made) and isinstance(made[0], New) and made[0].type.endswith("SecureRandom")
    return not secure and value.method.name.startswith(("next", "random"))
