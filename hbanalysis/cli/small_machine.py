"""What a shell's limits leave too little of, said before libraries abort without a word."""

from __future__ import annotations

from hbanalysis.intake import machine
from hbanalysis.vocabulary.errors import HbaError, refuse_all
from hbanalysis.vocabulary.messages import N_

TOO_FEW_FILES = N_(
    "A program may have only {found} files open here, making pages needs {needed} (ulimit -n)."
)
TOO_LITTLE_MEMORY = N_(
    "A program may use only {found} MB of memory here, making pages needs {needed} (ulimit -v)."
)


def refuse_a_small_machine(needed: int) -> None:
    """Raise what is too little: open files, or megabytes of memory below ``needed``."""
    files, memory = machine.files_at_once(), machine.megabytes()
    refuse_all(
        HbaError(text, found=available, needed=enough)
        for text, available, enough in (
            (TOO_FEW_FILES, files, machine.FEW_FILES),
            (TOO_LITTLE_MEMORY, memory, needed),
        )
        if available is not None and available < enough
    )
