"""The words of a web page, a line for each block, table cells with tabs between them."""

from __future__ import annotations

from html.parser import HTMLParser

_BLOCKS = {"p", "div", "li", "ul", "ol", "br", "hr", "section", "article", "main", "pre", "dt"}
_BLOCKS |= {"h1", "h2", "h3", "h4", "h5", "h6", "header", "footer", "dd"}
_UNSEEN = {"script", "style", "noscript", "template", "svg", "head", "nav", "form", "button"}
_VOID = {"br", "hr"}
_WIDEST = 60


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.unseen: list[str] = []
        self.cells = 0
        self.below: dict[int, int] = {}  # columns that a cell further up fills, for so many rows
        self.blanks = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNSEEN:
            self.unseen.append(tag)
        if tag == "table":
            self.below = {}
        if tag == "tr":
            self.cells = self.blanks = 0
            self.parts.append("\n")
        elif tag in ("td", "th"):
            self._cell(dict(attrs))
        elif tag in _BLOCKS:
            self.parts.append(" " if self.cells else "\n")
            if tag == "li" and not self.cells:
                self.parts.append("- ")

    def _cell(self, attrs: dict[str, str | None]) -> None:
        """Begin a cell; one that is merged over columns or rows leaves empty ones in its way."""
        self._blank(self.blanks)
        self._skip()
        self.parts.append("\t" if self.cells else "")
        wide, high = (_span(attrs.get(name)) for name in ("colspan", "rowspan"))
        if high > 1:
            self.below |= dict.fromkeys(range(self.cells, self.cells + wide), high - 1)
        self.blanks = wide - 1
        self.cells += 1

    def _blank(self, count: int) -> None:
        for _ in range(count):
            self.parts.append("\t" if self.cells else "")
            self.cells += 1
        self.blanks = 0

    def _skip(self) -> None:
        """Leave the columns free that cells further up fill."""
        while self.below.get(self.cells):
            self.below[self.cells] -= 1
            self._blank(1)

    def _end_row(self) -> None:
        if self.cells:
            self._blank(self.blanks)
            self._skip()
            self.cells = 0

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN and tag in self.unseen:
            while self.unseen.pop() != tag:
                pass
        if tag in ("tr", "table"):
            self._end_row()
            self.parts.append("\n")
        elif tag in _BLOCKS and tag not in _VOID and not self.cells:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.unseen:
            self.parts.append(data.replace("\n", " "))


def _span(printed: str | None) -> int:
    """How many columns or rows a cell takes; 1 where nothing or nonsense is said."""
    return min(max(int(printed), 1), _WIDEST) if printed and printed.strip().isdecimal() else 1


def html_text(page: str) -> str:
    """The visible words of a page.

    >>> html_text("<p>Chỉ tiêu</p><table><tr><td>Hộ nghèo</td><td>0,5%</td></tr></table>").split()
    ['Chỉ', 'tiêu', 'Hộ', 'nghèo', '0,5%']
    """
    words = _Words()
    words.feed(page)
    words.close()
    lines = "".join(words.parts).split("\n")
    return "\n".join(
        "\t".join(" ".join(cell.split()) for cell in line.split("\t")) for line in lines
    )
