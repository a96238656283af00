"""Write the Word templates of the two-page note (hbanalysis/briefing/templates).

An office replaces them by its own.

The layout follows Decree 30/2020/NĐ-CP: A4, Times New Roman 13-14, margins 20/20/30/15 mm, national
title at the right, the office at the left, page number at the top from the second page. Run: python
scripts/make_note_template.py
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from hbanalysis.briefing.files import settled

FOLDER = Path(__file__).resolve().parents[1] / "hbanalysis" / "briefing" / "templates"
FONT, DAY = "Times New Roman", "2024-01-01"
RED = RGBColor(0xB3, 0x32, 0x1B)
TEXTS = {
    "vi": {
        "nation": "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "motto": "Độc lập - Tự do - Hạnh phúc",
        "number": "Số: {{ office.number }}",
        "date": "{{ office.town }}, ngày …… tháng …… năm ……",
        "title": "BÁO CÁO TÓM TẮT",
        "subject": "Tình hình thực hiện các chỉ tiêu {{ period }}",
        "known": "(Số liệu có đến ngày {{ as_of }})",
        "to": "Kính gửi: {{ office.recipient }}",
        "stand": "1. Kết quả thực hiện",
        "behind": "2. Chỉ tiêu chậm, có nguy cơ và đề xuất bổ khuyết",
        "outlook": "3. Dự báo cả năm",
        "proposal": "Đề xuất: ",
        "none": "Không có chỉ tiêu nào chậm, có nguy cơ hoặc không hoàn thành.",
        "annex": "PHỤ LỤC: BẢNG KẾ HOẠCH VÀ THỰC HIỆN, {{ period_upper }}",
        "sources": "Phương pháp và nguồn số liệu",
        "receivers": "Nơi nhận:",
        "above": "- Như trên;",
        "kept": "- Lưu: VT.",
        "lang": "vi-VN",
    },
    "en": {
        "nation": "SOCIALIST REPUBLIC OF VIET NAM",
        "motto": "Independence - Freedom - Happiness",
        "number": "No.: {{ office.number }}",
        "date": "{{ office.town }}, …… …… ……",
        "title": "SUMMARY REPORT",
        "subject": "Where the targets stand, {{ period }}",
        "known": "(Figures known up to {{ as_of }})",
        "to": "To: {{ office.recipient }}",
        "stand": "1. Where the year stands",
        "behind": "2. What is behind or at risk, and proposed remedies",
        "outlook": "3. Outlook for the year",
        "proposal": "Proposal: ",
        "none": "No target is behind, at risk or missed.",
        "annex": "ANNEX: PLAN AGAINST ACTUAL, {{ period_upper }}",
        "sources": "Methods and sources",
        "receivers": "Copies:",
        "above": "- As above;",
        "kept": "- File.",
        "lang": "en-GB",
    },
}
# The columns of the standard table: name of the field, width in mm.
COLUMNS = (
    ("code", 9),
    ("name", 66),
    ("unit", 17),
    ("target", 21),
    ("same_period", 17),
    ("in_period", 16),
    ("actual", 22),
    ("pct_of_plan", 14),
    ("pct_of_same_period", 14),
    ("point", 16),
    ("pct_projected", 14),
    ("assessment", 25),
    ("note", 26),
)


def paragraph(
    place: Any,
    text: str,
    size: float = 13,
    *,
    bold: bool = False,
    italic: bool = False,
    align: Any = ALIGN.LEFT,
    after: float = 0,
    indent: float = 0,
    colour: RGBColor | None = None,
) -> Any:
    """One paragraph in the house's letters."""
    made = place.add_paragraph()
    run = made.add_run(text)
    run.font.size, run.font.bold, run.font.italic = Pt(size), bold, italic
    if colour is not None:
        run.font.color.rgb = colour
    made.alignment = align
    form = made.paragraph_format
    form.space_before, form.space_after, form.line_spacing = Pt(0), Pt(after), 1.0
    if indent:
        form.first_line_indent = Mm(indent)
    return made


def heading(document: Any, text: str, size: float = 13, after: float = 3) -> None:
    """The title of a section, never alone at the foot of a page."""
    paragraph(document, text, size, bold=True, after=after).paragraph_format.keep_with_next = True


def rule(place: Any, width: float) -> None:
    """A short line, as under the motto: the border of a tiny paragraph drawn in from both sides."""
    made = paragraph(place, "", 2, after=3)
    form = made.paragraph_format
    form.left_indent = form.right_indent = Mm(width)
    form.line_spacing, form.space_before = Pt(3), Pt(4)
    borders = OxmlElement("w:pBdr")
    line = OxmlElement("w:top")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
        line.set(qn(f"w:{name}"), value)
    borders.append(line)
    made._p.get_or_add_pPr().append(borders)  # python-docx draws no borders


