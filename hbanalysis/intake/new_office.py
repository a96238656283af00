"""A new office's workspace: a folder that gives a first page at once, with examples to replace.

What stands in it is made from the schemas and a few example indicators; the examples' figures are
marked ``demo``, so that no page can be taken for a real one.
"""

from __future__ import annotations

import csv
import io
import re
import shutil
import tempfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from pathlib import Path

from hbanalysis.intake.delivery.recipes import find_recipe
from hbanalysis.intake.names import proper
from hbanalysis.intake.raw.schemas import SCHEMAS
from hbanalysis.vocabulary.errors import HbaError, WrongUsage, nearest
from hbanalysis.vocabulary.terms import DEMO
from hbanalysis.vocabulary.text import match_key, strip_marks

LEVELS = {
    "tỉnh": "province",
    "thành phố": "province",
    "quận": "district",
    "huyện": "district",
    "thị xã": "district",
    "phường": "ward",
    "xã": "commune",
    "thị trấn": "township",
    "đặc khu": "special zone",
}
"""The words that begin a unit's name, and the level each says; ``--level`` takes either."""
# Names that Windows keeps for devices: no folder of a report could be called so.
_RESERVED = {
    "con",
    "prn",
    "aux",
    "nul",
    *(f"{port}{n}" for port in ("com", "lpt") for n in range(10)),
}
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
EXAMPLE_FIGURES = "observations/vi-du.csv"
_SHAPE = (0.7, 0.8, 0.9, 0.95, 1.0, 1.05, 1.0, 0.95, 1.0, 1.1, 1.2, 1.35)

Row = dict[str, str]


@dataclass(frozen=True)
class NewOffice:
    """Whose workspace it is to be: a unit, its level, the unit above it, the year of its plan."""

    name: str
    level: str
    year: int
    parent: str = ""

    @property
    def code(self) -> str:
        """The unit's code, of plain letters, for commands and folders.

        >>> NewOffice("Phường Hồng Bàng", "ward", 2026).code
        'hong-bang'
        """
        return _code(self.name, self.level)


def _code(name: str, level: str) -> str:
    plain = re.sub(r"[^a-z0-9]+", "-", strip_marks(proper(name)).lower()).strip("-")[:40].strip("-")
    return f"{level.replace(' ', '-') or 'office'}-{plain}" if plain in _RESERVED | {""} else plain


def asked_office(name: str, level: str, year: int, parent: str) -> NewOffice:
    """The office that was asked for; WrongUsage for a name or a level that cannot be meant."""
    name, parent = " ".join(name.split()), " ".join(parent.split())
    if not name or _CONTROL.search(name) or not any(map(str.isalpha, name)):
        raise WrongUsage(
            '{found!r} is no name of an office; write --name "Phường ...".', found=name
        )
    return NewOffice(name, _level(level or _spoken_level(name)), year, parent)


def _spoken_level(name: str) -> str:
    key = match_key(name)
    return next((LEVELS[word] for word in LEVELS if key.startswith(f"{match_key(word)} ")), "ward")


def _level(level: str) -> str:
    known = {match_key(word): code for word, code in LEVELS.items()}
    known |= {match_key(code): code for code in LEVELS.values()}
    try:
        return known[match_key(level)]
    except KeyError:
        raise WrongUsage(
            "There is no level {found!r}; the nearest is {near!r}.",
            found=level,
            near=nearest(level, [*LEVELS, *LEVELS.values()]) or "ward",
        ) from None


def example_tables(office: NewOffice, today: date) -> dict[str, list[Row]]:
    """The raw tables of a new office, by the name of their file without suffix."""
    return {
        "indicators": _example_indicators(),
        "territories": _territories(office),
        "targets": _example_targets(office),
        "results_stated": [],
        "scoreboard_stated": [],
        "events": [],
        "observations/vi-du": _example_figures(office, today),
    }


def _example_indicators() -> list[Row]:
    text = (resources.files("hbanalysis") / "data" / "new_office" / "indicators.csv").read_text(
        "utf-8"
    )
    return list(csv.DictReader(io.StringIO(text)))


def _territories(office: NewOffice) -> list[Row]:
    above = _code(office.parent, "province") if office.parent else ""
    own = {"territory": office.code, "name_vi": office.name, "level": office.level, "parent": above}
    if not above:
        return [own]
    if above == office.code:
        above = own["parent"] = f"{above}-tren"
    level = _spoken_level(office.parent) if office.parent else ""
    return [{"territory": above, "name_vi": office.parent, "level": level}, own]


def example_source() -> str:
    """What stands as the source of an example target until somebody replaces it."""
    return "VÍ DỤ: thay bằng số, ngày nghị quyết của đơn vị"


@cache
def example_values() -> dict[str, str]:
    """The target of each example indicator."""
    return {row["indicator"]: row["example_target"] for row in _example_indicators()}


def _example_targets(office: NewOffice) -> list[Row]:
    return [
        {
            "territory": office.code,
            "indicator": row["indicator"],
            "year": str(office.year),
            "value": row["example_target"],
            "unit": row["unit"],
            "comparator_stated": "trở lên",
            "comparator": ">=",
            "plan": f"Hội đồng nhân dân {office.name[0].lower()}{office.name[1:]}",
            "decided": f"{office.year - 1}-12-15",
            "source": example_source(),
            "locator": f"mục {row['clause']}",
            "note": "",
        }
        for row in _example_indicators()
    ]


