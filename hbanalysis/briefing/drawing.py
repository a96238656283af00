"""Pictures of figures as files, drawn here and by a second Python beside it: a pack has dozens."""

from __future__ import annotations

import io
import pickle
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import IO, Any

from hbanalysis.intake.machine import cores, nothing_to_search
from hbanalysis.presentation.picture import Picture
from hbanalysis.presentation.picture_files import as_file, as_pixels

DPI = 300
COLOURS, PLAIN = 128, 16
"""Colours of a PNG, and how many of them are those of plain areas, kept exactly."""
WORTH = 12
"""Pictures from which on a second Python, which takes a second to begin, is worth it."""
SHARE = 0.6
"""Of the pictures that the second one draws: the first makes slides, note and workbook too."""


@dataclass(frozen=True)
class Order:
    """A picture that is wanted as a file: as a PNG so many inches wide, else as a PDF."""

    file: str
    picture: Picture
    accent: str
    title: str = ""
    inches: float = 0.0


def draw(order: Order) -> bytes:
    """The file of one picture."""
    if order.inches:
        return png(order.picture, order.inches, order.accent)
    return as_file(order.picture, "pdf", title=order.title, accent=order.accent)


def png(picture: Picture, width: float, accent: str) -> bytes:
    """The picture as a PNG that is ``width`` inches wide at 300 dpi, however wide it was drawn.

    A chart has few colours, which stay what they are, and many shades of its edges. Most of it is
    runs of one colour, so colours are looked up once for each run.
    """
    import numpy as np
    from PIL import Image

    pixels = as_pixels(picture, width, DPI, accent)
    height, wide = pixels.shape[:2]
    flat = np.ascontiguousarray(pixels).view("<u4").ravel()
    starts = np.concatenate([[0], np.flatnonzero(flat[1:] != flat[:-1]) + 1])
    lengths = np.diff(starts, append=flat.size)
    known, inverse = np.unique(flat[starts], return_inverse=True)
    palette, places = _palette(known, np.bincount(inverse, weights=lengths))
    shown = np.repeat(places[inverse], lengths).reshape(height, wide)
    image, out = Image.fromarray(shown, "P"), io.BytesIO()
    image.putpalette(palette)
    image.save(out, format="PNG", dpi=(DPI, DPI))
    return out.getvalue()


def _palette(known: Any, counts: Any) -> tuple[bytes, Any]:
    """A palette for colours that occur so often, and the place of each of them in it."""
    import numpy as np
    from PIL import Image

    red_green_blue = known.view(np.uint8).reshape(-1, 4)[:, :3]
    plain = np.argsort(-counts, kind="stable")[:PLAIN]
    every = Image.fromarray(red_green_blue[np.newaxis])
    shades = every.quantize(COLOURS - PLAIN)
    places = np.array(every.quantize(palette=shades, dither=Image.Dither.NONE))[0]
    colours = bytes(shades.getpalette() or ())
    places[plain] = len(colours) // 3 + np.arange(len(plain))
    return colours + red_green_blue[plain].tobytes(), places


@contextmanager
def drawn_beside(orders: list[Order]) -> Iterator[Callable[[], dict[str, bytes]]]:
    """Have a good half drawn by a second Python; what is given draws the rest and gives all.

    The bytes are the same whoever draws. Where there is one core, or the second one fails, the
    first draws everything.
    """
    share = round(SHARE * len(orders)) if len(orders) >= WORTH and cores() > 1 else 0
    parted = sorted(orders, key=lambda order: order.inches)  # one alone reads fonts for PDF
    with ExitStack() as stack:
        asked = _asked(stack, parted[:share]) if share else None

        def all_drawn() -> dict[str, bytes]:
            here = {order.file: draw(order) for order in parted[share:]}
            there = _answered(*asked) if asked else {}
            left = {order.file: draw(order) for order in parted[:share] if order.file not in there}
            return {order.file: (here | there | left)[order.file] for order in orders}

        yield all_drawn


def _asked(stack: ExitStack, orders: list[Order]) -> tuple[Any, IO[bytes]] | None:
    """A second Python with its part of the pictures, and the file into which it writes."""
    with suppress(OSError):
        task, answer = TemporaryFile(), TemporaryFile()  # noqa: SIM115 (closed by the stack)
        stack.push(task)
        stack.push(answer)
        pickle.dump(orders, task)
        task.seek(0)
        command = [sys.executable, "-P", "-m", __name__]
        streams: Any = {"stdin": task, "stdout": answer, "stderr": subprocess.DEVNULL}
        other = subprocess.Popen(command, **streams)  # noqa: S603 (our own module)
        stack.callback(other.wait)
        stack.callback(other.kill)  # comes first: nobody waits for what is not wanted any more
        return other, answer
    return None


def _answered(other: Any, answer: IO[bytes]) -> dict[str, bytes]:
    """What the second Python has drawn; nothing when it failed."""
    if other.wait() != 0:
        return {}
    answer.seek(0)
    drawn: dict[str, bytes] = pickle.load(answer)  # noqa: S301 (written by our own module)
    return drawn


def main() -> None:
    """Draw what stands in the standard input: the second Python's work."""
    orders = pickle.load(sys.stdin.buffer)  # noqa: S301 (written by our own module)
    with nothing_to_search():  # the first picture brings what draws
        drawn = {order.file: draw(order) for order in orders[:1]}
    drawn |= {order.file: draw(order) for order in orders[1:]}
    pickle.dump(drawn, sys.stdout.buffer)


if __name__ == "__main__":
    main()
