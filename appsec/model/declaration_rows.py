"""The rows of the declaration file: of each kind of thing there may be any number."""

from appsec.model.check import STRICT
from appsec.model.frozen import frozen


@frozen
class SensitiveDatum:
    """One sensitive datum, from consent to deletion."""

    __pydantic_config__ = STRICT

    name: str = ""
    category: str = ""
    source: str = ""
    purpose: str = ""
    consent_where: str = ""
    refuse_how: str = ""
    stored_local: str = ""
    stored_how: str = ""
    retention: str = ""
    sent_to: str = ""
    shared_with: str = ""
    screens: str = ""
    log_or_cache: str = ""


@frozen
class DeviceResource:
    """A permission, or a resource that iOS asks the user for by its usage description."""

    __pydantic_config__ = STRICT

    permission: str = ""
    level: str = ""
    purpose: str = ""
    feature: str = ""
    when: str = ""
    by: str = ""


@frozen
class DeclaredSdk:
    """A third-party library."""

    __pydantic_config__ = STRICT

    name: str = ""
    version: str = ""
    vendor: str = ""
    country: str = ""
    licence: str = ""
    purpose: str = ""
    data: str = ""
    domains: str = ""
    is_security_software: str = ""
    update_plan: str = ""


@frozen
class DeclaredDomain:
    """A host that the app connects to; `*.example.com` stands for all below it."""

    __pydantic_config__ = STRICT

    host: str = ""
    owner: str = ""
    purpose: str = ""
    sensitive: str = ""
    pinned: str = ""
    ca: str = ""
    hosting: str = ""
    webview: str = ""
    scan_report: str = ""


@frozen
class SharingPoint:
    """A place where data goes to other apps, or comes from them."""

    __pydantic_config__ = STRICT

    kind: str = ""
    target: str = ""
    data: str = ""
    protection: str = ""


@frozen
class InputField:
    """A field that the user types into."""

    __pydantic_config__ = STRICT

    screen: str = ""
    field: str = ""
    sensitive: str = ""
    type: str = ""
    max_length: str = ""
    validation: str = ""


@frozen
class CryptoUse:
    """One use of cryptography."""

    __pydantic_config__ = STRICT

    purpose: str = ""
    algorithm: str = ""
    key_bits: str = ""
    key_origin: str = ""
    library: str = ""
    fips: str = ""


@frozen
class PublicKey:
    """A key in the app that is public by design."""

    __pydantic_config__ = STRICT

    location: str = ""
    kind: str = ""
    why_public: str = ""
    restriction: str = ""


@frozen
class ServerValue:
    """A value that a server gives and that no login rests on: its name, who gives it, what for."""

    __pydantic_config__ = STRICT

    name: str = ""
    host: str = ""
    purpose: str = ""


@frozen
class NotApplicable:
    """An item that is said not to apply, by its number or clause, and why."""

    __pydantic_config__ = STRICT

    item: str = ""
    reason: str = ""
    basis: str = ""
