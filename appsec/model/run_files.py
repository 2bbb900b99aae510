"""What lies in a run directory beside the trace: log lines, files of the app, exchanges.

* `log.jsonl`: one LogLine per line, of the whole device; whose a line is says `own`.
* `traffic.jsonl`: one Exchange per line; bodies lie in `bodies/<sha256>`.
* `snapshot/<name>/manifest.jsonl`: first a Snapshot, then a FileSeen per line; contents lie in
  `contents/<sha256>`, once for all snapshots, so that no name of the app's becomes one of ours.
* `screenshots/<number>.png`: pictures, named by what a mark before them says.
* `looked/<number>-<look>`: what the device showed at a moment beside its picture (`Look`): the tree
  of the screen as the accessibility service has it (XML), what the clipboard's service answered
  (text), the sockets on which the app waits for others (JSON lines). What is in one counts; that
  something is not in it shows nothing.

Times are microseconds since the beginning of the trace. Every one of these files is named with its
hash by an Attachment of the trace; bodies and contents are their own hash.
"""

from dataclasses import field
from enum import StrEnum

from appsec.model.frozen import frozen
from appsec.model.trace import Phase


class Look(StrEnum):
    """What a device may be asked to show. Each is a name below `looked/`, after a number."""

    SCREEN = "screen.xml"
    CLIPBOARD = "clipboard.txt"
    SOCKETS = "sockets.jsonl"


LOOKED = "looked"
"""The folder of what a device showed, and the name of the marks that tell of it."""


class FileKind(StrEnum):
    """What an entry of a snapshot is."""

    FILE = "file"
    LINK = "link"
    UNREAD = "unread"  # listed and not fetched; `why` says why


class Root(StrEnum):
    """Which part of the device a file lies in: it decides the item that a leak is of."""

    PREFERENCES = "preferences"  # shared_prefs, Library/Preferences, DataStore
    DATABASES = "databases"
    FILES = "files"
    CACHE = "cache"  # cache, code_cache, tmp, Library/Caches, SplashBoard
    WEB = "web"  # app_webview, WebKit
    EXTERNAL = "external"  # the app's own folder on shared storage
    SHARED = "shared"  # shared storage that others read: Download, DCIM, MediaStore
    GROUP = "group"  # an app group's container
    BACKUP = "backup"
    OTHER = "other"


PRIVATE = frozenset(
    (Root.PREFERENCES, Root.DATABASES, Root.FILES, Root.CACHE, Root.WEB, Root.OTHER)
)
"""What lies in an app's own folder."""


@frozen
class LogLine:
    """One line of the system's log. `own` is whether the app's processes wrote it."""

    at: int
    phase: Phase
    text: str
    tag: str = ""
    priority: str = ""
    pid: int = 0
    own: bool = False


@frozen
class Snapshot:
    """The state of an app's files at a moment: `roots` are the folders that were walked, `complete`
    whether all that is in them was listed and fetched."""

    name: str
    phase: Phase
    at: int
    roots: tuple[str, ...]
    complete: bool
    why: str = ""


@frozen
class FileSeen:
    """One file of a snapshot. `path` is as on the device, `mode` as `stat` has it."""

    path: str
    root: Root
    kind: FileKind = FileKind.FILE
    size: int = 0
    mode: int = 0
    modified: int = 0
    sha256: str = ""
    why: str = ""


@frozen
class Exchange:
    """One connection or request that the network probe or an import showed. Of a connection that
    was not decrypted `method` is empty. `tls` is the version negotiated, empty for cleartext;
    `certificate` names which certificate the probe presented, empty for the server's own. `unread`
    is whether the request's body was too long to be kept, or not kept whole."""

    at: int
    phase: Phase
    host: str
    port: int
    scheme: str = ""
    sni: str = ""
    address: str = ""
    tls: str = ""
    cipher: str = ""
    certificate: str = ""
    accepted: bool | None = None
    method: str = ""
    url: str = ""
    status: int = 0
    request_headers: tuple[tuple[str, str], ...] = field(default=())
    response_headers: tuple[tuple[str, str], ...] = field(default=())
    request_body: str = ""
    response_body: str = ""
    own: bool | None = None
    unread: bool = False
