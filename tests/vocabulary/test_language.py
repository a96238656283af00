"""Every sentence exists in Vietnamese with the same blanks to fill.

No translation lies unused.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.pofile import read_po

import hbanalysis
from hbanalysis.analysis.completeness import coverage
from hbanalysis.analysis.yearend import (
    backtest,
    share_profile,
)
from hbanalysis.analysis.yearend import (
    model as projection,
)
from hbanalysis.analysis.yearend import (
    projectable as refusals,
)
from hbanalysis.intake import names
from hbanalysis.intake.audit import Answer
from hbanalysis.intake.raw.schemas import EXPECTED
from hbanalysis.intake.store.build import PACKAGE_PROBLEMS
from hbanalysis.presentation import sentences, tables
from hbanalysis.presentation.figures import evidence_figures, heatmap
from hbanalysis.presentation.pages import (
    evidence_page as evidence,
)
from hbanalysis.presentation.pages import (
    findings_list as findings,
)
from hbanalysis.presentation.pages import (
    quality_page as quality,
)
from hbanalysis.presentation.terminal import delivery_preview as deliveries
from hbanalysis.presentation.terminal import plan_changes, plan_draft
from hbanalysis.presentation.terminal import scrutiny_text as scrutiny
from hbanalysis.publishing.batch import progress
from hbanalysis.publishing.made_from import differences
from hbanalysis.publishing.made_from import staleness as freshness
from hbanalysis.vocabulary.errors import WrongUsage
from hbanalysis.vocabulary.language import LANGUAGES, Language
from hbanalysis.vocabulary.terms import UNJUDGED, NumberStatus, Outlook, Reason, Verdict

HOME = Path(hbanalysis.__file__).parent
# The names under which errors keep their sentences.
KEPT_AS = ("template", "SINGULAR", "PLURAL")
# Which arguments of which call are messages (positions).
SAYING = {
    "say": (0,),
    "count": (0, 1),
    "HbaError": (0,),
    "WrongUsage": (0,),
    "Finding": (4,),
    "told": (5,),
    "observed": (4,),
    "NotUnderstood": (0,),
    "Ambiguous": (0,),
}

# Rooms in which a message may stand under a name at the top of its module.
SENTENCES_BY_NAME = (
    "intake/",
    "vocabulary/quantit",
    "vocabulary/period_text",
    "vocabulary/numbers",
)


def trees() -> Iterator[tuple[str, ast.Module]]:
    """Every module of the package as a syntax tree."""
    for path in sorted(HOME.rglob("*.py")):
        yield path.relative_to(HOME).as_posix(), ast.parse(path.read_text(encoding="utf-8"))


def texts(node: ast.AST) -> Iterator[str]:
    """The texts an argument can be: a literal, or either side of a condition."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from texts(node.body)
        yield from texts(node.orelse)


def said_one_by_one(node: ast.DictComp) -> Iterator[str]:
    """The texts of ``{name: words.say(text) for name, text in {...}.items()}``."""
    for inner in ast.walk(node.generators[0].iter):
        if isinstance(inner, ast.Dict) and "say" in ast.dump(node.value):
            for value in inner.values:
                yield from texts(value)


