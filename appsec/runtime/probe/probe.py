"""The network probe as a collector: mitmproxy as a child program, and what it tells."""

import json
import os
import subprocess
from collections import deque
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path
from threading import Condition, Thread
from typing import IO, Any

from appsec.engine.declaration.matching import covers, is_for_everybody
from appsec.facts.traffic import Presented
from appsec.model.hostname import plain
from appsec.model.text import visible
from appsec.model.trace import BY_PROXY, CA_TRUSTED, CAPTURE, Phase, State
from appsec.runtime.collect import CollectError
from appsec.runtime.probe.authority import Authority
from appsec.runtime.probe.home import Home
from appsec.runtime.probe.plan import HostTold, Opened, Plan
from appsec.runtime.probe.told import Told
from appsec.runtime.probe.ways import client_of, has_ipv6
from appsec.runtime.run_folder import RunFolder

_BOOT = (
    "import runpy, sys; sys.path.append(sys.argv.pop(1));"
    " runpy.run_module('inside', run_name='__main__', alter_sys=True)"
)
"""What lies beside `inside` is found after all that the environment has, and replaces nothing."""
_MAX_LINE = 64 << 20
_KEPT = ("HOME", "LANG", "LC_ALL", "PATH", "TMPDIR")
"""Never the variable that would have TLS secrets written down."""
_WITHIN = 60.0


