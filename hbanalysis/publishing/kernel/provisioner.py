"""How a kernel is launched: jupyter_client's own extension point, forking the warm server.

Registered as ``hba-kernels`` (an entry point, and at run time, so that a checkout works without
being installed anew). Where there is no warm server, or it has died, the launch is jupyter_client's
own.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
from pathlib import Path
from typing import Any, ClassVar

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning import KernelProvisionerFactory, LocalProvisioner

from hbanalysis.intake import machine
from hbanalysis.publishing.kernel.server import ForkedKernel, Server, ServerDied

NAME = "hba-kernels"


class WarmKernelProvisioner(LocalProvisioner):
    """Launches kernels from the warm server where there is one.

    It keeps account of what runs, to end it on Ctrl-C.
    """

    server: ClassVar[Server | None] = None
    running: ClassVar[set[WarmKernelProvisioner]] = set()
    open: ClassVar[bool] = True

    def __hash__(self) -> int:
        return id(self)

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """One fresh process for a kernel."""
        type(self).running.add(self)
        server = self.server if "ipykernel_launcher" in cmd else None
        forked = self._forked(server, cmd, kwargs) if server else None
        if forked is None:
            # What a program in a cell writes comes back as output; a plain kernel would repeat it
            # on our own output.
            info = await super().launch_kernel(cmd, **kwargs | {"stdout": subprocess.DEVNULL})
        else:
            self.process: Any = forked
            self.pid = self.pgid = forked.pid  # it leads its own group
            self.cwd, info = kwargs.get("cwd"), self.connection_info
        if not self.open:  # everything has been told to end while this one was starting
            kill_all()
        return info

    def _forked(
        self, server: Server, cmd: list[str], kwargs: dict[str, Any]
    ) -> ForkedKernel | None:
        arguments = cmd[cmd.index("ipykernel_launcher") + 1 :]
        environment = {
            str(name): str(value) for name, value in (kwargs.get("env") or os.environ).items()
        }
        try:
            return server.fork(arguments, str(kwargs.get("cwd") or Path.cwd()), environment)
        except ServerDied:
            type(self).server = None
            return None

    async def cleanup(self, restart: bool = False) -> None:
        """The kernel has ended; had it died, what it had started would live on."""
        type(self).running.discard(self)
        if self.pgid and not restart:
            machine.end_group(self.pgid)
        await super().cleanup(restart)


def register() -> None:
    """Launch every kernel of this process through :class:`WarmKernelProvisioner`."""
    from importlib.metadata import EntryPoint

    WarmKernelProvisioner.open = True
    factory = KernelProvisionerFactory.instance()
    factory.provisioners[NAME] = EntryPoint(
        NAME, f"{__name__}:WarmKernelProvisioner", factory.GROUP_NAME
    )
    factory.default_provisioner_name = NAME


def unregister() -> None:
    """Give jupyter_client its own way of launching back."""
    KernelProvisionerFactory.instance().default_provisioner_name = "local-provisioner"


def kill_all() -> None:
    """End every kernel that this process has launched and not yet shut down.

    What starts after this ends at once.
    """
    WarmKernelProvisioner.open = False
    for kernel in list(WarmKernelProvisioner.running):
        process = kernel.process
        if process is not None and process.poll() is None:
            with contextlib.suppress(OSError):
                if not (kernel.pgid and machine.end_group(kernel.pgid)):
                    process.kill()
    WarmKernelProvisioner.running.clear()
