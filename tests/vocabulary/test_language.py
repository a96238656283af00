"""Every sentence exists in Vietnamese with the same blanks to fill.

No translation lies unused.
"""

from __future__ import annotations

from string import Formatter

import pytest
from babel.messages.catalog import Message

from hbanalysis.analysis.yearend import projectable as refusals
from hbanalysis.analysis.yearend import share_profile
from hbanalysis.analysis.yearend.pooled import model as projection
from hbanalysis.presentation import sentences
from hbanalysis.presentation.sentences.pacing import TEMPO
from hbanalysis.vocabulary.errors import WrongUsage
from hbanalysis.vocabulary.language import LANGUAGES, Language
from hbanalysis.vocabulary.messages import within
from hbanalysis.vocabulary.terms import UNJUDGED, NumberStatus, Outlook, Reason, Verdict
from scripts.make_catalogue import LOCALE, extracted, kept, updated

EXTRACTED = extracted()
CATALOGUE = kept("vi")


def forms(texts: object) -> tuple[str, ...]:
    """The forms of a message or of its translation: one, or singular and plural."""
    return tuple(texts) if isinstance(texts, (tuple, list)) else (str(texts),)


def blanks(text: str) -> set[str]:
    """The placeholders of a message."""
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_the_walk_finds_the_messages_at_all() -> None:
    found = {text for message in EXTRACTED for text in forms(message.id)}
    assert len(found) > 800
    assert {
        "There is no period {found!r}; write it as one of: {known}.",  # an error
        "Skip to the content",  # a marked dictionary
        "The file is not UTF-8; save it as CSV UTF-8.",  # a sentence with a name
        "Same period last year",  # the heading of a column
        "{n} indicators.",  # a plural
        "on track",  # a word of the contract
    } <= found


def test_the_catalogue_is_what_babel_makes_of_the_code() -> None:
    """`make catalogue` would change nothing: no message is lacking, none is stale."""
    assert (LOCALE / "vi.po").read_bytes() == updated("vi")


@pytest.mark.parametrize("message", [m for m in CATALOGUE if m.id], ids=lambda m: str(m.id)[:60])
def test_a_message_is_translated_with_the_same_blanks(message: Message) -> None:
    assert not message.fuzzy
    asked = forms(message.id)
    for translation in forms(message.string):
        assert translation, f"vi.po has no Vietnamese for: {asked[0]}"
        # Vietnamese has one form for one and many, so it may say the number that "one" leaves out.
        assert blanks(translation) - {"n"} == blanks(asked[-1]) - {"n"}


def test_a_word_with_two_meanings_has_a_translation_for_each() -> None:
    assert Language("en").say(within("heading", "Change")) == "Change"
    assert Language("en").say(within("heading", "{n} years"), n=3) == "3 years"


def test_every_reason_that_analysis_gives_has_its_sentence() -> None:
    variants = {sentences.WORSE_RANK, sentences.KEPT_ALL_YEAR, sentences.SHORT_YEAR}
    assert set(sentences.SENTENCES) - variants | set(TEMPO) == set(Reason)
    given = {
        value for name, value in vars(refusals).items() if name.isupper() and isinstance(value, str)
    }
    methods = {projection.METHOD, share_profile.METHOD, "linear", "own profile"}
    assert given - methods == set(sentences.PROJECTION_REASONS)


def test_words_are_translated_and_english_is_the_text_itself() -> None:
    assert [Language("vi").say(str(word)) for word in Verdict] == [
        "vượt mức",
        "hoàn thành",
        "không hoàn thành",
        "chưa đánh giá",
        "chưa có chỉ tiêu",
    ]
    assert [Language("vi").say(str(word)) for word in Outlook] == [
        "đã đạt",
        "đúng tiến độ",
        "có nguy cơ",
        "chậm",
        "không thể đạt",
        "chưa đánh giá",
    ]
    assert [Language("vi").say(str(word)) for word in NumberStatus] == [
        "ước tính",
        "sơ bộ",
        "chính thức",
    ]
    assert [Language("vi").say(str(word)) for word in UNJUDGED[:4]] == [
        "chưa đến kỳ",
        "chưa công bố",
        "chưa giao chỉ tiêu",
        "thiếu số liệu",
    ]
    assert Language("en").say("on track") == "on track"


def test_facts_with_braces_in_them_are_shown_as_they_are() -> None:
    assert "{x}" in Language("vi").say("There is no folder {folder}.", folder="{x}")


def test_an_empty_message_stays_empty() -> None:
    """gettext answers an empty message with the catalogue's header."""
    assert [Language(code).say("") for code in LANGUAGES] == ["", ""]


def test_a_language_nobody_speaks_here_is_wrong_usage() -> None:
    with pytest.raises(WrongUsage, match="fr"):
        Language("fr")


@pytest.mark.parametrize(
    ("code", "day", "percent"), [("vi", "30/09/2024", "98,5%"), ("en", "30 Sep 2024", "98.5%")]
)
def test_days_and_percentages_follow_the_language(code: str, day: str, percent: str) -> None:
    lang = Language(code)
    assert (lang.date("2024-09-30"), lang.percent(98.46)) == (day, percent)
    assert (lang.date(""), lang.percent(None)) == ("", "—")
    assert lang.percent(0) in ("0,0%", "0.0%")


def test_a_name_falls_back_to_the_other_language() -> None:
    row = {"name_vi": "Quận Nhỏ", "name_en": ""}
    assert Language("en").pick(row, "name") == "Quận Nhỏ"
    assert Language("vi").pick({}, "name") == ""