class Probe:
    """Implements `Collector`. One probe serves one run, from `start` to `stop`.

    What it records lies in the phase in which it began; a phase counts as captured only if the
    probe ran before its mark and until the next. So the probe is started before the first mark and
    told to `present` before the mark that follows the step TLS.
    """

    def __init__(self, plan: Plan, home: Home) -> None:
        self._plan = plan
        self._home = home
        self._state = Condition()
        self._answered = 0
        self._asked = 0
        self._trouble = ""
        self._tested: set[str] = set()
        self._child: subprocess.Popen[bytes] | None = None
        self._errors: deque[str] = deque(maxlen=20)
        self._threads: list[Thread] = []
        self._run: RunFolder | None = None
        self._told: Told | None = None
        self._stopping = False
        self.opened: tuple[Opened, ...] = ()
        self.authority: Authority | None = None

    def start(self, run: RunFolder) -> None:
        """Begins; the ports are then in `opened`. Raises CollectError."""
        python, self.authority = self._home.python, self._home.authority()
        self._run, self._told = run, Told(run, self._plan.hosts)
        try:
            self._child = subprocess.Popen(
                [str(python), "-I", "-B", "-c", _BOOT, str(Path(__file__).parent)],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                cwd=self._home.folder, umask=0o077, start_new_session=True,
                env={name: os.environ[name] for name in _KEPT if name in os.environ},
            )  # fmt: skip
        except OSError as error:
            raise CollectError(f"The network probe does not start 無法啟動: {error}") from error
        child = self._child
        for target, pipe in ((self._listen, child.stdout), (self._complain, child.stderr)):
            self._threads.append(Thread(target=target, args=(pipe,), daemon=True))
            self._threads[-1].start()
        self._send(self._settings(self.authority))
        with self._state:
            self._state.wait_for(lambda: self.opened or self._trouble, _WITHIN)
        if not self.opened:
            self._end()
            self._child = None
            raise CollectError(
                f"The network probe does not start 無法啟動網路擷取: {self._why()}\n"
                "Is the port free, and the address one of this machine?"
                " 請確認連接埠未被占用，且位址屬於本機。"
            )
        self._write(State(CAPTURE, True, run.now, "" if self._plan.whole else BY_PROXY))
        self._noted(())

    def stop(self) -> None:
        """Tells what is under way and ends; a second time it does nothing. Never raises."""
        if self._child is None or self._run is None or self._told is None:
            return
        with suppress(CollectError):
            self._ask({"open": False})
        self._stopping = True
        self._end()
        try:
            self._told.not_seen(tuple(sorted(self._tested)))
        except OSError as error:
            self._failed(f"disk: {error.strerror}")
        self._write(State(CAPTURE, False, self._run.now))
        self._child = None

    @property
    def trouble(self) -> str:
        """Why it ended by itself, or no longer records; empty if it does."""
        return self._trouble

    def present(self, certificate: str, hosts: Collection[str] = ()) -> None:
        """From now on these declared hosts (none named: all) are shown this certificate, a value of
        Presented; GENUINE is the server's own, untouched. Their connections are closed, and all
        that was seen is written before this returns. Raises CollectError, ValueError."""
        certificate = Presented(certificate)
        for host in hosts:
            if not any(covers(one, host) for one in self._plan.hosts):
                raise CollectError(
                    f"{host} is not declared: only declared hosts are looked into\n"
                    f"{host} 未列於自有主機，不予攔截。"
                )
        self._ask({"certificate": str(certificate), "hosts": list(map(plain, hosts))})
        self._noted(hosts)

    def settle(self) -> None:
        """Returns when all that the probe saw by now is written. Raises CollectError."""
        self._ask({})

    def trusted(self, how: str) -> None:
        """Somebody made sure that the store which the app trusts has the probe's CA: Android's
        system store, or full trust on iOS. Only so do refusals of an app that never took the valid
        certificate show that it pins, and that it looks at dates and names."""
        if self._run is not None:
            self._write(State(CA_TRUSTED, True, self._run.now, visible(how)))

    def told(self, host: str) -> HostTold:
        """What is known of a host by now."""
        assert self._told is not None
        return self._told.told(host)

    @property
    def hosts(self) -> tuple[str, ...]:
        """The declared hosts; a pattern stands for the hosts of it that were seen."""
        return self._told.hosts if self._told else self._plan.hosts

    @property
    def reached(self) -> bool:
        """Whether a device asked the probe for its CA: the way to it works."""
        return self._told is not None and self._told.reached

    # The child program.

    def _settings(self, authority: Authority) -> dict[str, Any]:
        plan, ports = self._plan, [self._plan.port] + [0] * len(self._plan.modes)
        return {
            "hosts": [plain(one) for one in plan.hosts if not is_for_everybody(one)],
            "modes": [
                f"{mode}@{plan.listen}:{port}"
                for mode, port in zip(plan.modes, ports, strict=False)
            ],
            "listen": plan.listen,
            "certificate": str(plan.certificate),
            "resolved": {plain(name): [address, port] for name, address, port in plan.resolved},
            "upstream_ca": str(plan.upstream_ca.resolve()) if plan.upstream_ca else "",
            "soon": plan.soon,
            "ipv6": has_ipv6(),
            "authority": str(authority.file.resolve()),
            "folder": str(self._home.folder.resolve()),
        }

    def _ask(self, command: dict[str, Any]) -> None:
        """Has the child do something, and waits until all that it saw before is written."""
        with self._state:
            self._asked += 1
            number = self._asked
        if self._child is None or self._trouble or not self._send({**command, "number": number}):
            raise CollectError(f"The network probe ended 網路擷取已中斷: {self._why()}")
        with self._state:
            done = lambda: self._answered >= number or self._trouble  # noqa: E731
            if not self._state.wait_for(done, _WITHIN) or self._trouble:
                raise CollectError(f"The network probe does not answer 無回應: {self._why()}")

    def _send(self, line: dict[str, Any]) -> bool:
        assert self._child is not None and self._child.stdin is not None
        try:
            self._child.stdin.write(json.dumps(line).encode("ascii") + b"\n")
            self._child.stdin.flush()
        except (OSError, ValueError):
            return False
        return True

    def _end(self) -> None:
        """Hangs up, which ends the child; it is killed if it does not."""
        child = self._child
        assert child is not None
        assert child.stdin is not None
        with suppress(OSError):
            child.stdin.close()
        try:
            child.wait(_WITHIN / 4)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
        for thread in self._threads:
            thread.join(_WITHIN)
        for pipe in (child.stdout, child.stderr):
            if pipe is not None:
                pipe.close()

    def _listen(self, pipe: IO[bytes]) -> None:
        """Takes lines until the child ends; goes on reading if nothing can be written any more."""
        while line := pipe.readline(_MAX_LINE):
            try:
                event = json.loads(line)
            except (ValueError, RecursionError):
                self._failed("a line that is none")
                continue
            self._event(event if isinstance(event, dict) else {})
        if not self._stopping:
            self._failed("mitmproxy ended")

    def _event(self, event: dict[str, Any]) -> None:
        assert self._told is not None
        match event.get("t"):
            case "ready":
                with self._state:
                    self.opened = _opened(event)
                    self._state.notify_all()
            case "done":
                with self._state:
                    self._answered = max(self._answered, int(event.get("number", 0)))
                    self._state.notify_all()
            case _ if not self._trouble:
                try:
                    self._told.take(event)
                except OSError as error:
                    self._failed(f"disk: {error.strerror}")
                except (TypeError, ValueError) as error:
                    self._failed(f"a line that is none: {error}")

    def _complain(self, pipe: IO[bytes]) -> None:
        while line := pipe.readline(_MAX_LINE):
            self._errors.append(visible(line.decode("utf-8", "replace").rstrip())[:300])

    def _failed(self, why: str) -> None:
        """From here on nothing is captured: the phase is not whole."""
        with self._state:
            first, self._trouble = not self._trouble, self._trouble or why
            self._state.notify_all()
        if first and self._run is not None and self.opened:
            self._write(State(CAPTURE, False, self._run.now, visible(why)[:300]))

    def _why(self) -> str:
        return " ".join([self._trouble, *list(self._errors)[-3:]]).strip() or "no answer"

    def _write(self, state: State) -> None:
        assert self._run is not None
        self._run.recorder.write([state])

    def _noted(self, hosts: Collection[str]) -> None:
        """In the step TLS a host that never comes by is one that was not tested."""
        assert self._run is not None
        if self._run.phase is Phase.TLS:
            self._tested.update(map(plain, hosts or self._plan.hosts))


def _opened(event: dict[str, Any]) -> tuple[Opened, ...]:
    """Where the child listens; what a WireGuard client is told."""
    found = []
    for one in event.get("opened", ()):
        for address, port in one["addresses"][:1]:
            told = str(one["client"])
            client = client_of(told, str(address), int(port)) if told else ""
            found.append(Opened(str(one["mode"]), str(address), int(port), client))
    return tuple(found)
