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
from appsec.engine.run_sessions import ENOUGH, PROVEN, flaws_of
from appsec.engine.run_tls import weak_connections
from appsec.facts.leaks import Leak
from appsec.facts.run import Recorded
from appsec.facts.traffic import BAD_CERTIFICATES, Presented, Sent, Session
from appsec.model.run_files import PRIVATE, Exchange, Root
from appsec.model.trace import LifeEvent, Phase

__all__ = [
    "AFTER",
    "BAD_CERTIFICATES",
    "EARLY",
    "ENOUGH",
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
    "by_host",
    "flaws_of",
    "leaked",
    "of_redundant",
    "of_settings",
    "own_hosts",
    "places_of_sent",
    "untested",
    "weak_connections",
]
