"""Whether a declaration names a thing that a build shows."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from appsec.engine.declaration.form import says_none, says_something
from appsec.engine.declaration.purpose import has_content
from appsec.model.hostname import plain
from appsec.model.observed import Observation, Things, Trait, add
from appsec.model.outcome import Origin
from appsec.model.text import worded

if TYPE_CHECKING:
    from appsec.model.declaration_form import Declaration

_ANDROID = "android.permission."
_SHARED = re.compile(
    r"\*\.([^.]*|[\d.]+"
    r"|(ac|ad|club|co|com|ebiz|ed|edu|game|go|gob|gov|gr|id|idv|in|info|lg|ltd|me|mi|mil|mobi|my|name"
    r"|ne|net|nhs|nom|or|org|pe|plc|re|sch|web)\.[a-z]{2})"
)
"""Names that everybody registers below: a star for all of them would stand for any host."""
HOSTING = frozenset((
    "akamaihd.net", "akamaized.net", "aliyuncs.com", "amazonaws.com", "appdomain.cloud",
    "appspot.com", "b-cdn.net", "blogspot.com", "ddns.net", "deno.dev", "digitaloceanspaces.com",
    "duckdns.org", "edgekey.net", "edgesuite.net", "fastly.net", "fly.dev", "glitch.me",
    "googleusercontent.com", "myqcloud.com", "myshopify.com", "ngrok.app", "ngrok.dev", "nip.io",
    "ondigitalocean.app", "oraclecloud.com", "r2.cloudflarestorage.com", "railway.app", "repl.co",
    "replit.app", "sslip.io", "surge.sh", "trycloudflare.com", "up.railway.app", "webflow.io",
    "wixsite.com", "wordpress.com", "azureedge.net", "azurefd.net", "azurewebsites.net",
    "blob.core.windows.net", "cloudapp.azure.com", "cloudfront.net", "cloudfunctions.net",
    "core.windows.net", "execute-api.amazonaws.com", "firebaseapp.com", "firebaseio.com",
    "firebasestorage.app", "github.io", "gitlab.io", "herokuapp.com", "netlify.app",
    "ngrok-free.app", "ngrok.io", "onrender.com", "pages.dev", "r2.dev", "run.app",
    "s3.amazonaws.com", "supabase.co", "trafficmanager.net", "vercel.app", "web.app",
    "workers.dev",
))  # fmt: skip
"""Names of hosting companies below which every customer has a host."""

_REGIONAL = (
    *(".aliyuncs.com", ".amazonaws.com", ".amazonaws.com.cn", ".cloudapp.azure.com"),
    *(".core.windows.net", ".myqcloud.com", ".oraclecloud.com"),
)
"""Below these a name may still be that of a region, and so everybody's."""

_YES = ("yes", "有", "是")

SECTIONS = {
    Trait.PERMISSION: "device_resources",
    Trait.IDENTIFIER: "identifiers",
    Trait.SDK: "sdks",
    Trait.DOMAIN: "domains",
    Trait.SHARING_POINT: "sharing_points",
    Trait.INPUT_FIELD: "input_fields",
    Trait.PUBLIC_KEY: "public_keys",
    Trait.LOGIN: "class",
    Trait.PAYMENT: "class",
}
"""The section of the form that declares each kind of thing."""


def is_listed(thing: Observation) -> bool:
    """Whether the form has a row for it: not for a permission that opens nothing personal, and not
    for a way in that a known library has for itself."""
    if thing.trait is Trait.SHARING_POINT and thing.origin is Origin.LIBRARY:
        return False
    return thing.detail.get("level") != "normal"


def asks_notice(thing: Observation) -> bool:
    """Whether a declaration that does not name it leaves something out. A field for what is not
    sensitive is only listed."""
    if thing.trait is Trait.INPUT_FIELD and not thing.detail.get("sensitive"):
        return False
    return is_listed(thing)