def wide(table: Any, widths: list[float]) -> None:
    """Fixed widths (mm) of the columns, in the grid and in every cell."""
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
        for cell in column.cells:
            cell.width = Mm(width)


def head(document: Any, texts: dict[str, str]) -> None:
    """Office at the left, national title at the right."""
    table = document.add_table(1, 2)
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    wide(table, [66, 99])
    left, right = table.rows[0].cells
    for cell in (left, right):
        cell._tc.remove(cell.paragraphs[0]._p)  # a cell starts with an empty paragraph
    paragraph(left, "{%p if office.superior %}")
    paragraph(left, "{{ office.superior }}", 12, align=ALIGN.CENTER)
    paragraph(left, "{%p endif %}")
    paragraph(left, "{{ office.name }}", 12, bold=True, align=ALIGN.CENTER)
    rule(left, 20)
    paragraph(left, texts["number"], 13, align=ALIGN.CENTER)
    paragraph(right, texts["nation"], 12, bold=True, align=ALIGN.CENTER)
    paragraph(right, texts["motto"], 13, bold=True, align=ALIGN.CENTER)
    rule(right, 18)
    paragraph(right, texts["date"], 13, italic=True, align=ALIGN.CENTER)


def repeated(
    document: Any,
    loop: str,
    text: str,
    *,
    size: float = 13,
    indent: float = 10,
    after: float = 3,
    bold: bool = False,
) -> None:
    """A paragraph for each entry of a list."""
    paragraph(document, "{%p for item in " + loop + " %}")
    paragraph(document, text, size, indent=indent, after=after, align=ALIGN.JUSTIFY, bold=bold)
    paragraph(document, "{%p endfor %}")


def body(document: Any, texts: dict[str, str]) -> None:
    """The first page."""
    paragraph(document, "", 6)
    paragraph(document, texts["title"], 14, bold=True, align=ALIGN.CENTER)
    paragraph(document, texts["subject"], 14, bold=True, align=ALIGN.CENTER)
    paragraph(document, "{%p if as_of %}")
    paragraph(document, texts["known"], 13, italic=True, align=ALIGN.CENTER)
    paragraph(document, "{%p endif %}")
    rule(document, 60)
    paragraph(document, "{%p if office.recipient %}")
    paragraph(document, texts["to"], 13, align=ALIGN.CENTER, after=4)
    paragraph(document, "{%p endif %}")
    paragraph(document, "{%p if demo %}")
    paragraph(document, "{{ demo }}", 13, bold=True, align=ALIGN.CENTER, after=4, colour=RED)
    paragraph(document, "{%p endif %}")
    heading(document, texts["stand"])
    repeated(document, "standing", "{{ item }}")
    heading(document, texts["behind"])
    paragraph(document, "{%p if not behind %}")
    paragraph(document, texts["none"], 13, indent=10, after=3)
    paragraph(document, "{%p endif %}")
    paragraph(document, "{%p for item in behind %}")
    made = paragraph(
        document, "{{ item.name }}", 13, bold=True, indent=10, after=3, align=ALIGN.JUSTIFY
    )
    for text in (
        " {{ item.standing }} {{ item.need }}",
        "{% if item.proposal %} " + texts["proposal"] + "{{ item.proposal }}{% endif %}",
    ):
        made.add_run(text).font.size = Pt(13)
    paragraph(document, "{%p endfor %}")
    paragraph(document, "{%p if behind_more %}")
    paragraph(document, "{{ behind_more }}", 13, indent=10, after=3, align=ALIGN.JUSTIFY)
    paragraph(document, "{%p endif %}")
    heading(document, texts["outlook"])
    repeated(document, "outlook", "{{ item }}")
    foot(document, texts)


def foot(document: Any, texts: dict[str, str]) -> None:
    """Who gets it, who signs it."""
    table = document.add_table(1, 2)
    wide(table, [80, 85])
    left, right = table.rows[0].cells
    for cell in (left, right):
        cell._tc.remove(cell.paragraphs[0]._p)
    whole = OxmlElement("w:cantSplit")
    table.rows[0]._tr.get_or_add_trPr().append(whole)  # a signature is never torn from its title
    paragraph(left, texts["receivers"], 12, bold=True, italic=True)
    paragraph(left, "{%p if office.recipient %}")
    paragraph(left, texts["above"], 11)
    paragraph(left, "{%p endif %}")
    paragraph(left, texts["kept"], 11)
    paragraph(right, "{{ office.signer_title }}", 13, bold=True, align=ALIGN.CENTER, after=30)
    paragraph(right, "{{ office.signer }}", 13, bold=True, align=ALIGN.CENTER)


