"""Write every sentence with blanks as an example in both languages, to be read aloud.

``make sentences`` writes ``build/sentences.md``: what a catalogue of templates hides (a capital in
the middle, "1 indicators", a unit said twice) is heard in a filled sentence. It is made when it is
wanted and not kept: each change of a word would make it stale.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from babel.messages.pofile import read_po

from hbanalysis.vocabulary.language import FILES
from hbanalysis.vocabulary.messages import CONTEXT_ENDS

ROOT = Path(__file__).resolve().parents[1]
LOCALE = ROOT / "hbanalysis" / "vocabulary" / "locale"
BLANK = re.compile(r"{(\w+)[^}]*}")
NUMBERS = {
    **dict.fromkeys(("n", "count", "behind", "good", "met", "missed", "done", "right"), "3"),
    **dict.fromkeys(("total", "all", "of", "all_steps", "denominator", "asked"), "26"),
    **dict.fromkeys(("months", "month", "early", "m", "after"), "9"),
    **dict.fromkeys(("year", "last", "term_last"), "2024"),
}
AMOUNTS = ("target", "actual", "amount", "point", "low", "high", "gap", "needed", "before", "now")
SHARES = ("pct", "share", "chance", "miss", "in80", "in95", "within", "factor", "change")
SAID = {
    "vi": dict.fromkeys(AMOUNTS, "1.516,66 tỷ đồng")
    | dict.fromkeys(SHARES, "72,3%")
    | {
        "place": "quận Hồng Bàng",
        "name": "thu ngân sách",
        "names": "thu ngân sách (3), giới thiệu việc làm (8)",
        "period": "quý III/2024",
        "when": "9 tháng năm 2024",
        "day": "05/10/2024",
        "due": "31/12/2024",
        "unit": "tỷ đồng",
        "word": "chậm",
        "source": "Nghị quyết 13/12/2023",
        "owner": "Phòng Tài chính - Kế hoạch",
        "plan": "dự toán",
    },
    "en": dict.fromkeys(AMOUNTS, "VND 1,516.66 bn")
    | dict.fromkeys(SHARES, "72.3%")
    | {
        "place": "Hong Bang District",
        "name": "budget revenue",
        "names": "budget revenue (3), job placement (8)",
        "period": "third quarter of 2024",
        "when": "nine months of 2024",
        "day": "5 Oct 2024",
        "due": "31 Dec 2024",
        "unit": "VND bn",
        "word": "behind",
        "source": "Resolution of 13 Dec 2023",
        "owner": "Finance and Planning Division",
        "plan": "estimate",
    },
}
"""What stands in a blank by its name; another blank shows its name."""
BOTH = {"file": "so-lieu.xlsx", "cell": "C5", "code": "3", "codes": "3, 8", "folder": "reports"}


def filled(template: str, language: str) -> str:
    """A template with an example in every blank.

    >>> filled("{place}: {n} rows", "en"), filled("{pct} ({rare})", "vi")
    ('Hong Bang District: 3 rows', '72,3% (‹rare›)')
    """
    known = BOTH | NUMBERS | SAID[language]
    return BLANK.sub(lambda blank: known.get(blank[1], f"‹{blank[1]}›"), template)


def _forms(text: object) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(map(str, text))  # type: ignore[call-overload]


def _catalogue(path: Path) -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    """The messages of a catalogue, by their first form."""
    with path.open("rb") as file:
        return {
            _forms(one.id)[0]: (_forms(one.id), _forms(one.string))
            for one in read_po(file)
            if one.id
        }


def page() -> str:
    """Every template with its example, English beside Vietnamese, in the catalogue's order."""
    rows = ["# Every sentence, read aloud", "", "| English | Tiếng Việt |", "|---|---|"]
    english = _catalogue(LOCALE / FILES["en"])
    for name, (forms, said) in _catalogue(LOCALE / FILES["vi"]).items():
        worded = english.get(name, (forms, forms))[1][-1]
        if BLANK.search(worded):
            texts = (worded, "en"), (said[-1], "vi")
            cells = [filled(text.rpartition(CONTEXT_ENDS)[2], code) for text, code in texts]
            rows.append(
                "| "
                + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells)
                + " |"
            )
    return "\n".join(rows) + "\n"


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "build" / "sentences.md"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(page(), encoding="utf-8")
    print(target)
