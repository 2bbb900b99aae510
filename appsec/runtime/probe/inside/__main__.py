"""Starts mitmproxy with our addons, and does what the parent says until it hangs up."""

import asyncio
import json
import logging
import sys
from pathlib import Path
from threading import Thread
from typing import Any

from mitmproxy import master, options
from mitmproxy.addons import (
    block,
    core,
    disable_h2c,
    dns_resolver,
    errorcheck,
    proxyserver,
    strip_dns_https_records,
    tlsconfig,
    update_alt_svc,
)
from mitmproxy.connection import ConnectionState
from mitmproxy.proxy.mode_servers import WireGuardServerInstance

from .book import MAX_BODY, Book, say
from .contents import Contents
from .handshakes import Handshakes, Routes
from .names import Names
from .present import Certificates

_LINE = 1 << 20
_PATIENCE = 5.0
_SWEEP = 0.2


class Server(proxyserver.Proxyserver):
    """mitmproxy's own, which takes two modes that ask for any free port for a mistake."""

    name = "proxyserver"

    def configure(self, updated: set[str]) -> None:
        super().configure(updated - {"mode"})


class Parent:
    """Tells the parent when the ports are open, and takes its commands."""

    def __init__(self, book: Book, contents: Contents) -> None:
        self._book = book
        self._contents = contents
        self._sweeps: asyncio.Task[None] | None = None
        self.server = Server()

    async def running(self) -> None:
        opened = []
        for one in self.server.servers:
            client = one.client_conf() if isinstance(one, WireGuardServerInstance) else ""
            opened.append({
                "mode": one.mode.full_spec.partition("@")[0],
                "addresses": [[str(a[0]), int(a[1])] for a in one.listen_addrs],
                "client": client or "",
            })  # fmt: skip
        say("ready", opened=opened)
        self._sweeps = asyncio.create_task(self._sweep_always())

    async def command(self, given: dict[str, Any]) -> None:
        """Shows another certificate from now on: who has a connection must make a new one. Answers
        once all that went before is told."""
        hosts = [str(one) for one in given.get("hosts", ())]
        await self._sweep()
        if "certificate" in given:
            self._book.present(str(given["certificate"]), hosts)
            # All of them before a mark: what passes through is of the phase in which it begins.
            await self._close({self._book.declared(one) for one in hosts} if hosts else None)
        if not given.get("open", True):
            await self._close(None)
            self._contents.settle()
        say("done", number=given.get("number", 0))

    async def _sweep_always(self) -> None:
        while True:
            await asyncio.sleep(_SWEEP)
            await self._sweep()

    async def _sweep(self) -> None:
        """Ends connections whose clients left without a request. mitmproxy does not, if the last
        words of a client were that it cancels, as Java's are."""
        ending = []
        for handler in list(self.server.connections.values()):
            conn, io = self._book.of(handler.client.id), handler.transports.get(handler.client)
            gone = not handler.client.state & ConnectionState.CAN_READ
            if gone and conn.established and not conn.told and io is not None and io.handler:
                io.handler.cancel("client is gone")
                ending.append(io.handler)
        if ending:
            await asyncio.wait(ending, timeout=_PATIENCE)

    async def _close(self, declared: set[str] | None) -> None:
        """Closes the connections with these hosts, or all of them."""
        ending = []
        for handler in list(self.server.connections.values()):
            conn = self._book.of(handler.client.id)
            if declared is None or self._book.declared(conn.host) in declared - {""}:
                io = handler.transports.get(handler.client)
                if io is not None and io.handler is not None:
                    conn.cut = True
                    io.handler.cancel("certificate changed")
                    ending.append(io.handler)
        if ending:
            await asyncio.wait(ending, timeout=_PATIENCE)
        # What follows the end of a connection is told in a turn of its own.
        waited = 0.0
        while waited < _PATIENCE and any(o.cut and o.live for o in self._book.conns.values()):
            await asyncio.sleep(0.01)
            waited += 0.01


async def serve(given: dict[str, Any]) -> None:
    """Runs until the parent's end of the input is closed."""
    book = Book(tuple(given["hosts"]), float(given["soon"]))
    book.present(given["certificate"], ())
    certificates = await asyncio.to_thread(Certificates, Path(given["authority"]))
    contents = Contents(book, certificates.authority)
    parent = Parent(book, contents)
    resolved = {name.lower(): (str(to[0]), int(to[1])) for name, to in given["resolved"].items()}
    run = master.Master(options.Options())
    run.addons.add(
        core.Core(), block.Block(), Handshakes(book, certificates), contents,
        Names(book, resolved, ipv6=given["ipv6"]), strip_dns_https_records.StripDnsHttpsRecords(),
        disable_h2c.DisableH2C(), update_alt_svc.UpdateAltSvc(), parent.server,
        dns_resolver.DnsResolver(), Routes(book), tlsconfig.TlsConfig(),
        errorcheck.ErrorCheck(repeat_errors_on_stderr=True), parent,
    )  # fmt: skip
    run.options.update(
        confdir=given["folder"], mode=given["modes"], listen_host=given["listen"],
        connection_strategy="lazy", upstream_cert=False, keep_host_header=True,
        tls_version_server_min="TLS1", stream_large_bodies=f"{MAX_BODY >> 20}m",
        ssl_verify_upstream_trusted_ca=given["upstream_ca"] or None,
        validate_inbound_headers=False, http3=False,
    )  # fmt: skip
    loop = asyncio.get_running_loop()
    Thread(target=_listen, args=(loop, parent, run), daemon=True).start()
    await run.run()


def _listen(loop: asyncio.AbstractEventLoop, parent: Parent, run: master.Master) -> None:
    while line := sys.stdin.buffer.readline(_LINE):
        asyncio.run_coroutine_threadsafe(parent.command(json.loads(line)), loop).result()
    run.shutdown()


def main() -> None:
    """Takes the settings from the first line."""
    logging.basicConfig(level=logging.ERROR, stream=sys.stderr, format="%(message)s")
    asyncio.run(serve(json.loads(sys.stdin.buffer.readline(_LINE))))


if __name__ == "__main__":
    main()
