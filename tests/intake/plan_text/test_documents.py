"""Documents of every kind: the same rows from txt, docx, pdf and html; refusals in one sentence."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
import pytest

from hbanalysis.intake.plan_text import read_plan
from hbanalysis.intake.plan_text.rows import PlanDraft
from hbanalysis.vocabulary.errors import HbaError
from tests.intake.plan_text.drafts import TEXTS

TEXT = (TEXTS / "phuong-2026.txt").read_text(encoding="utf-8")


def figures(draft: PlanDraft) -> list[tuple[object, ...]]:
    return [(row.kind, row.year, row.value, row.unit, row.comparator) for row in draft.rows]


def as_docx(path: Path) -> Path:
    made = docx.Document()
    for line in TEXT.splitlines():
        made.add_paragraph(line)
    made.save(str(path))
    return path


def as_html(path: Path) -> Path:
    lines = "".join(f"<p>{line}</p>\n" for line in TEXT.splitlines())
    path.write_text(f"<html><head><title>x</title></head><body>{lines}</body></html>", "utf-8")
    return path


def as_utf16(path: Path) -> Path:
    path.write_bytes(TEXT.replace("\n", "\r\n").encode("utf-16"))
    return path


@pytest.mark.parametrize(
    ("name", "write"), [("a.docx", as_docx), ("a.html", as_html), ("a.txt", as_utf16)]
)
def test_every_kind_of_file_gives_the_rows_of_the_text(
    name: str, write: object, tmp_path: Path
) -> None:
    plain = tmp_path / "plain.txt"
    plain.write_text(TEXT, encoding="utf-8")
    drafted = read_plan(write(tmp_path / name))[0]
    assert figures(drafted) == figures(read_plan(plain)[0])


def test_a_text_file_is_quoted_by_its_own_letters(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(TEXT, encoding="utf-8")
    for row in read_plan(path)[0].rows:
        assert " ".join(TEXT[row.char_start : row.char_end].split()) == row.quote


def test_deleted_words_are_not_read_and_inserted_ones_are(tmp_path: Path) -> None:
    made = docx.Document()
    made.add_paragraph("CHỈ TIÊU NĂM 2026")
    paragraph = made.add_paragraph("- Thu ngân sách đạt ")
    w = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    for tag, inner, number in (("del", "delText", "70"), ("ins", "t", "75")):
        change = paragraph._p.makeelement(f"{{{w}}}{tag}", {})
        run = change.makeelement(f"{{{w}}}r", {})
        text = run.makeelement(f"{{{w}}}{inner}", {})
        text.text = f"{number} tỷ đồng"
        run.append(text)
        change.append(run)
        paragraph._p.append(change)
    made.save(str(tmp_path / "a.docx"))
    (row,) = read_plan(tmp_path / "a.docx")[0].rows
    assert (row.value, row.unit) == (75, "tỷ đồng")


def bomb(path: Path) -> Path:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * 310_000_000)
    path.write_bytes(out.getvalue())
    return path


def broken_zip(path: Path) -> Path:
    path.write_bytes(as_docx(path).read_bytes()[:-200])
    return path


def workbook(path: Path) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.xml", "<x/>")
    return path


def content(data: bytes):
    def write(path: Path) -> Path:
        path.write_bytes(data)
        return path

    return write


@pytest.mark.parametrize(
    ("name", "write", "says"),
    [
        ("a.docx", bomb, "unpacks to more than"),
        ("a.docx", broken_zip, "is not a Word document"),
        ("a.docx", workbook, "is not a Word document"),
        ("a.doc", content(b"\xd0\xcf\x11\xe0" + b"x" * 900), "old Word format"),
        ("a.rtf", content(b"{\\rtf1 Thu ngan sach"), "old Word format"),
        ("a.txt", content(b" \n\t "), "holds no text"),
        ("a.txt", content(b"\x7fELF\x02\x01\x00\x00" + bytes(range(256)) * 9), "not a document"),
        ("a.txt", content("Toång saûn phaåm trong nöôùc ñaït 5%".encode()), "VNI"),
        ("a.pdf", content(b"%PDF-1.7\nnothing"), "cannot be read as PDF"),
        ("~$a.docx", content(b"x"), "lock file"),
    ],
)
def test_what_cannot_be_read_is_refused_in_a_sentence(
    name: str, write: object, says: str, tmp_path: Path
) -> None:
    with pytest.raises(HbaError, match=says) as refused:
        read_plan(write(tmp_path / name))
    assert "\n" not in str(refused.value)


def test_a_folder_and_a_missing_file_are_refused(tmp_path: Path) -> None:
    for path, says in ((tmp_path, "is a folder"), (tmp_path / "no.txt", "There is no file")):
        with pytest.raises(HbaError, match=says):
            read_plan(path)


def test_an_endless_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Thu ngân sách đạt 5 tỷ đồng.\n" * 80_000, encoding="utf-8")
    with pytest.raises(HbaError, match="more than 1000000 letters"):
        read_plan(path)


def test_tcvn3_letters_are_read(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    old = "chØ tiªu n¨m 2026\n- Tæng thu ng©n s¸ch ®¹t 75 tû ®ång"
    path.write_bytes(old.encode("latin-1"))
    (row,) = read_plan(path)[0].rows
    assert (row.year, row.name, row.unit) == (2026, "Tổng thu ngân sách", "tỷ đồng")