def undeclared(declaration: "Declaration", things: Iterable[Observation]) -> list[Observation]:
    """The things that the declaration has to name, and does not, each once. Login and payment are
    among them only where the declaration denies them: an empty cell is a missing one."""
    seen = [one for one in each_thing(things) if asks_notice(one)]
    left = [one for one in seen if not _left_open(one, declaration)]
    return [one for one in left if not is_declared(one, declaration)]


def _left_open(thing: Observation, declaration: "Declaration") -> bool:
    match thing.trait:
        case Trait.LOGIN:
            return not says_none(declaration.app_class.login)
        case Trait.PAYMENT:
            return not says_none(declaration.app_class.transactions)
    return False


def each_thing(things: Iterable[Observation]) -> list[Observation]:
    """Each thing once, with all its places."""
    seen: Things = {}
    for one in things:
        add(seen, one)
    return list(seen.values())


def is_declared(thing: Observation, declaration: "Declaration") -> bool:
    """Whether a row or cell of the form stands for it."""
    match thing.trait:
        case Trait.IDENTIFIER:
            written: str = getattr(declaration.identifiers, thing.detail["field"])
            return says_something(written)
        case Trait.LOGIN:
            return tells_of(declaration.app_class.login)
        case Trait.PAYMENT:
            return tells_of(declaration.app_class.transactions)
    return any(
        stands_for(thing.trait, one, thing.name) for one in declared(declaration, thing.trait)
    )


def tells_of(written: str) -> bool:
    """Whether a cell says that there is something: an empty one, or `to be confirmed`, does not."""
    return written.strip().casefold() in _YES or has_content(written)


def stands_for(trait: Trait, written: str, name: str) -> bool:
    """Whether a name as the declaration writes it is that of a thing as an inventory has it."""
    if trait is Trait.DOMAIN:
        return covers(written, name)
    return _folded(trait, written) == _folded(trait, name)


def declared(declaration: "Declaration", trait: Trait) -> tuple[str, ...]:
    """What the declaration names of a kind, as an inventory would name it; empty rows are none."""
    match trait:
        case Trait.PERMISSION:
            names = [one.permission for one in declaration.device_resources]
        case Trait.SDK:
            names = [one.name for one in declaration.sdks]
        case Trait.DOMAIN:
            names = [one.host for one in declaration.domains]
        case Trait.SHARING_POINT:
            names = [f"{one.kind} {one.target}" for one in declaration.sharing_points]
        case Trait.INPUT_FIELD:
            names = [f"{one.screen}: {one.field}" for one in declaration.input_fields if one.field]
        case Trait.PUBLIC_KEY:
            names = [one.location for one in declaration.public_keys]
        case _:
            names = []
    return tuple(dict.fromkeys(name.strip() for name in names if name.strip()))


def covers(pattern: str, host: str) -> bool:
    """Whether a host as declared stands for another: itself or, for `*.`, all below it."""
    written, name = plain(pattern), plain(host)
    if written.startswith("*."):
        return name.endswith(written[1:]) and not is_for_everybody(written)
    return written == name


def is_for_everybody(pattern: str) -> bool:
    """Whether a pattern stands for names that anybody registers: it covers nothing."""
    written = plain(pattern)
    below = written.removeprefix("*.")
    if below == written:
        return False
    everybodys = below in HOSTING or below.endswith(_REGIONAL) or not all(below.split("."))
    return everybodys or _SHARED.fullmatch(written) is not None


def _folded(trait: Trait, name: str) -> str:
    folded = "".join(name.casefold().split())
    if trait is Trait.PERMISSION and "." not in folded:
        return folded if folded.endswith("usagedescription") else f"{_ANDROID}{folded}"
    return folded


def said_to_be_pinned(declaration: "Declaration") -> Iterator[tuple[str, str]]:
    """The hosts that are declared as pinned, each with its place in the file."""
    for number, one in enumerate(declaration.domains):
        if one.host.strip() and one.pinned.strip().casefold().startswith(_YES):
            yield f"domains.{number}", one.host.strip()


def explained_keys(declaration: "Declaration") -> "Declaration":
    """The declaration without the keys for which it gives no reason to be public."""
    kept = tuple(one for one in declaration.public_keys if worded(one.why_public))
    return replace(declaration, public_keys=kept)