def said_in(tree: ast.Module) -> Iterator[str]:
    """Every message a module says by name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") in KEPT_AS:
            yield from texts(node.value)
        if isinstance(node, ast.DictComp):
            yield from said_one_by_one(node)
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            if name == "__init__":  # super().__init__("...", ...) of an error
                yield from (text for argument in node.args[:1] for text in texts(argument))
            if name in SAYING:
                for word in node.keywords:
                    yield from texts(word.value) if word.arg == "plural" else ()
            for position in SAYING.get(name, ()):
                if position < len(node.args):
                    yield from texts(node.args[position])


def named_in(tree: ast.Module) -> Iterator[str]:
    """Sentences that a module gives a name in capitals, to say them where the fault is found."""
    for node in tree.body:
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "_").isupper():
            yield from (
                text
                for text in texts(node.value)
                if " " in text and (text[0].isupper() or text[0] in "{“")
            )


def messages() -> set[str]:
    """Everything that is said: in calls, and in the dictionaries and words that calls look up."""
    found = {text for _, tree in trees() for text in said_in(tree)}
    found |= {
        text
        for name, tree in trees()
        if name.startswith(SENTENCES_BY_NAME)
        for text in named_in(tree)
    }
    for kept in (
        sentences.SENTENCES,
        deliveries.RULES,
        sentences.PROJECTION_REASONS,
        tables.GROUPS,
        PACKAGE_PROBLEMS,
        quality.MEANINGS,
        evidence.SERIES,
        evidence.METHODS,
    ):
        found |= set(kept.values())
    found |= {
        str(word) for terms in (Verdict, Outlook, NumberStatus, UNJUDGED, Answer) for word in terms
    }
    found |= {
        *findings.HEADINGS,
        findings.HOW_TO_READ,
        *EXPECTED.values(),
        *scrutiny.KINDS.values(),
        *scrutiny.REVISION_HEAD,
        *scrutiny.PERCENT_HEAD,
        *scrutiny.IMPLIED_HEAD,
    }
    found |= {
        coverage.MISSING,
        coverage.PARTLY,
        coverage.AWAITED,
        coverage.COVERED,
        coverage.REJECTED,
        heatmap.NO_INDICATOR,
        *evidence_figures.SIGNS,
    }
    found |= {
        *names.UNKNOWN.values(),
        *names.SEVERAL.values(),
        *freshness.SENTENCES.values(),
        *differences.LABELS.values(),
        *progress.HEADINGS,
        *progress.WAYS.values(),
        *plan_draft.DOUBTS.values(),
        *plan_draft.KINDS.values(),
        *(words for group in plan_changes.GROUPS.values() for words in group),
    }
    found |= {str(Reason.NO_TARGET), *backtest.METHODS, "error", "warning", "note"}
    return found - {""}


def catalogue() -> dict[str, tuple[str, ...]]:
    """The Vietnamese catalogue.

    English text -> its translations; a plural has two English texts.
    """
    entries = {}
    with (HOME / "vocabulary" / "locale" / "vi.po").open("rb") as handle:
        for entry in read_po(handle, locale="vi"):
            if entry.id:
                ids = entry.id if isinstance(entry.id, tuple) else (entry.id,)
                strings = (
                    entry.string if isinstance(entry.string, (tuple, list)) else (entry.string,)
                )
                entries |= {text: tuple(strings) for text in ids}
    return entries


CATALOGUE = catalogue()


def blanks(text: str) -> set[str]:
    """The placeholders of a message."""
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_the_walk_finds_the_messages_at_all() -> None:
    found = messages()
    assert len(found) > 150
    assert {
        "There is no period {found!r}; write it as one of: {known}.",
        "Skip to the content",
    } <= found
    assert "The file is not UTF-8; save it as CSV UTF-8." in found


@pytest.mark.parametrize("message", sorted(messages()))
def test_a_message_exists_in_vietnamese_with_the_same_blanks(message: str) -> None:
    assert message in CATALOGUE, f"vi.po lacks: {message}"
    for translation in CATALOGUE[message]:
        assert translation, f"vi.po has no Vietnamese for: {message}"
        # the one and the many share their Vietnamese: what the singular leaves out the plural may
        # fill
        assert blanks(translation) - {"n"} == blanks(message) - {"n"}


def test_no_entry_of_the_catalogue_is_unused() -> None:
    assert sorted(set(CATALOGUE) - messages()) == []


def test_every_reason_that_analysis_gives_has_its_sentence() -> None:
    variants = {sentences.WORSE_RANK, sentences.KEPT_ALL_YEAR}
    assert set(sentences.SENTENCES) - variants | {Reason.PACE} == set(Reason)
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
        "không có chỉ tiêu",
    ]
    assert [Language("vi").say(str(word)) for word in Outlook] == [
        "đã đạt",
        "đúng tiến độ",
        "có nguy cơ",
        "chậm",
        "không thể đạt",
        "không áp dụng",
    ]
    assert [Language("vi").say(str(word)) for word in NumberStatus] == [
        "ước",
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
    ("code", "day", "percent"), [("vi", "30/9/2024", "98,5%"), ("en", "30 Sep 2024", "98.5%")]
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
