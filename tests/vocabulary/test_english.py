"""The English for readers: every entry is a message of the code, said with the same blanks."""

from __future__ import annotations

import re
from pathlib import Path

from babel.messages.pofile import read_po

import hbanalysis
from hbanalysis.vocabulary.language import FILES, Language
from scripts.make_sentences_page import page as sentences_page

LOCALE = Path(hbanalysis.__file__).parent / "vocabulary" / "locale"


def entries(code: str) -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    with (LOCALE / FILES[code]).open("rb") as file:
        read = read_po(file, locale=code)
    every = ((_forms(one.id), _forms(one.string)) for one in read if one.id)
    return {ids[0]: (ids, said) for ids, said in every}


def _forms(text: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)


def blanks(text: str) -> list[str]:
    return sorted(re.findall(r"{[^}]*}", text))


def test_every_wording_is_of_a_message_that_is_said() -> None:
    known = entries("vi")
    assert [name for name in entries("en") if name not in known] == []


def test_a_wording_has_the_blanks_of_its_message() -> None:
    wrong = {
        name: said
        for name, (ids, said) in entries("en").items()
        if [blanks(one) for one in ids] != [blanks(one) for one in said]
    }
    assert wrong == {}


def test_a_message_without_another_wording_is_said_as_it_stands() -> None:
    lang = Language("en")
    assert lang.say("4 cases of 5") == "80% range"
    assert lang.say("on track") == "on track"
    assert lang.count("{n} row", "{n} rows", 2) == "2 rows"


def test_every_sentence_can_be_read_aloud_with_an_example_in_both_languages() -> None:
    rows = [line for line in sentences_page().splitlines() if line.startswith("| ")][1:]
    templates = [name for name in entries("vi") if re.search(r"{\w", name)]
    assert len(rows) == len(templates)
    assert [row for row in rows if re.search(r"{\w", row)] == []
    row = next(row for row in rows if "Figures published by" in row)
    assert row == "| Figures published by 5 Oct 2024. | Số liệu công bố đến 05/10/2024. |"
