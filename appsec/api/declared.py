"""What a check may import to hold a declaration against a build."""

from appsec.engine.declaration.file import NAME as DECLARATION_FILE
from appsec.engine.declaration.matching import (
    covers,
    each_thing,
    explained_keys,
    said_to_be_pinned,
    undeclared,
)
from appsec.engine.declaration.purpose import is_vague, purposes
from appsec.engine.observe.android import (
    android_domains,
    android_fields,
    android_identifiers,
    android_logins,
    android_payments,
    android_permissions,
    android_public_keys,
    android_sdks,
    android_sharing_points,
)
from appsec.model.observed import Observation

__all__ = [
    "DECLARATION_FILE",
    "Observation",
    "android_domains",
    "android_fields",
    "android_identifiers",
    "android_logins",
    "android_payments",
    "android_permissions",
    "android_public_keys",
    "android_sdks",
    "android_sharing_points",
    "covers",
    "each_thing",
    "explained_keys",
    "is_vague",
    "purposes",
    "said_to_be_pinned",
    "undeclared",
]
