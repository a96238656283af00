"""Which recipe reads a file when nobody says so: the one that fits, never a guess."""

from __future__ import annotations

from pathlib import Path

from hbanalysis.intake.delivery.prepare import Delivery, prepare
from hbanalysis.intake.delivery.recipes import known_recipes
from hbanalysis.vocabulary.errors import HbaError

NO_RECIPE = (
    "No recipe reads {file} (tried: {found}); name one with --recipe, or write one as"
    " docs/deliveries.md shows."
)
OF_THE_FILE = {"not-a-workbook", "too-large", "csv-encoding", "open-quote", "lock-file"}
SEVERAL_RECIPES = "Several recipes read {file}: {found}; name one of them with --recipe."


def prepare_by_any(root: Path, path: Path, received: str = "") -> Delivery:
    """Read a delivery by the one recipe that fits; HbaError when none does, or several do."""
    names = list(known_recipes(root))
    tried = [prepare(root, path, name, received) for name in names]
    former = [one for one in tried if any(f.rule == "already-imported" for f in one.findings)]
    fitting = former[:1] or [one for one in tried if not one.blocked]
    if len(fitting) == 1:
        return fitting[0]
    damaged = [one for one in tried if any(f.rule in OF_THE_FILE for f in one.findings)]
    if damaged:
        return damaged[0]  # the file itself is at fault, whatever the recipe
    if fitting:
        fit = ", ".join(one.recipe.name for one in fitting)
        raise HbaError(SEVERAL_RECIPES, file=path.name, found=fit)
    raise HbaError(NO_RECIPE, file=path.name, found=", ".join(names))
