"""Write the Word templates of the two-page note (hbanalysis/briefing/templates).

An office replaces them by its own.

The layout follows Decree 30/2020/NĐ-CP: A4, Times New Roman 13-14, margins 20/20/30/15 mm, national
title at the right, the office at the left, page number at the top from the second page. How every
paragraph looks is said by its style (note_styles.py). Run: python scripts/make_note_template.py
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.opc.constants import RELATIONSHIP_TYPE as KIND
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.shared import Mm
from note_styles import FONT, font_table, settings, styles
from office_parts import theme, without_relations

from hbanalysis.briefing.files import program_properties, settled
from hbanalysis.briefing.note import described

FOLDER = Path(__file__).resolve().parents[1] / "hbanalysis" / "briefing" / "templates"
DAY = "2024-01-01"
FOREIGN = ("stylesWithEffects", "customXml", "numbering", "webSettings", "thumbnail")
TEXTS = {
    "vi": {
        "nation": "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "motto": "Độc lập - Tự do - Hạnh phúc",
        "party": "ĐẢNG CỘNG SẢN VIỆT NAM",
        "number": "Số: {{ office.number }}",
        "date": "{{ office.town }}, ngày …… tháng …… năm ……",
        "title": "BÁO CÁO",
        "subject": "Tóm tắt tình hình thực hiện các chỉ tiêu {{ period }}",
        "known": "(Số liệu tính đến ngày {{ as_of }})",
        "to": "Kính gửi: {{ office.recipient }}",
        "stand": "1. Kết quả thực hiện",
        "behind": "2. Chỉ tiêu chưa bảo đảm tiến độ và đề xuất bổ khuyết nhiệm vụ, giải pháp",
        "outlook": "3. Dự báo cả năm",
        "proposal": "Đề xuất: ",
        "none": "Mọi chỉ tiêu đã đánh giá đều đạt hoặc đúng tiến độ.",
        "annex": "PHỤ LỤC: TÌNH HÌNH THỰC HIỆN CÁC CHỈ TIÊU, {{ period_upper }}",
        "sources": "Phương pháp và nguồn số liệu",
        "receivers": "Nơi nhận:",
        "above": "- Như trên;",
        "kept": "- Lưu: VT.",
        "letterhead": "Cơ quan ban hành và Quốc hiệu",
        "signature": "Nơi nhận và người ký",
        "layout": "Bảng dàn trang, không có dòng tiêu đề.",
        "annex_says": "Mỗi dòng là một chỉ tiêu: kế hoạch năm, kết quả thực hiện, dự báo cả năm"
        " và đánh giá. Dòng đầu là tên cột.",
        "lang": "vi-VN",
    },
    "en": {
        "nation": "SOCIALIST REPUBLIC OF VIET NAM",
        "motto": "Independence - Freedom - Happiness",
        "party": "COMMUNIST PARTY OF VIET NAM",
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
        "letterhead": "Issuing office and national title",
        "signature": "Copies and signature",
        "layout": "A table for layout only, without a header row.",
        "annex_says": "Each row is one target: annual plan, results, year-end projection and"
        " assessment. The first row holds the column names.",
        "lang": "en-GB",
    },
}
# The columns of the standard table by the name of their field, in mm for Vietnamese and English
# words: 281 together, the width of a page across.
COLUMNS = {
    "code": (8, 8),
    "name": (70, 60),
    "unit": (19, 19.5),
    "target": (18, 19),
    "same_period": (15.5, 16),
    "in_period": (15, 15.5),
    "actual": (27, 26),
    "pct_of_plan": (13, 13),
    "pct_of_same_period": (13, 14),
    "point": (15, 17.5),
    "pct_projected": (13, 18),
    "assessment": (25, 23.5),
    "note": (29.5, 31),
}
WORDS = ("name", "assessment", "note", "unit")


def paragraph(holder: Any, style: str, text: str = "") -> Any:
    """One paragraph in a style; how it looks is the style's matter."""
    return holder.add_paragraph(text, style=style)


def rule(holder: Any, width: float) -> None:
    """A short line, as under the motto: the border of a tiny paragraph drawn in from both sides."""
    form = paragraph(holder, "Letter Rule").paragraph_format
    form.left_indent = form.right_indent = Mm(width)


