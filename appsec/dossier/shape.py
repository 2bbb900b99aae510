"""The dossier file (`appsec-dossier.yaml`): what people write of a product, builds and tests."""

from dataclasses import field

from appsec.dossier.choices import Answer, Handled, LabState, Origin, Published, Stage
from appsec.model.check import STRICT
from appsec.model.frozen import frozen


@frozen
class Product:
    """The app as people know it: functions, and what is out of scope."""

    __pydantic_config__ = STRICT

    name: str = ""
    functions: str = ""
    out_of_scope: str = ""


@frozen
class ReportEntry:
    """The report as a record: number, edition, date, confidentiality."""

    __pydantic_config__ = STRICT

    number: str = ""
    edition: str = ""
    date: str = ""
    confidentiality: str = ""


@frozen
class Edition:
    """One line of the version history."""

    __pydantic_config__ = STRICT

    edition: str
    date: str = ""
    author: str = ""
    changes: str = ""


@frozen
class Project:
    """The funded project. `closes` is the day from which records are kept for five years."""

    __pydantic_config__ = STRICT

    programme: str = ""
    name: str = ""
    number: str = ""
    milestone: str = ""
    stage: Stage | None = None
    closes: str = ""


@frozen
class Applicant:
    """The grantee."""

    __pydantic_config__ = STRICT

    company: str = ""
    tax_id: str = ""
    security_owner: str = ""
    contact: str = ""


@frozen
class People:
    """Who signs."""

    __pydantic_config__ = STRICT

    prepared_by: str = ""
    reviewed_by: str = ""
    approved_by: str = ""


@frozen
class Period:
    """When the self-assessment was made."""

    __pydantic_config__ = STRICT

    begins: str = ""
    ends: str = ""


@frozen
class LabTest:
    """The test of one build by a laboratory, as its report and certificate say."""

    __pydantic_config__ = STRICT

    state: LabState | None = None
    planned: str = ""
    contract: str = ""
    lab: str = ""
    taf_no: str = ""
    report_no: str = ""
    report_date: str = ""
    baseline: str = ""
    app_class: str = ""
    certificate_no: str = ""
    valid_until: str = ""
    tested_sha256: str = ""
    tested_version: str = ""
    difference: str = ""
    annex: str = ""


@frozen
class BuildEntry:
    """One build: its saved assessment and an earlier one, by paths relative to this file."""

    __pydantic_config__ = STRICT

    assessment: str
    previous: str = ""
    commit: str = ""
    built: str = ""
    signer: str = ""
    published: Published | None = None
    store_url: str = ""
    released_sha256: str = ""
    released_version: str = ""
    test: LabTest = field(default_factory=LabTest)


@frozen
class SecurityTest:
    """One of the security tests; `unresolved` counts what is of medium risk or above and open."""

    __pydantic_config__ = STRICT

    by: str = ""
    date: str = ""
    unresolved: str = ""
    annex: str = ""


@frozen
class SecurityTests:
    """The tests that the report sums up. That of the app is computed from the assessments."""

    __pydantic_config__ = STRICT

    code: SecurityTest = field(default_factory=SecurityTest)
    website: SecurityTest = field(default_factory=SecurityTest)
    host: SecurityTest = field(default_factory=SecurityTest)
    penetration: SecurityTest = field(default_factory=SecurityTest)
    components: SecurityTest = field(default_factory=SecurityTest)


@frozen
class Handling:
    """What is done about one finding, by its fingerprint or the start of it."""

    __pydantic_config__ = STRICT

    fingerprint: str
    owner: str = ""
    due: str = ""
    state: Handled = Handled.OPEN
    measure: str = ""


@frozen
class Method:
    """How the assessment was made beyond reading the files, and where the tools come from."""

    __pydantic_config__ = STRICT

    dynamic: str = ""
    devices: str = ""
    accounts: str = ""
    documents: str = ""
    tool_origin: str = ""


@frozen
class Server:
    """What the server team declares (norm, 4.2), or the certificate that stands for it."""

    __pydantic_config__ = STRICT

    declaration: str = ""
    signed_by: str = ""
    date: str = ""
    certificate: str = ""
    annex: str = ""


@frozen
class Component:
    """A third-party component, or security software that the app is protected or tested with."""

    __pydantic_config__ = STRICT

    name: str
    version: str = ""
    licence: str = ""
    vulnerabilities: str = ""
    vendor: str = ""
    origin: Origin = Origin.UNKNOWN
    security_software: Answer | None = None
    domestic: Answer | None = None


@frozen
class Milestone:
    """A milestone of the project, as the plan words it."""

    __pydantic_config__ = STRICT

    number: str
    text: str


@frozen
class Annex:
    """A document of others that is handed in with the report."""

    __pydantic_config__ = STRICT

    document: str
    number: str = ""
    date: str = ""


@frozen
class Sealed:
    """The evidence bundle (`appsec bundle create`), once there is one."""

    __pydantic_config__ = STRICT

    file: str = ""
    sha256: str = ""
    key_fingerprint: str = ""
    timestamp: str = ""


@frozen
class DossierFile:
    """The whole file. Whatever is left empty is printed as a line to fill in."""

    __pydantic_config__ = STRICT

    product: Product = field(default_factory=Product)
    report: ReportEntry = field(default_factory=ReportEntry)
    history: tuple[Edition, ...] = ()
    project: Project = field(default_factory=Project)
    applicant: Applicant = field(default_factory=Applicant)
    people: People = field(default_factory=People)
    period: Period = field(default_factory=Period)
    builds: tuple[BuildEntry, ...] = ()
    security_tests: SecurityTests = field(default_factory=SecurityTests)
    handling: tuple[Handling, ...] = ()
    method: Method = field(default_factory=Method)
    server: Server = field(default_factory=Server)
    components: tuple[Component, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    annexes: tuple[Annex, ...] = ()
    bundle: Sealed = field(default_factory=Sealed)
