"""Flow files of mitmproxy: one tnetstring after another, each the state of one flow.

mitmproxy itself would read them with all that it depends on; its format is small, and has kept its
names since version 7, so that it is read here.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from ipaddress import ip_address
from itertools import groupby
from pathlib import Path
from typing import IO, Any

from appsec.facts.traffic import Presented
from appsec.model.run_files import Exchange
from appsec.model.trace import Phase
from appsec.runtime.imports.bodies import MAX_BODY, MAX_TEXT, fitting, header, tells, unpacked
from appsec.runtime.imports.gathered import TRAFFIC, Gathered, Moved, Unusable, opened
from appsec.runtime.imports.names import MAX_NAME, PORT
from appsec.runtime.imports.timeline import LATEST, SECOND

MAX_FILE = 2 << 30
MAX_FLOW = 256 << 20
MAX_FLOWS = 200_000
MAX_DEPTH = 32
MAX_ITEMS = 100_000
MAX_DIGITS = 12
_PORTS = {"http": 80, "https": 443}
_AGE = ("SSLv3", "TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3")
_SWITCHED = 101


_PLAIN: Mapping[bytes, Callable[[bytes], Any]] = {
    b",": bytes,
    b";": lambda data: data.decode("utf-8", "replace"),
    b"#": int,
    b"^": float,
    b"!": lambda data: data == b"true",
    b"~": lambda _: None,
}


class BadFlow(ValueError):
    """Bytes that are no tnetstring."""


def read_flows(path: Path) -> Gathered:
    """The flows in a file. One that breaks off gives those before. It covers no time by itself:
    what did not mind the proxy is not in it. Raises Unusable."""
    told = Gathered(program="mitmproxy")
    last = 0
    with opened(path, MAX_FILE) as file:
        try:
            for number, flow in enumerate(_flows(file)):
                if number == MAX_FLOWS:
                    raise BadFlow(f"more than {MAX_FLOWS}")
                for one in _moved(flow, told):
                    told.moved.append(one)
                    last = max(last, one.exchange.at, *one.times)
        except BadFlow as error:
            if not told.moved:
                raise Unusable("unreadable", why="no mitmproxy flows") from error
            told.lose("torn", count=str(len(told.moved)))
            told.hole(TRAFFIC, "the flow file is cut off", last, LATEST)
    return told


def _flows(file: IO[bytes]) -> Iterator[Mapping[str, Any]]:
    while head := file.read(1):
        while len(head) <= MAX_DIGITS and not head.endswith(b":"):
            piece = file.read(1)
            if not piece:
                raise BadFlow("end")
            head += piece
        if not head[:-1].isdigit() or int(head[:-1]) > MAX_FLOW:
            raise BadFlow("length")
        data = file.read(int(head[:-1]))
        kind = file.read(1)
        if len(data) != int(head[:-1]):
            raise BadFlow("end")
        flow = _value(data, kind, 0)
        if not isinstance(flow, dict):
            raise BadFlow("no flow")
        yield flow


def _value(data: bytes, kind: bytes, depth: int) -> Any:
    if depth > MAX_DEPTH:
        raise BadFlow("depth")
    if kind not in b",;#^!~]}" or not kind:
        raise BadFlow("kind")
    try:
        if kind == b"]":
            return list(_items(data, depth))
        if kind == b"}":
            items = list(_items(data, depth))
            return {_str(k): v for k, v in zip(items[::2], items[1::2], strict=True)}
        return _PLAIN[kind](data)
    except (ValueError, OverflowError) as error:
        raise BadFlow(str(error)) from error


def _items(data: bytes, depth: int) -> Iterator[Any]:
    at = 0
    for _ in range(MAX_ITEMS):
        if at >= len(data):
            return
        colon = data.find(b":", at, at + MAX_DIGITS + 1)
        if colon < 0 or not data[at:colon].isdigit():
            raise BadFlow("length")
        end = colon + 1 + int(data[at:colon])
        if end >= len(data):
            raise BadFlow("end")
        yield _value(data[colon + 1 : end], data[end : end + 1], depth + 1)
        at = end + 1
    if at < len(data):
        raise BadFlow("items")


def _moved(flow: Mapping[str, Any], told: Gathered) -> Iterator[Moved]:
    kind = _str(flow.get("type"))
    if kind == "http":
        yield from _request(flow, told)
    elif kind in ("tcp", "udp"):
        yield from _stream(flow, kind)
    elif kind == "dns":
        yield from _looked_up(flow, told)
    else:
        told.lose("entry-lost", why=f"flow {kind[:20]}")
        told.hole(TRAFFIC, "a flow of an unknown kind", _time(flow.get("timestamp_created")))


def _request(flow: Mapping[str, Any], told: Gathered) -> Iterator[Moved]:
    request, response = _dict(flow.get("request")), _dict(flow.get("response"))
    at = _time(request.get("timestamp_start"))
    host, scheme = _str(request.get("host")), _str(request.get("scheme"))
    if at is None or not host:
        told.lose("entry-lost", why="a flow has no time or host")
        return told.hole(TRAFFIC, "a flow has no time or host", at)
    port = _port(request.get("port"), _PORTS.get(scheme, 0))
    tail = "" if port == _PORTS.get(scheme) else f":{port}"
    sent, sent_head = _body(request, told, at, "request")
    got, got_head = _body(response, told, at, "answer") if response else (b"", ())
    secure = scheme == "https"
    tls, cipher = _security(flow)
    exchange = Exchange(
        at, Phase.BEFORE, host, port, scheme=scheme, tls=tls, cipher=cipher,
        sni=_str(_dict(flow.get("client_conn")).get("sni")) if secure else "",
        address=_address(flow),
        certificate=str(Presented.VALID) if secure else "",
        accepted=True if secure else None,
        method=_str(request.get("method")) or "?",
        url=f"{scheme}://{host}{tail}{_str(request.get('path'), MAX_TEXT)}",
        status=_port(response.get("status_code"), 0),
        request_headers=sent_head, response_headers=got_head,
    )  # fmt: skip
    messages = _messages(_dict(flow.get("websocket")).get("messages"), 1, 2, 3)
    if not messages and exchange.status == _SWITCHED:
        told.lose("websocket-left-out")
        told.hole(TRAFFIC, "what went over a web socket was left out", at)
    yield Moved(exchange, sent, got)
    yield from dialogue(exchange, messages)


def dialogue(exchange: Exchange, messages: Iterable[tuple[bool, bytes, int]]) -> Iterator[Moved]:
    """What went over one connection, each tenth of a second apart, at its first message: it may go
    on in another phase. Messages are whether the app sent it, the bytes, and when."""
    for _, each in groupby(messages, lambda one: one[2] // (SECOND // 10)):
        sides: tuple[bytearray, bytearray] = (bytearray(), bytearray())
        began = LATEST
        for out, data, then in each:
            sides[0 if out else 1].extend(data[:MAX_BODY])
            began = min(began, then)
        yield Moved(replace(exchange, at=max(exchange.at, began)), bytes(sides[0]), bytes(sides[1]))


def _stream(flow: Mapping[str, Any], kind: str) -> Iterator[Moved]:
    """A connection whose protocol mitmproxy did not know: its bytes are searched, and what they
    mean nobody can tell."""
    messages = _messages(flow.get("messages"), 0, 1, 2)
    at = next((at for _, _, at in messages if at), None) or _time(flow.get("timestamp_created"))
    server, client = _dict(flow.get("server_conn")), _dict(flow.get("client_conn"))
    host, port = _endpoint(server.get("address"))
    tls, cipher = _security(flow)
    exchange = Exchange(
        at or 0, Phase.BEFORE, _str(client.get("sni")) or host, port,
        scheme="tls" if tls else kind, sni=_str(client.get("sni")), address=_address(flow),
        tls=tls, cipher=cipher,
    )  # fmt: skip
    yield from dialogue(exchange, messages) if messages else (Moved(exchange),)


def _looked_up(flow: Mapping[str, Any], told: Gathered) -> Iterator[Moved]:
    """The names that one lookup asks for."""
    request, response = _dict(flow.get("request")), _dict(flow.get("response"))
    at = _time(request.get("timestamp")) or _time(flow.get("timestamp_created"))
    listed = [_dict(one) for one in _list(request.get("questions"))]
    names = [name for one in listed if (name := _str(one.get("name"), MAX_NAME))]
    if at is None or not names or len(names) < len(listed):
        told.lose("entry-lost", why="a lookup has no time or name")
        told.hole(TRAFFIC, "a lookup has no time or name", at)
    answers = (_dict(one) for one in _list(response.get("answers")))
    address = next((found for one in answers if (found := _record(one))), "")
    for name in names:
        plain = name.lower().rstrip(".")
        exchange = Exchange(
            at or 0, Phase.BEFORE, plain, PORT, "dns", address=address, method="DNS"
        )  # fmt: skip
        yield Moved(exchange, name.encode() if name != plain else b"")


def _record(one: Mapping[str, Any]) -> str:
    """The address in an answer, empty if there is none."""
    data = one.get("data")
    sizes = {1: 4, 28: 16}
    if isinstance(data, bytes) and len(data) == sizes.get(_port(one.get("type"), 0)):
        return str(ip_address(data))
    return ""


def _messages(value: Any, out: int, data: int, at: int) -> list[tuple[bool, bytes, int]]:
    found = []
    for one in value if isinstance(value, list) else ():
        if isinstance(one, list) and len(one) > max(out, data, at):
            content = one[data] if isinstance(one[data], bytes) else _str(one[data]).encode()
            found.append((one[out] is True, content, _time(one[at]) or 0))
    return found


def _body(
    message: Mapping[str, Any], told: Gathered, at: int, what: str
) -> tuple[bytes, tuple[tuple[str, str], ...]]:
    listed = message.get("headers")
    pairs = (o for o in (listed if isinstance(listed, list) else ()) if isinstance(o, list))
    named = ((_str(o[0]), _str(o[1], MAX_TEXT + 1)) for o in pairs if len(o) == 2)  # noqa: PLR2004
    headers, whole = fitting(named)
    content = message.get("content")
    if content is None:
        whole = False
    data, done = unpacked(
        content if isinstance(content, bytes) else b"", header(headers, "content-encoding")
    )
    matters = what == "request" or tells(header(headers, "content-type"))
    if not whole or (not done and matters):
        told.lose("bodies-left-out")
        told.hole(TRAFFIC, f"the body of a {what} was left out, or is packed", at)
    return data, headers


def _security(flow: Mapping[str, Any]) -> tuple[str, str]:
    """What was negotiated: of the app's side and the server's, the weaker. A proxy between them
    hides from the app what the server can do, and from the server what the app can."""
    sides = []
    for name in ("client_conn", "server_conn"):
        side = _dict(flow.get(name))
        version = _str(side.get("tls_version")).replace("TLSv1.0", "TLSv1")
        if version:
            age = _AGE.index(version) if version in _AGE else -1
            sides.append((age, version, _str(side.get("cipher")) or _str(side.get("cipher_name"))))
    _, version, cipher = min(sides, default=(0, "", ""), key=lambda one: one[0])
    return version, cipher


def _address(flow: Mapping[str, Any]) -> str:
    server = _dict(flow.get("server_conn"))
    return _endpoint(server.get("peername") or server.get("ip_address"))[0]


def _endpoint(value: Any) -> tuple[str, int]:
    if isinstance(value, list) and len(value) >= 2:  # noqa: PLR2004
        return _str(value[0]), _port(value[1], 0)
    return "", 0


def _port(value: Any, other: int) -> int:
    return value if isinstance(value, int) and 0 <= value < 1 << 16 else other


def _time(value: Any) -> int | None:
    if isinstance(value, int | float) and 0 < value < LATEST / SECOND:
        return int(value * SECOND)
    return None


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _dict(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _str(value: Any, most: int = 1000) -> str:
    text = value.decode("utf-8", "replace") if isinstance(value, bytes) else value
    return text[:most] if isinstance(text, str) else ""