def when(holder: Any, condition: str, *styled: tuple[str, str]) -> None:
    """Paragraphs that are there only when a condition holds."""
    paragraph(holder, "Template Command", "{%p if " + condition + " %}")
    for style, text in styled:
        paragraph(holder, style, text)
    paragraph(holder, "Template Command", "{%p endif %}")


def each(holder: Any, values: str, style: str) -> None:
    """A paragraph for each entry of a list."""
    paragraph(holder, "Template Command", "{%p for item in " + values + " %}")
    paragraph(holder, style, "{{ item }}")
    paragraph(holder, "Template Command", "{%p endfor %}")


def wide(table: Any, widths: list[float]) -> None:
    """Fixed widths (mm) of the columns, in the grid and in every cell."""
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
        for cell in column.cells:
            cell.width = Mm(width)


def side_by_side(document: Any, widths: list[float], texts: dict[str, str], name: str) -> Any:
    """Two cells beside each other: a table for its places only, which says so and has no head."""
    table = document.add_table(1, 2)
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    wide(table, widths)
    look = table._tbl.tblPr.find(qn("w:tblLook"))  # python-docx marks a head row in every table
    look.attrib.clear()
    for flag in ("firstRow", "lastRow", "firstColumn", "lastColumn", "noHBand", "noVBand"):
        look.set(qn(f"w:{flag}"), "0")
    look.set(qn("w:val"), "0000")
    described(table, texts[name], texts["layout"])
    for cell in table.rows[0].cells:
        cell._tc.remove(cell.paragraphs[0]._p)  # a cell starts with an empty paragraph
    return table.rows[0]


def head(document: Any, texts: dict[str, str]) -> None:
    """Office at the left; at the right the national title, or the Party's name in its form."""
    left, right = side_by_side(document, [66, 99], texts, "letterhead").cells
    when(left, "office.superior", ("Letterhead", "{{ office.superior }}"))
    paragraph(left, "Letterhead Strong", "{{ office.name }}")
    paragraph(left, "Template Command", "{%p if office.form != 'party' %}")
    rule(left, 20)
    paragraph(left, "Template Command", "{%p else %}")
    paragraph(left, "Letter Number", "*")
    paragraph(left, "Template Command", "{%p endif %}")
    paragraph(left, "Letter Number", texts["number"])
    when(
        right,
        "office.form != 'party'",
        ("Letterhead Strong", texts["nation"]),
        ("Motto", texts["motto"]),
    )
    when(right, "office.form == 'party'", ("Motto", texts["party"]))
    rule(right, 18)
    paragraph(right, "Date", texts["date"])


def body(document: Any, texts: dict[str, str]) -> None:
    """The first page."""
    paragraph(document, "Title", texts["title"])
    paragraph(document, "Subtitle", texts["subject"])
    when(document, "as_of", ("Date", texts["known"]))
    rule(document, 60)
    when(document, "office.recipient", ("Salutation", texts["to"]))
    when(document, "demo", ("Notice", "{{ demo }}"))
    paragraph(document, "heading 1", texts["stand"])
    each(document, "standing", "Body Text")
    paragraph(document, "heading 1", texts["behind"])
    when(document, "not behind", ("Body Text", texts["none"]))
    paragraph(document, "Template Command", "{%p for item in behind %}")
    text = paragraph(document, "Body Text")
    text.add_run("{{ item.name }}", style="Strong")
    text.add_run(" {{ item.standing }} {{ item.need }}")
    text.add_run("{% if item.proposal %} " + texts["proposal"] + "{{ item.proposal }}{% endif %}")
    paragraph(document, "Template Command", "{%p endfor %}")
    when(document, "behind_more", ("Body Text", "{{ behind_more }}"))
    paragraph(document, "heading 1", texts["outlook"])
    each(document, "outlook", "Body Text")
    foot(document, texts)


def foot(document: Any, texts: dict[str, str]) -> None:
    """Who gets it, who signs it."""
    row = side_by_side(document, [80, 85], texts, "signature")
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # never torn from its title
    left, right = row.cells
    paragraph(left, "Receivers Head", texts["receivers"])
    when(left, "office.recipient", ("Receivers", texts["above"]))
    paragraph(left, "Receivers", texts["kept"])
    paragraph(right, "Signature", "{{ office.signer_title }}").paragraph_format.space_after = Mm(11)
    paragraph(right, "Signature", "{{ office.signer }}")


