"""How the cells of the departments' workbook look."""

from __future__ import annotations

from typing import Any


def styles_of(book: Any) -> dict[str, Any]:
    """The formats of a book by what they are for."""
    base = {"font_name": "Times New Roman", "font_size": 12, "valign": "vcenter"}
    cell = {**base, "border": 1, "border_color": "#8C9BA8"}
    open_cell = {**cell, "locked": False, "align": "right"}
    shade = "#EDF1F5"
    kinds = {
        "title": {**base, "bold": True, "font_size": 15, "font_color": "#1F3B57"},
        "hint": {**base, "italic": True, "font_size": 11, "font_color": "#5A6672"},
        "field": {**base, "bold": True, "align": "right"},
        "fixed": {**base, "bg_color": shade, "border": 1, "border_color": "#8C9BA8"},
        "entry": {**base, "locked": False, "border": 1, "border_color": "#8C9BA8", "align": "left"},
        "day": {
            **base,
            "locked": False,
            "border": 1,
            "border_color": "#8C9BA8",
            "num_format": "dd/mm/yyyy",
            "align": "left",
        },
        "head": {
            **cell,
            "bold": True,
            "align": "center",
            "text_wrap": True,
            "bg_color": "#1F3B57",
            "font_color": "#FFFFFF",
        },
        "code": {**cell, "bg_color": shade, "align": "center"},
        "choice": {**cell, "locked": False, "align": "center"},
        "name": {**cell, "bg_color": shade, "text_wrap": True},
        "wrap": {**base, "text_wrap": True, "valign": "top"},
        "number": {**base, "align": "center", "valign": "top", "bold": True},
    }
    made = {name: book.add_format(kind) for name, kind in kinds.items()}
    made["typed"] = book.add_format({"num_format": "#,##0.00####"})
    for decimals in range(4):
        made[f"open{decimals}"] = book.add_format(
            {**open_cell, "num_format": "#,##0" + (".0" + "#" * (decimals - 1) if decimals else "")}
        )
    return made
