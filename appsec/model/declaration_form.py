"""The declaration file: App資料調查表（自評用）, the fields of which people fill in."""

from dataclasses import field

from appsec.model.check import STRICT
from appsec.model.declaration_rows import (
    CryptoUse,
    DeclaredDomain,
    DeclaredSdk,
    DeviceResource,
    InputField,
    NotApplicable,
    PublicKey,
    SensitiveDatum,
    ServerValue,
    SharingPoint,
)
from appsec.model.frozen import frozen


def _key(name: str) -> str:
    """What a field is called in the file."""
    return "class" if name == "app_class" else name


# Not pydantic's Field: every scan imports this module, and next to none reads a declaration.
_NAMED = STRICT | {"alias_generator": _key}


@frozen
class Applicant:
    """Who applies for the grant, and who answers for security."""

    __pydantic_config__ = STRICT

    company: str = ""
    tax_id: str = ""
    developer: str = ""
    security_owner: str = ""
    contact: str = ""


@frozen
class Project:
    """The project that pays for the app."""

    __pydantic_config__ = STRICT

    programme: str = ""
    project_no: str = ""
    milestone_no: str = ""
    stage: str = ""
    retention_until: str = ""


@frozen
class DeclaredApp:
    """The app and the build that the form was filled in for."""

    __pydantic_config__ = STRICT

    package_id: str
    platform: str = ""
    name: str = ""
    version: str = ""
    sha256: str = ""
    signer: str = ""
    variants: str = ""
    audience: str = ""
    publish_state: str = ""
    store_urls: str = ""
    distribution_other: str = ""
    update_mechanism: str = ""
    min_os: str = ""


@frozen
class DeclaredClass:
    """The class that the app is assessed as, and what it rests on."""

    __pydantic_config__ = STRICT

    name: str = ""
    with_f: str = ""
    rationale: str = ""
    login: str = ""
    accounts_roles: str = ""
    transactions: str = ""
    preauth: str = ""
    receives_money: str = ""
    payment_providers: str = ""


@frozen
class Access:
    """What a tester needs. Accounts stand here by a code name, never with a password."""

    __pydantic_config__ = STRICT

    accounts: str = ""
    sandbox: str = ""
    otp_bypass: str = ""
    unencrypted_ipa: str = ""
    devices: str = ""


@frozen
class Identifiers:
    """Identifiers of the device: for each what it is used for, and who is sent it."""

    __pydantic_config__ = STRICT

    aaid_idfa: str = ""
    android_id: str = ""
    idfv: str = ""
    imei_mac: str = ""
    push_token: str = ""
    other: str = ""


@frozen
class Session:
    """How a session is told from another."""

    __pydantic_config__ = STRICT

    id_kind: str = ""
    bits: str = ""
    generator: str = ""
    expiry: str = ""
    logout_invalidate: str = ""


@frozen
class Reporting:
    """How users report security problems."""

    __pydantic_config__ = STRICT

    channel: str = ""
    in_app_path: str = ""
    contact_test: str = ""
    sla: str = ""
    last_security_notice: str = ""


@frozen
class Protection:
    """How the app protects itself."""

    __pydantic_config__ = STRICT

    root_detect: str = ""
    emulator: str = ""
    usb_debug: str = ""
    obfuscation: str = ""
    packer: str = ""
    anti_tamper: str = ""


@frozen
class Backup:
    """What backups hold."""

    __pydantic_config__ = STRICT

    android: str = ""
    ios: str = ""


@frozen
class Server:
    """What is declared and tested of the servers."""

    __pydantic_config__ = STRICT

    declaration: str = ""
    test_certificate: str = ""
    pentest: str = ""
    web_scan: str = ""
    host_scan: str = ""


@frozen
class ThirdPartyTest:
    """The test by a laboratory, if there was one."""

    __pydantic_config__ = _NAMED

    lab: str = ""
    taf_no: str = ""
    baseline: str = ""
    app_class: str = ""
    report_no: str = ""
    report_date: str = ""
    tested_sha256: str = ""
    certificate_no: str = ""
    valid_until: str = ""


@frozen
class SignOff:
    """Who filled the form in, and who stands behind it."""

    __pydantic_config__ = STRICT

    prepared_by: str = ""
    reviewed_by: str = ""
    approved_by: str = ""
    date: str = ""
    statement: str = ""


@frozen
class Declaration:
    """What people write: `appsec-declaration.yaml`. Every value is text, as it is written.

    It is of one app on one platform; labels, required cells and choices stand in the form's table.
    """

    __pydantic_config__ = _NAMED

    app: DeclaredApp
    applicant: Applicant = field(default_factory=Applicant)
    project: Project = field(default_factory=Project)
    app_class: DeclaredClass = field(default_factory=DeclaredClass)
    test_access: Access = field(default_factory=Access)
    sensitive_data: tuple[SensitiveDatum, ...] = ()
    identifiers: Identifiers = field(default_factory=Identifiers)
    device_resources: tuple[DeviceResource, ...] = ()
    sdks: tuple[DeclaredSdk, ...] = ()
    domains: tuple[DeclaredDomain, ...] = ()
    sharing_points: tuple[SharingPoint, ...] = ()
    input_fields: tuple[InputField, ...] = ()
    crypto: tuple[CryptoUse, ...] = ()
    session: Session = field(default_factory=Session)
    server_values: tuple[ServerValue, ...] = ()
    reporting: Reporting = field(default_factory=Reporting)
    public_keys: tuple[PublicKey, ...] = ()
    protection: Protection = field(default_factory=Protection)
    backup: Backup = field(default_factory=Backup)
    server: Server = field(default_factory=Server)
    third_party_test: ThirdPartyTest = field(default_factory=ThirdPartyTest)
    not_applicable: tuple[NotApplicable, ...] = ()
    sign_off: SignOff = field(default_factory=SignOff)
