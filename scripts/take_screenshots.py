"""Take the pictures of guides and README: pages by chromium, the review workbook by LibreOffice.

Run: python scripts/take_screenshots.py WORKSPACE [--review REVIEW.xlsx]. The workspace is a new one
(``hba init``, then ``hba report``): its figures are examples and every page says so. Or, with the
first pages of this repository's report (``hba report 2024-Q3``, in both languages) for the README:
python scripts/take_screenshots.py . --readme. Without chromium or LibreOffice a picture stays as it
is, and that is said.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import tempfile
from pathlib import Path

from PIL import Image

DOCS = Path(__file__).resolve().parents[1] / "docs"
PICTURES, OF_README = DOCS / "vi" / "hinh", DOCS / "pictures"
PAGES = {"trang-chu": "index.html", "ke-hoach": "01-plan-against-actual.html"}
WIDTH, HEIGHT, COLOURS = 1000, 700, 64


def main() -> None:
    """Take every picture that the programs at hand can take."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("workspace", type=Path)
    asked.add_argument("--review", type=Path)
    asked.add_argument("--readme", action="store_true")
    given = asked.parse_args()
    workspace = given.workspace.resolve()
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        if given.readme:
            first_pages(workspace, Path(folder))
            return
        report = next(workspace.glob("reports/*/*/vi"))
        for name, page in PAGES.items():
            shot = page_picture(report / page, Path(folder) / f"{name}.png")
            keep(shot, name, (0, 0, WIDTH, HEIGHT))
        if given.review:
            keep(sheet_picture(given.review.resolve(), Path(folder)), "bang-duyet", None)


def first_pages(workspace: Path, folder: Path) -> None:
    """The first screen of each territory's report, in each language it was made in."""
    for page in sorted(workspace.glob("reports/h*/2024-Q3/*/index.html")):
        name = f"{page.parts[-4]}-{page.parts[-2]}"
        shot = page_picture(page, folder / f"{name}.png")
        keep(shot, name, (0, 0, WIDTH, HEIGHT), OF_README)


def page_picture(page: Path, picture: Path) -> Path | None:
    """The upper part of a page as chromium shows it."""
    words = ["--headless=new", "--no-sandbox", "--hide-scrollbars", f"--screenshot={picture}"]
    words += [f"--window-size={WIDTH},{HEIGHT}", page.as_uri()]
    return picture if ran("chromium", *words) else None


def sheet_picture(workbook: Path, folder: Path) -> Path | None:
    """The upper left of a workbook's first sheet."""
    words = ["--headless", "--convert-to", "pdf", "--outdir", str(folder), str(workbook)]
    if not ran("soffice", *words):
        return None
    pdf, out = folder / f"{workbook.stem}.pdf", folder / "sheet"
    if not ran("pdftoppm", "-r", "220", "-png", "-l", "1", str(pdf), str(out)):
        return None
    found = next(folder.glob("sheet*.png"))
    with Image.open(found) as whole:
        dark = whole.convert("L").point([255 if light < 250 else 0 for light in range(256)])
        left, top = (dark.getbbox() or (0, 0))[:2]
        whole.crop((left, top, left + 1900, top + 900)).save(found)
    return found


def ran(program: str, *words: str) -> bool:
    """Whether a program is here and did its work."""
    found = shutil.which(program)
    if found is None:
        print(f"{program} is not installed; its picture stays as it was")
        return False
    done = subprocess.run([found, *words], capture_output=True, check=False, timeout=120)  # noqa: S603
    return done.returncode == 0


def keep(
    shot: Path | None,
    name: str,
    box: tuple[int, int, int, int] | None,
    home: Path = PICTURES,
) -> None:
    """Store a picture with few colours, small enough for a guide."""
    if shot is None or not shot.is_file():
        return
    with Image.open(shot) as whole:
        part = whole.crop(box) if box else whole
        part.thumbnail((WIDTH, HEIGHT))
        small = part.convert("RGB").quantize(COLOURS)
        small.save(home / f"{name}.png", optimize=True)
    print(home / f"{name}.png", (home / f"{name}.png").stat().st_size, "bytes")


if __name__ == "__main__":
    main()
