"""The styles of the note's Word template, as Decree 30/2020/NĐ-CP wants the letters.

They are built-in styles by their own names, so that navigation, exported PDF and screen readers
know a title from a heading, and a few of our own for the head of an official letter and the annex.
"""

from __future__ import annotations

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
FONT, RED = "Times New Roman", "8A1A5B"
LETTER = 13  # points: the letters of the text


def sized(points: float, *marks: str, colour: str = "") -> str:
    """Properties of letters in the order of the schema: bold, italic, colour, size."""
    bold = "<w:b/><w:bCs/>" if "bold" in marks else ""
    italic = "<w:i/><w:iCs/>" if "italic" in marks else ""
    tone = f'<w:color w:val="{colour}"/>' if colour else ""
    half = round(points * 2)
    return f'{bold}{italic}{tone}<w:sz w:val="{half}"/><w:szCs w:val="{half}"/>'


def spaced(
    align: str = "left",
    *,
    before: float = 0,
    after: float = 0,
    exact: float = 0,
    first: float = 0,
    together: bool = False,
    level: int | None = None,
    border: bool = False,
) -> str:
    """Properties of a paragraph in the order of the schema; points, ``first`` in mm."""
    line = f' w:line="{round(exact * 20)}" w:lineRule="exact"' if exact else ""
    return (
        ("<w:keepNext/>" if together else "")
        + ('<w:pBdr><w:top w:val="single" w:sz="6" w:space="1"/></w:pBdr>' if border else "")
        + f'<w:spacing w:before="{round(before * 20)}" w:after="{round(after * 20)}"{line}/>'
        + (f'<w:ind w:firstLine="{round(first * 56.7)}"/>' if first else "")
        + f'<w:jc w:val="{align}"/>'
        + (f'<w:outlineLvl w:val="{level}"/>' if level is not None else "")
    )


# Name, paragraph, letters, style it is based on. Small names are Word's own built-in ones.
PARAGRAPHS: tuple[tuple[str, str, str, str], ...] = (
    ("Title", spaced("center", before=6), sized(14, "bold"), "Normal"),
    ("Subtitle", spaced("center"), sized(14, "bold"), "Normal"),
    ("heading 1", spaced(after=3, together=True, level=0), sized(LETTER, "bold"), "Normal"),
    ("heading 2", spaced(together=True, level=1), sized(9, "bold"), "Normal"),
    ("Body Text", spaced("both", after=3, first=10), "", "Normal"),
    ("Salutation", spaced("center", after=4), "", "Normal"),
    ("Date", spaced("center"), sized(LETTER, "italic"), "Normal"),
    ("Signature", spaced("center"), sized(LETTER, "bold"), "Normal"),
    ("header", spaced("center"), "", "Normal"),
    ("Letterhead", spaced("center"), sized(12), "Normal"),
    ("Letterhead Strong", spaced("center"), sized(12, "bold"), "Normal"),
    ("Motto", spaced("center"), sized(LETTER, "bold"), "Normal"),
    ("Letter Number", spaced("center"), "", "Normal"),
    ("Letter Rule", spaced(before=4, after=3, exact=3, border=True), sized(2), "Normal"),
    ("Notice", spaced("center", after=4), sized(LETTER, "bold", colour=RED), "Normal"),
    ("Receivers Head", spaced(), sized(12, "bold", "italic"), "Normal"),
    ("Receivers", spaced(), sized(11), "Normal"),
    ("Template Command", spaced(), sized(9, colour="5C6470"), "Normal"),
    ("Section End", spaced(exact=1), sized(1), "Normal"),
    ("Annex Title", spaced("center", after=4, together=True, level=0), sized(12), "heading 1"),
    ("Annex Head", spaced("center", exact=10.3), sized(9, "bold"), "Normal"),
    ("Annex Text", spaced(exact=10), sized(9), "Normal"),
    ("Annex Code", spaced("center", exact=10), sized(9), "Normal"),
    ("Annex Number", spaced("right", exact=10), sized(9), "Normal"),
    ("Annex Sources", spaced("both"), sized(9), "Normal"),
)
OURS = ("Letter", "Motto", "Notice", "Receivers", "Template", "Section End", "Annex")


def identifier(name: str) -> str:
    """The id of a style: its name without spaces, each word with a capital.

    >>> identifier("heading 1"), identifier("Body Text")
    ('Heading1', 'BodyText')
    """
    return "".join(word[:1].upper() + word[1:] for word in name.split())


def _paragraph(name: str, form: str, letters: str, base: str) -> str:
    own = ' w:customStyle="1"' if name.startswith(OURS) else ""
    follows = "BodyText" if "ead" in name else identifier(name)
    return (
        f'<w:style w:type="paragraph"{own} w:styleId="{identifier(name)}">'
        f'<w:name w:val="{name}"/><w:basedOn w:val="{identifier(base)}"/>'
        f'<w:next w:val="{follows}"/><w:qFormat/><w:pPr>{form}</w:pPr><w:rPr>{letters}</w:rPr>'
        "</w:style>"
    )


