"""How a fresh kernel is greeted: jupyter_client's own client, without its pause at the start."""

from __future__ import annotations

import asyncio
import contextlib
from queue import Empty

from jupyter_client.asynchronous.client import AsyncKernelClient

_HEARD, _ANSWERED = 0.2, 1.0


class PromptClient(AsyncKernelClient):
    """Is ready as soon as the kernel answers and is heard."""

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        """Wait for an answer on the shell and a message on the output channel: no output is missed.

        The base class then listens another fifth of a second for what may be left; nbclient needs
        no such silence, as it tells messages apart by what they answer. Raises RuntimeError when
        the kernel dies, TimeoutError after ``timeout`` seconds.
        """
        async with asyncio.timeout(timeout):
            while True:
                self.kernel_info()
                with contextlib.suppress(Empty):
                    if (await self.get_shell_msg(timeout=_ANSWERED))[
                        "msg_type"
                    ] == "kernel_info_reply":
                        await self.get_iopub_msg(timeout=_HEARD)
                        return
                if not await self.is_alive():
                    raise RuntimeError("The kernel died before it answered")