def _example_figures(office: NewOffice, today: date) -> list[Row]:
    """Three past years and the months of this one that are over, all marked as synthetic."""
    months = [
        (year, month)
        for year in range(office.year - 3, office.year + 1)
        for month in range(1, 13)
        if _reported(year, month) <= today
    ]
    return [
        _figure(office, indicator, year, month)
        for indicator in _example_indicators()
        for year, month in months
    ]


def _reported(year: int, month: int) -> date:
    """The day on which the figures of a month are reported: the sixth of the next."""
    return date(year + month // 12, month % 12 + 1, 6)


def _figure(office: NewOffice, indicator: Row, year: int, month: int) -> Row:
    target, growth = float(indicator["example_target"]), 1.05 ** (year - office.year)
    flow = indicator["measure"] == "flow"
    value = target * growth / 12 * _SHAPE[month - 1] if flow else target - 1.5 + month / 12
    return {
        "territory": office.code,
        "indicator": indicator["indicator"],
        "period": f"{year}-{month:02d}",
        "accumulation": "month",
        "value": f"{value:.{indicator['decimals']}f}",
        "unit": indicator["unit"],
        "status": "final",
        "published": _reported(year, month).isoformat(),
        "calendar": "month",
        "source": DEMO,
        "locator": "số minh hoạ, thay bằng số liệu của đơn vị",
    }


def as_csv(table: str, rows: list[Row]) -> bytes:
    """Rows of a raw table as a file that Excel opens in the right letters."""
    columns = [column.name for column in SCHEMAS[table.partition("/")[0]].columns]
    filled = {name for row in rows for name in row}
    required = {c.name for c in SCHEMAS[table.partition("/")[0]].columns if c.required}
    out = io.StringIO(newline="")
    writer = csv.DictWriter(
        out,
        [name for name in columns if name in filled | required],
        restval="",
        extrasaction="ignore",
        lineterminator="\r\n",
    )
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode("utf-8-sig")


def first_period(office: NewOffice, today: date) -> str:
    """The quarter to look at first: of the running year the last that is over, else the first.

    >>> office = asked_office("Phường Hồng Bàng", "", 2026, "")
    >>> first_period(office, date(2026, 11, 5)), first_period(office, date(2027, 2, 1))
    ('2026-Q3', '2026-Q1')
    """
    over = (today.month - 1) // 3 if office.year == today.year else 1
    return f"{office.year}-Q{max(1, over)}"


def _text(name: str, office: NewOffice, today: date) -> bytes:
    """One of the texts that come with a new office, with its name and year filled in."""
    text = (resources.files("hbanalysis") / "data" / "new_office" / name).read_text("utf-8")
    facts = {"NAME": office.name, "CODE": office.code, "YEAR": str(office.year)}
    facts["PERIOD"] = first_period(office, today)
    for mark, fact in facts.items():
        text = text.replace(f"@{mark}@", fact)
    return text.encode()


def files_of(office: NewOffice, today: date) -> dict[str, bytes]:
    """Every file of a new workspace by its path, but for templates and notebooks."""
    tables = {
        f"data/raw/{name}.csv": as_csv(name, rows)
        for name, rows in example_tables(office, today).items()
    }
    recipe = find_recipe(Path(), "mau-phong-ban")
    return tables | {
        "data/raw/rules.toml": _text("rules.toml", office, today),
        "README.md": _text("README.md", office, today),
        f"data/raw/recipes/{recipe.name}": recipe.read_bytes(),
    }


def start_office(
    folder: Path, files: Mapping[str, bytes], finish: Callable[[Path], None] = lambda _: None
) -> None:
    """Put a new workspace into a folder that does not exist or is empty, whole or not at all.

    ``finish`` adds to the half-made workspace what is made from its tables.
    """
    if folder.exists() and not folder.is_dir():
        raise HbaError("{folder} is a file; nothing was changed.", folder=folder.name)
    if folder.is_dir() and any(folder.iterdir()):
        is_office = (folder / "data" / "raw").is_dir()
        raise HbaError(
            "{folder} is an office's workspace already; nothing was changed."
            if is_office
            else "{folder} is not empty; name a new folder. Nothing was changed.",
            folder=folder.name or str(folder),
        )
    existed = folder.is_dir()
    try:
        _filled(folder, files, finish)
    except OSError as problem:
        if not existed:
            shutil.rmtree(folder, ignore_errors=True)
        raise HbaError(
            "{folder} cannot be written ({problem}); nothing was changed.",
            folder=folder.name,
            problem=problem.strerror or type(problem).__name__,
        ) from problem


def _filled(folder: Path, files: Mapping[str, bytes], finish: Callable[[Path], None]) -> None:
    """Make everything aside within the folder, then move it up; on a failure nothing is left."""
    folder.mkdir(parents=True, exist_ok=True)
    moved: list[Path] = []
    aside = Path(tempfile.mkdtemp(prefix=".hba-", dir=folder))
    try:
        for name, content in files.items():
            path = aside / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        (aside / "reports").mkdir()
        finish(aside)
        for part in sorted(aside.iterdir()):
            part.rename(folder / part.name)
            moved.append(folder / part.name)
    except BaseException:
        for part in moved:
            shutil.rmtree(part, ignore_errors=True)
            with suppress(OSError):
                part.unlink()
        raise
    finally:
        shutil.rmtree(aside, ignore_errors=True)
