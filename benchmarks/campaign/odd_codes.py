"""Codes that are paths, devices or options on some system."""

from __future__ import annotations

from benchmarks.campaign.offices import office
from benchmarks.campaign.outcome import Outcome
from hbanalysis.intake.store.build import read_workspace
from hbanalysis.vocabulary.text import clean

PROMISE = "A code that no folder can have is refused with its cell, on every system"
ATTACK = "reserved, path-like, overlong and look-alike names as code of a territory"
CODES = (
    *("con", "CON", "nul", "aux", "prn", "com1", "LPT9", "con.txt", "nul.a", "a.", "a ", "-rf"),
    *("COM¹", "lpt².x", "CONIN$", "aux.", "--root", "a'b", "a,b", "#N/A", "🙂", "e\u0301"),
    *(
        "..",
        ".",
        "../x",
        "a/b",
        "a\\b",
        "/etc",
        "C:",
        "a:b",
        "a*",
        "a?",
        "a<b",
        "a>b",
        "a|b",
        'a"b',
    ),
    *(
        "x" * 65,
        "x" * 300,
        "\u202egnp",
        "a\u200bb",
        "PHUONG-B",
        ".vi",
        "~",
        "$HOME",
        "%TEMP%",
        "a%2fb",
    ),
)
TRIES = len(CODES)


def run(tries: int) -> Outcome:
    outcome = Outcome()
    for code in CODES[:tries]:
        with office() as root:
            path = root / "data" / "raw" / "territories.csv"
            cell = '"' + code.replace('"', '""') + '"'
            text = path.read_text(encoding="utf-8").replace("phuong-c", cell)
            path.write_text(text, encoding="utf-8")
            tables, found = read_workspace(root)
            told = [f for f in found if f.level == "error" and f.file.endswith("territories.csv")]
            # What nobody sees (a blank at the end, letters without width) is no part of a code.
            seen = clean(code)
            taken = tables is not None and seen in set(tables["territories"]["territory"])
            word = "refused with its cell" if told else "taken without what nobody sees"
            outcome.note(word, bool(told) or (taken and seen != code), repr(code))
    return outcome