def page_number(section: Any, *, first_without: bool) -> None:
    """Page number at the top, but for the first page, and the mark of synthetic data."""
    section.different_first_page_header_footer = first_without
    section.header.is_linked_to_previous = False
    number = section.header.paragraphs[0]
    number.style = "header"
    field = OxmlElement("w:fldSimple")  # python-docx knows no fields
    field.set(qn("w:instr"), " PAGE ")
    field.append(number.add_run("2")._r)
    number._p.append(field)
    number.add_run("{% if demo_mark %}   ·   {{ demo_mark }}{% endif %}", style="Notice Mark")


def annex(document: Any, texts: dict[str, str]) -> None:
    """The second page: the standard table, methods and sources."""
    paragraph(document, "Annex Title", texts["annex"])
    table = document.add_table(4, len(COLUMNS), style="Table Grid")
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    language = list(TEXTS).index(texts["lang"][:2])
    wide(table, [widths[language] for widths in COLUMNS.values()])
    described(table, texts["annex"], texts["annex_says"])
    for number, row in enumerate(table.rows):
        for position, name in enumerate(COLUMNS):
            cell = row.cells[position].paragraphs[0]
            cell.text, cell.style = annex_cell(number, position, name)
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        if number == 0:
            row._tr.trPr.append(OxmlElement("w:tblHeader"))  # python-docx marks no head rows
    paragraph(document, "heading 2", texts["sources"])
    each(document, "methods", "Annex Sources")


def annex_cell(row: int, position: int, name: str) -> tuple[str, str]:
    """Text and style of a cell: the head, the loop's start, the row that is repeated, its end."""
    loops = {1: "{%tr for row in rows %}", 3: "{%tr endfor %}"}
    if row in loops:
        return loops[row] if position == 0 else "", "Annex Text"
    if row == 0:
        return f"{{{{ head.{name} }}}}", "Annex Head"
    code = "Annex Code" if name == "code" else "Annex Number"
    return f"{{{{ row.{name} }}}}", "Annex Text" if name in WORDS else code


def bare(texts: dict[str, str]) -> Any:
    """A document with nothing of the library's default one: our styles, settings and theme."""
    document = Document()
    part: Any = document.part
    package: Any = part.package
    for holder in (part, package):
        without_relations(holder, *FOREIGN)
    part.part_related_by(KIND.STYLES)._element = parse_xml(styles(texts["lang"]))
    part.part_related_by(KIND.SETTINGS)._element = parse_xml(settings(texts["lang"]))
    part.part_related_by(KIND.FONT_TABLE)._blob = font_table()
    part.part_related_by(KIND.THEME)._blob = theme(FONT)
    package.part_related_by(KIND.EXTENDED_PROPERTIES)._blob = program_properties(
        "Microsoft Office Word"
    )
    return document


def sheets(document: Any) -> tuple[Any, Any]:
    """The two pages: upright with the margins of a letter, then across for the annex."""
    first, second = document.sections
    for section, edges in ((first, (20, 20, 30, 15, 10)), (second, (11, 5, 8, 8, 5))):
        top, bottom, left, right, header = map(Mm, edges)
        section.top_margin, section.bottom_margin = top, bottom
        section.left_margin, section.right_margin = left, right
        section.header_distance = header
    first.page_width, first.page_height = Mm(210), Mm(297)
    second.orientation = WD_ORIENT.LANDSCAPE
    second.page_width, second.page_height = Mm(297), Mm(210)
    return first, second


def template(code: str) -> bytes:
    """The template of one language."""
    texts = TEXTS[code]
    document = bare(texts)
    head(document, texts)
    body(document, texts)
    document.add_section(WD_SECTION.NEW_PAGE)
    break_mark = document.paragraphs[-1]
    break_mark.style = "Section End"
    annex(document, texts)
    for section, without in zip(sheets(document), (True, False), strict=True):
        page_number(section, first_without=without)
    core = document.core_properties
    core.author, core.comments, core.language = "", "", texts["lang"]
    core.title = f"{texts['title']} {{{{ period }}}}"
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
