"""What a check may import to tell what recorded runs showed."""

from appsec.engine.run_hits import (
    AFTER,
    EARLY,
    OF_THE_DEVICE,
    RUNNING,
    by_host,
    by_name,
    by_sender,
    kept_pictures,
    leaked,
    of_redundant,
    of_settings,
    places_of_sent,
    sent_in_clear,
    untested,
)
from appsec.engine.run_hosts import declared_hosts, own_hosts
from appsec.engine.run_ipc import (
    ANDROID_HANDS_ON,
    IOS_HANDS_ON,
    after,
    android_judge,
    ios_judge,
    notified,
    passed_on,
    payloads_in,
    put_into,
    told_of,
    unasked,
)
from appsec.engine.run_keys import made_keys, stored_keys
from appsec.engine.run_noted import (
    alone,
    alone_and_rooted,
    alone_on_emulator,
    changed,
    crashes_in,
    noted_of,
    reactions,
    watched_with_control,
)
from appsec.engine.run_pages import clear_pages, pages_of, undeclared_pages
from appsec.engine.run_screen import (
    android_masked,
    android_password,
    android_typing,
    ios_masked,
    ios_typing,
    learned_fields,
    legible_secrets,
    unprotected_windows,
)
from appsec.engine.run_sessions import ENOUGH, PROVEN, flaws_of
from appsec.engine.run_tls import weak_connections
from appsec.engine.run_uses import ANDROID_USES, IOS_USES, uses_in
from appsec.facts.leaks import Leak
from appsec.facts.run import Recorded
from appsec.facts.traffic import BAD_CERTIFICATES, Presented, Sent, Session
from appsec.model.noted import Tried
from appsec.model.observed import Trait as UseTrait
from appsec.model.run_files import PRIVATE, Exchange, Root
from appsec.model.text import visible
from appsec.model.trace import Call, LifeEvent, Phase, Thing

__all__ = [
    "AFTER",
    "ANDROID_HANDS_ON",
    "ANDROID_USES",
    "BAD_CERTIFICATES",
    "EARLY",
    "ENOUGH",
    "IOS_HANDS_ON",
    "IOS_USES",
    "OF_THE_DEVICE",
    "PRIVATE",
    "PROVEN",
    "RUNNING",
    "Call",
    "Exchange",
    "Leak",
    "LifeEvent",
    "Phase",
    "Presented",
    "Recorded",
    "Root",
    "Sent",
    "Session",
    "Thing",
    "Tried",
    "UseTrait",
    "after",
    "alone",
    "alone_and_rooted",
    "alone_on_emulator",
    "android_judge",
    "android_masked",
    "android_password",
    "android_typing",
    "by_host",
    "by_name",
    "by_sender",
    "changed",
    "clear_pages",
    "crashes_in",
    "declared_hosts",
    "flaws_of",
    "ios_judge",
    "ios_masked",
    "ios_typing",
    "kept_pictures",
    "leaked",
    "learned_fields",
    "legible_secrets",
    "made_keys",
    "noted_of",
    "notified",
    "of_redundant",
    "of_settings",
    "own_hosts",
    "pages_of",
    "passed_on",
    "payloads_in",
    "places_of_sent",
    "put_into",
    "reactions",
    "sent_in_clear",
    "stored_keys",
    "told_of",
    "unasked",
    "undeclared_pages",
    "unprotected_windows",
    "untested",
    "uses_in",
    "visible",
    "watched_with_control",
    "weak_connections",
]
