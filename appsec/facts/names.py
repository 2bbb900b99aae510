"""Names in code that tell of a secret: `userPwd`, `ACCESS_TOKEN`, `etPassword`."""

import re

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
_PASSWORDS = ("password", "passwd", "passcode", "passphrase")
_PASSWORD_WORDS = frozenset(("cvc", "cvv", "pswd", "pwd"))
_SECRETS = ("credential", "credentials", "secret", "token")
_JOINED = ("loginpass", "newpass", "oldpass", "sessionid", "userpass")
_SECRET_WORDS = frozenset(("bearer", "jwt", "otp", "psw"))
_PERSONAL = (
    *("advertisingid", "androidid", "birthdate", "birthday", "cardno", "cardnumber", "cellphone"),
    *("creditcard", "email", "homeaddress", "idcard", "identitynumber", "idnumber", "imei", "imsi"),
    *("msisdn", "nationalid", "passportno", "passportnumber", "phonenumber"),
)
_PERSONAL_WORDS = frozenset(("dob", "idno", "latitude", "longitude", "mobile", "phone"))
_ABOUT = frozenset(
    (
        *("changed", "changing", "count", "enabled", "error", "expire", "expired", "expires"),
        *("expiring", "expiry", "expiration", "flag", "forget", "forgot", "has", "hint", "index"),
        *("invalid", "is", "label", "length", "listener", "max", "message", "min", "msg", "need"),
        *("path", "pattern", "policy", "regex", "remember", "required", "reset", "result"),
        *("rule", "show", "state", "status", "strength", "time", "title", "type", "uri", "url"),
        *("valid", "validation", "view", "visibility", "visible"),
    )
)
"""Words that make a name one about a secret, which it does not hold: `passwordHint`."""
_OTHER_TOKENS = frozenset(
    (
        *("apns", "device", "fcm", "firebase", "gcm", "instance", "push", "registration"),
        *("cancellation", "continuation", "csrf", "lex", "next", "page", "parser", "sync", "type"),
        *("class", "component", "media", "window", "binder", "tokenizer"),
    )
)
"""Words of tokens that log nobody in: addresses of push messages, pages, parsers, windows."""


def names_password(name: str) -> bool:
    """Whether a name is that of something that a person types to prove who it is."""
    words = _words(name)
    if _ABOUT.intersection(words):
        return False
    return any(one.endswith(_PASSWORDS) or one in _PASSWORD_WORDS for one in words)


def names_secret(name: str) -> bool:
    """Whether a name is that of a password, a token that logs in, or another secret."""
    words = _words(name)
    if names_password(name):
        return True
    if _ABOUT.intersection(words) or _OTHER_TOKENS.intersection(words):
        return False
    if "".join(words).endswith(_JOINED):
        return True
    return any(one.endswith(_SECRETS) or one in _SECRET_WORDS for one in words)


def names_personal_data(name: str) -> bool:
    """Whether a name is that of personal data or of an identifier of the device: `userEmail`."""
    words = _words(name)
    if _ABOUT.intersection(words):
        return False
    return "".join(words).endswith(_PERSONAL) or bool(words and words[-1] in _PERSONAL_WORDS)


def _words(name: str) -> list[str]:
    return [one.lower() for one in _WORD.findall(name)]