def _edges(*sides: str) -> str:
    return "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>' for side in sides
    )


def _table_styles() -> str:
    """The plain table, and the one with lines for the annex, narrow inside."""
    sides = "".join(
        f'<w:{side} w:w="{width}" w:type="dxa"/>'
        for side, width in (("top", 0), ("left", 45), ("bottom", 0), ("right", 45))
    )
    plain = sides.replace('"45"', '"108"')
    return (
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal">'
        '<w:name w:val="Normal Table"/><w:uiPriority w:val="99"/><w:semiHidden/>'
        f'<w:unhideWhenUsed/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar>{plain}'
        "</w:tblCellMar></w:tblPr></w:style>"
        '<w:style w:type="table" w:styleId="TableGrid"><w:name w:val="Table Grid"/>'
        '<w:basedOn w:val="TableNormal"/><w:tblPr><w:tblBorders>'
        f"{_edges('top', 'left', 'bottom', 'right', 'insideH', 'insideV')}"
        f"</w:tblBorders><w:tblCellMar>{sides}</w:tblCellMar></w:tblPr></w:style>"
    )


def styles(language: str) -> bytes:
    """``word/styles.xml``: what the note uses and nothing else."""
    fonts = "".join(f' w:{kind}="{FONT}"' for kind in ("ascii", "hAnsi", "eastAsia", "cs"))
    letters = (
        f"<w:rFonts{fonts}/>{sized(LETTER)}"
        f'<w:lang w:val="{language}" w:eastAsia="{language}" w:bidi="ar-SA"/>'
    )
    marks = (
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/>'
        "</w:style>"
        '<w:style w:type="character" w:styleId="Strong"><w:name w:val="Strong"/><w:qFormat/>'
        "<w:rPr><w:b/><w:bCs/></w:rPr></w:style>"
        '<w:style w:type="character" w:customStyle="1" w:styleId="NoticeMark">'
        f'<w:name w:val="Notice Mark"/><w:rPr>{sized(11, "bold", colour=RED)}</w:rPr></w:style>'
        '<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/>'
        "<w:semiHidden/></w:style>"
    )
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<w:styles xmlns:w="{WORD}"><w:docDefaults><w:rPrDefault><w:rPr>{letters}</w:rPr>'
        '</w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:before="0" w:after="0" w:line="240"'
        ' w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>'
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>'
        f"<w:qFormat/><w:rPr><w:rFonts{fonts}/>{sized(LETTER)}</w:rPr></w:style>"
        + marks
        + "".join(_paragraph(*row) for row in PARAGRAPHS)
        + _table_styles()
        + "</w:styles>"
    ).encode()


def settings(language: str) -> bytes:
    """``word/settings.xml``: as Word 2013 and later lay a document out."""
    where = "http://schemas.microsoft.com/office/word"
    kept = "".join(
        f'<w:compatSetting w:name="{name}" w:uri="{where}" w:val="{value}"/>'
        for name, value in (
            ("compatibilityMode", 15),
            ("overrideTableStyleFontSizeAndJustification", 1),
            ("enableOpenTypeFeatures", 1),
            ("doNotFlipMirrorIndents", 1),
            ("differentiateMultirowTableHeaders", 1),
        )
    )
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<w:settings xmlns:w="{WORD}"><w:zoom w:percent="100"/><w:defaultTabStop w:val="720"/>'
        '<w:characterSpacingControl w:val="doNotCompress"/>'
        f'<w:compat>{kept}</w:compat><w:themeFontLang w:val="{language}"/>'
        '<w:clrSchemeMapping w:bg1="light1" w:t1="dark1" w:bg2="light2" w:t2="dark2"'
        ' w:accent1="accent1" w:accent2="accent2" w:accent3="accent3" w:accent4="accent4"'
        ' w:accent5="accent5" w:accent6="accent6" w:hyperlink="hyperlink"'
        ' w:followedHyperlink="followedHyperlink"/>'
        '<w:decimalSymbol w:val="."/><w:listSeparator w:val=","/></w:settings>'
    ).encode()


def font_table() -> bytes:
    """``word/fontTable.xml``: the one family, with the one that stands in for it."""
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<w:fonts xmlns:w="{WORD}"><w:font w:name="{FONT}"><w:altName w:val="Liberation Serif"/>'
        '<w:panose1 w:val="02020603050405020304"/><w:charset w:val="00"/>'
        '<w:family w:val="roman"/><w:pitch w:val="variable"/></w:font></w:fonts>'
    ).encode()