def page_number(section: Any, *, first_without: bool) -> None:
    """The page number in the middle of the upper margin.

    The first page has none. , and the mark of synthetic data.
    """
    section.different_first_page_header_footer = first_without
    section.header.is_linked_to_previous = False
    made = section.header.paragraphs[0]
    made.alignment = ALIGN.CENTER
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        run = made.add_run()
        run.font.size = Pt(13)
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.text = text
        run._r.append(mark)  # python-docx knows no fields
    run = made.add_run("{% if demo_mark %}   ·   {{ demo_mark }}{% endif %}")
    run.font.size, run.font.bold, run.font.color.rgb = Pt(11), True, RED


def annex(document: Any, texts: dict[str, str]) -> None:
    """The second page: the standard table, methods and sources."""
    paragraph(document, texts["annex"], 12, bold=True, align=ALIGN.CENTER, after=4)
    table = document.add_table(4, len(COLUMNS))
    table.style, table.alignment = "Table Grid", WD_TABLE_ALIGNMENT.CENTER
    wide(table, [width for _, width in COLUMNS])
    loops = {1: "{%tr for row in rows %}", 3: "{%tr endfor %}"}
    for number, row in enumerate(table.rows):
        for place, (name, _) in enumerate(COLUMNS):
            made = row.cells[place].paragraphs[0]
            text = {0: f"{{{{ head.{name} }}}}", 2: f"{{{{ row.{name} }}}}"}.get(number, "")
            run = made.add_run(loops[number] if number in loops and place == 0 else text)
            run.font.size = Pt(8)
            run.font.bold = number == 0
            wordy = name in ("name", "assessment", "note", "unit")
            made.alignment = (
                ALIGN.CENTER
                if number == 0 or name == "code"
                else ALIGN.LEFT
                if wordy
                else ALIGN.RIGHT
            )
            # Exactly: the signs of the assessment come from other letters and would make their rows
            # higher.
            made.paragraph_format.space_after, made.paragraph_format.line_spacing = Pt(0), Pt(9.2)
        if number == 0:
            mark = OxmlElement("w:tblHeader")
            row._tr.get_or_add_trPr().append(mark)  # python-docx marks no head rows
        whole = OxmlElement("w:cantSplit")
        row._tr.get_or_add_trPr().append(whole)
    tight(table)
    heading(document, texts["sources"], 9, 0)
    repeated(document, "methods", "{{ item }}", size=7.5, indent=0, after=0)


def tight(table: Any) -> None:
    """Narrow margins inside the cells."""
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        one = OxmlElement(f"w:{side}")
        one.set(qn("w:w"), "45")
        one.set(qn("w:type"), "dxa")
        margins.append(one)
    table._tbl.tblPr.append(margins)


def language(document: Any, code: str) -> None:
    """Letters and language of everything that does not say otherwise."""
    style = document.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(13)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{name}"), FONT)
    for name in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{name}"), None)
    default = document.styles.element.find(f".//{qn('w:rPrDefault')}/{qn('w:rPr')}")
    for properties in (style.element.get_or_add_rPr(), default):
        for old in properties.findall(qn("w:lang")):
            properties.remove(old)
        mark = OxmlElement("w:lang")
        for name in ("val", "eastAsia"):
            mark.set(qn(f"w:{name}"), code)
        properties.append(mark)


def template(code: str) -> bytes:
    """The template of one language."""
    texts, document = TEXTS[code], Document()
    language(document, texts["lang"])
    first = document.sections[0]
    first.page_width, first.page_height = Mm(210), Mm(297)
    first.top_margin, first.bottom_margin, first.left_margin, first.right_margin = (
        Mm(20),
        Mm(20),
        Mm(30),
        Mm(15),
    )
    first.header_distance = Mm(10)
    head(document, texts)
    body(document, texts)
    second = document.add_section(WD_SECTION.NEW_PAGE)
    second.orientation, second.page_width, second.page_height = (
        WD_ORIENT.LANDSCAPE,
        Mm(297),
        Mm(210),
    )
    second.top_margin, second.bottom_margin, second.left_margin, second.right_margin = (
        Mm(14),
        Mm(10),
        Mm(10),
        Mm(10),
    )
    second.header_distance = Mm(6)
    annex(document, texts)
    for section, without in zip(document.sections, (True, False), strict=True):
        page_number(section, first_without=without)
    last = next(
        p for p in document.paragraphs if p._p.pPr is not None and p._p.pPr.sectPr is not None
    )
    last.paragraph_format.line_spacing, last.paragraph_format.space_after = Pt(1), Pt(0)
    core = document.core_properties
    core.author, core.title, core.comments, core.language = "", "", "", texts["lang"]
    out = io.BytesIO()
    document.save(out)
    return settled(out.getvalue(), DAY)


def main() -> None:
    """Write both templates."""
    FOLDER.mkdir(exist_ok=True)
    for code in TEXTS:
        (FOLDER / f"brief-{code}.docx").write_bytes(template(code))


if __name__ == "__main__":
    main()
