"""What a check may import to tell what recorded runs showed."""

from appsec.engine.run_hits import (
    AFTER,
    EARLY,
    RUNNING,
    by_host,
    leaked,
    of_redundant,
    of_settings,
    places_of_sent,
    untested,
)
from appsec.engine.run_hosts import own_hosts
from appsec.engine.run_ipc import (
    ANDROID_HANDS_ON,
    IOS_HANDS_ON,
    after,
    android_judge,
    ios_judge,
    passed_on,
    told_of,
    unasked,
)
from appsec.engine.run_noted import noted_of
from appsec.engine.run_sessions import ENOUGH, PROVEN, flaws_of
from appsec.engine.run_tls import weak_connections
from appsec.facts.leaks import Leak
from appsec.facts.run import Recorded
from appsec.facts.traffic import BAD_CERTIFICATES, Presented, Sent, Session
from appsec.model.noted import Tried
from appsec.model.run_files import PRIVATE, Exchange, Root
from appsec.model.trace import LifeEvent, Phase

__all__ = [
    "AFTER",
    "ANDROID_HANDS_ON",
    "BAD_CERTIFICATES",
    "EARLY",
    "ENOUGH",
    "IOS_HANDS_ON",
    "PRIVATE",
    "PROVEN",
    "RUNNING",
    "Exchange",
    "Leak",
    "LifeEvent",
    "Phase",
    "Presented",
    "Recorded",
    "Root",
    "Sent",
    "Session",
    "Tried",
    "after",
    "android_judge",
    "by_host",
    "flaws_of",
    "ios_judge",
    "leaked",
    "noted_of",
    "of_redundant",
    "of_settings",
    "own_hosts",
    "passed_on",
    "places_of_sent",
    "told_of",
    "unasked",
    "untested",
    "weak_connections",
]
