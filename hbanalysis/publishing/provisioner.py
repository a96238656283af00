"""How a kernel is launched: jupyter_client's own extension point, with a fork of the warm server in place of a start.

Registered as ``hba-kernels`` (an entry point, and at run time, so that a checkout works without being installed anew).
Where there is no warm server, or it has died, the launch is jupyter_client's own.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import subprocess
import sys
import threading
from collections.abc import Iterable
from pathlib import Path
from typing import IO, Any, ClassVar, cast

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning import KernelProvisionerFactory, LocalProvisioner

NAME = "hba-kernels"


class ServerDied(RuntimeError):
    """The warm server is gone; kernels can still be launched the plain way."""


class Server:
    """The process that forks kernels; may be asked from any thread."""

    def __init__(self, runtime: Path, modules: Iterable[str]) -> None:
        command = [sys.executable, "-m", "hbanalysis.publishing.warm", str(runtime), *modules]
        # Its own session: Ctrl-C in the terminal reaches the driver, which then closes the server.
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE,  # noqa: S603
                                         text=True, encoding="utf-8", start_new_session=True)
        self._pipes = cast("tuple[IO[str], IO[str]]", (self._process.stdin, self._process.stdout))
        self._lock, self._ready = threading.Lock(), False

    @property
    def pid(self) -> int:
        """The process id of the server."""
        return self._process.pid

    def _answer(self) -> Any:
        line = self._pipes[1].readline()
        if not line:
            raise ServerDied
        return json.loads(line)

    def fork(self, argv: list[str], cwd: str, env: dict[str, str]) -> ForkedKernel:
        """A fresh kernel. Raises ServerDied when there is nobody to ask."""
        with self._lock:
            try:
                if not self._ready:
                    if self._answer()["threads"] > 1:
                        raise ServerDied  # a library has started a thread: a fork would not be safe
                    self._ready = True
                self._pipes[0].write(json.dumps({"argv": argv, "cwd": cwd, "env": env}) + "\n")
                self._pipes[0].flush()
                return ForkedKernel(int(self._answer()))
            except (OSError, ValueError) as problem:
                raise ServerDied from problem

    def close(self) -> None:
        """End the server and every kernel that is left."""
        for pipe in self._pipes:
            with contextlib.suppress(OSError, ValueError):
                pipe.close()
        try:
            self._process.wait(timeout=5)
        except subprocess.TimeoutExpired:  # still importing
            self._process.kill()
            self._process.wait()


class ForkedKernel:
    """What LocalProvisioner asks of a Popen, for a process that is the server's child and not ours."""

    stdin = stdout = stderr = None

    def __init__(self, pid: int) -> None:
        self.pid, self._handle = pid, -1
        with contextlib.suppress(ProcessLookupError):  # it has ended already
            self._handle = os.pidfd_open(pid)

    def poll(self) -> int | None:
        """None while it runs."""
        if self._handle >= 0 and not select.select([self._handle], [], [], 0)[0]:
            return None
        self._forget()
        return 0

    def wait(self, timeout: float | None = None) -> int:
        """Wait until it has ended."""
        if self._handle >= 0 and not select.select([self._handle], [], [], timeout)[0]:
            raise subprocess.TimeoutExpired("kernel", timeout or 0)
        self._forget()
        return 0

    def _forget(self) -> None:
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1

    def send_signal(self, signum: int) -> None:
        """A signal for it, if it still runs."""
        if self._handle >= 0:
            with contextlib.suppress(ProcessLookupError):
                signal.pidfd_send_signal(self._handle, signum)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it."""
        self.send_signal(signal.SIGKILL)


class Kernels(LocalProvisioner):
    """Launches kernels from the warm server where there is one; keeps account of what runs, to end it on Ctrl-C."""

    server: ClassVar[Server | None] = None
    running: ClassVar[set[Kernels]] = set()

    def __hash__(self) -> int:
        return id(self)

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """One fresh process for a kernel."""
        type(self).running.add(self)
        server = self.server if "ipykernel_launcher" in cmd else None
        forked = self._forked(server, cmd, kwargs) if server else None
        if forked is None:
            return await super().launch_kernel(cmd, **kwargs)
        self.process: Any = forked
        self.pid = self.pgid = forked.pid  # it leads its own group
        self.cwd = kwargs.get("cwd")
        return self.connection_info

    def _forked(self, server: Server, cmd: list[str], kwargs: dict[str, Any]) -> ForkedKernel | None:
        arguments = cmd[cmd.index("ipykernel_launcher") + 1:]
        environment = {str(name): str(value) for name, value in (kwargs.get("env") or os.environ).items()}
        try:
            return server.fork(arguments, str(kwargs.get("cwd") or Path.cwd()), environment)
        except ServerDied:
            type(self).server = None
            return None

    async def cleanup(self, restart: bool = False) -> None:
        """The kernel has ended."""
        type(self).running.discard(self)
        await super().cleanup(restart)


def register() -> None:
    """Make jupyter_client launch every kernel of this process through :class:`Kernels`."""
    from importlib.metadata import EntryPoint

    factory = KernelProvisionerFactory.instance()
    factory.provisioners[NAME] = EntryPoint(NAME, f"{__name__}:Kernels", factory.GROUP_NAME)
    factory.default_provisioner_name = NAME


def unregister() -> None:
    """Give jupyter_client its own way of launching back."""
    KernelProvisionerFactory.instance().default_provisioner_name = "local-provisioner"


def kill_all() -> None:
    """End every kernel that this process has launched and not yet shut down."""
    for kernel in list(Kernels.running):
        process = kernel.process
        if process is not None and process.poll() is None:
            with contextlib.suppress(OSError):
                if kernel.pgid and hasattr(os, "killpg"):
                    os.killpg(kernel.pgid, signal.SIGKILL)
                else:
                    process.kill()
    Kernels.running.clear()
