"""The driver's side of the warm server: fork or start it, ask it for kernels, end it."""

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
from typing import IO, Any, cast

from hbanalysis.intake import machine
from hbanalysis.publishing.kernel.warm import become_server


class ServerDied(RuntimeError):
    """The warm server is gone; kernels can still be launched the plain way."""


class Server:
    """The process that forks kernels; may be asked from any thread."""

    def __init__(
        self, process: subprocess.Popen[str] | ForkedKernel, requests: IO[str], answers: IO[str]
    ) -> None:
        self._process, self._pipes = process, (requests, answers)
        self._lock, self._ready = threading.Lock(), False

    @property
    def pid(self) -> int:
        """The process id of the server."""
        return self._process.pid

    def _tell(self, request: Any) -> None:
        self._pipes[0].write(json.dumps(request) + "\n")
        self._pipes[0].flush()

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
                    if not self._answer()["single"]:
                        raise ServerDied  # a library has started a thread: a fork would not be safe
                    self._ready = True
                self._tell({"argv": argv, "cwd": cwd, "env": env})
                return ForkedKernel(int(self._answer()))
            except (OSError, ValueError) as problem:
                raise ServerDied from problem

    def close(self) -> None:
        """End the server and every kernel that is left."""
        if not self._ready:  # still importing, and without kernels
            self._process.kill()
        for pipe in self._pipes:
            with contextlib.suppress(OSError, ValueError):
                pipe.close()
        try:
            self._process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        if isinstance(self._process, ForkedKernel):
            with contextlib.suppress(ChildProcessError):
                os.waitpid(self.pid, 0)


def start_server(runtime: str, modules: Iterable[str]) -> Server:
    """A warm server as a process of its own, importing what the notebooks import."""
    command = [sys.executable, "-m", "hbanalysis.publishing.kernel.warm", runtime, *modules]
    # Its own session: Ctrl-C in the terminal reaches the driver, which then closes the server.
    process = subprocess.Popen(  # noqa: S603 (our own interpreter and module)
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        **machine.own_group(),
    )
    return Server(process, *cast("tuple[IO[str], IO[str]]", (process.stdin, process.stdout)))


def fork_server(runtime: str) -> Server:
    """A warm server as a copy of this process.

    The process must have a single thread and have done the imports.
    """
    asked, answered = os.pipe(), os.pipe()
    for stream in (sys.stdout, sys.stderr):
        if stream:  # there is none when it was closed at the start
            stream.flush()
    child = os.fork()
    if not child:
        os.close(asked[1])
        os.close(answered[0])
        become_server(runtime, asked[0], answered[1])
    os.close(asked[0])
    os.close(answered[1])
    return Server(
        ForkedKernel(child),
        os.fdopen(asked[1], "w", encoding="utf-8"),
        os.fdopen(answered[0], encoding="utf-8"),
    )


class ForkedKernel:
    """What LocalProvisioner asks of a Popen, for a child of the server's and not of ours."""

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
