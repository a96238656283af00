"""What stands around the pages of a report, and its index."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

from hbanalysis.analysis.year import Year
from hbanalysis.intake.load import Workspace
from hbanalysis.presentation import sentences
from hbanalysis.presentation.origins import files_table
from hbanalysis.presentation.pages.front_page import front_page
from hbanalysis.presentation.pages.one_page import one_page
from hbanalysis.presentation.pages.questions_page import question_parts
from hbanalysis.publishing.downloads import links, sheet_files
from hbanalysis.publishing.index_content import changed
from hbanalysis.publishing.page_anchors import unbroken
from hbanalysis.publishing.page_files import plain_page
from hbanalysis.vocabulary.language import Language
from hbanalysis.vocabulary.messages import N_
from hbanalysis.vocabulary.periods import Period
from hbanalysis.vocabulary.text import match_key


@dataclass(frozen=True)
class Order:
    """What is to be made: one territory, one period, one language, settings, and which notebooks.

    No notebook named means all. ``one_page`` means none of them, but one page of plan, projection
    and figures.
    """

    territory: str
    period: Period
    language: str
    settings: Mapping[str, str]
    notebooks: tuple[str, ...] = ()
    one_page: bool = False

    def parameters(self, as_of: str) -> dict[str, str]:
        """The parameters every notebook gets."""
        return {
            "period": str(self.period),
            "territory": self.territory,
            "as_of": as_of,
            "language": self.language,
        } | dict(self.settings)

    @property
    def place(self) -> str:
        """Where its pages lie below ``reports``."""
        return f"{self.territory}/{self.period}/{self.language}"


LABELS = N_(
    {
        "contents": "On this page",
        "on_screen": "On screen also: scoreboard, how realistic targets are, other plans, sources.",
        "skip": "Skip to the content",
        "pages": "Pages",
        "overview": "Overview",
        "code": "Code of this page",
        "download": "Download:",
        "made": "Made by",
        "known": "Figures known up to",
        "all_known": "all figures received",
        "period": "Period",
        "place": "Territory",
        "failed": "This page could not be made",
        "failed_why": "What went wrong",
        "own_picture": "Picture of this notebook",
        "no_alt": (
            "This picture has no words for those who cannot see it: begin its cell with"
            ' #| fig-alt: "what it shows".'
        ),
        "errors": "Ask the person who looks after the notebooks; the other pages are complete.",
    }
)
"""The words around the content of every page."""
WORDS = N_(
    {
        "tools": "Tools for this table",
        "sort": "Sort by this column",
        "word": "Assessment",
        "owner": "Owner",
        "all": "all",
        "seen": "{n} of {all} rows",
        "copy": "Copy table",
        "copied": "Copied",
        "years": "Past years",
    }
)
"""The words of the script that sorts, filters and copies tables and shows past years."""


def frame(order: Order, workspace: Workspace, demo: str) -> dict[str, Any]:
    """What every page of a report shows around its content."""
    lang = Language(order.language)
    labels = {name: lang.say(text) for name, text in LABELS.items()}
    return {
        "language": order.language,
        "labels": labels,
        "words": {name: lang.say(text) for name, text in WORDS.items()},
        "demo": demo,
        "place": workspace.place(order.territory, order.language),
        "period": order.period.label(order.language),
        "as_of": lang.date(workspace.as_of),
        "version": f"hbanalysis {version('hbanalysis')}",
        "pages": [],
        "current": "",
    }


def _on_every_cover(year: Year, table: Any, frame: dict[str, Any]) -> dict[str, Any]:
    """What a first page says, of however many pages: the answer, the mark, the files behind it."""
    lang = year.lang
    return frame | {
        "demo_note": sentences.demo_note(table, lang).html(),
        "answer": sentences.answer(table, frame["place"], lang).html(),
        "files": files_table(year.office.fingerprints(), lang).html(),
        "files_label": lang.say("Technical information"),
    }


def index_facts(year: Year, table: Any, frame: dict[str, Any]) -> dict[str, Any]:
    """What the first page of a report says whatever its notebooks say.

    Headline, charts, problems, every target, changes, and the files behind it.
    """
    cover = _on_every_cover(year, table, frame)
    return cover | front_page(year) | question_parts(year) | changed(year, table)


def one_page_facts(year: Year, table: Any, frame: dict[str, Any]) -> dict[str, Any]:
    """What the report of one page says: the answer, one table, who owes what.

    ``beside`` are the files that its table can be had as, by their paths.
    """
    told = _on_every_cover(year, table, frame) | one_page(year) | question_parts(year)
    sheet = told.pop("sheet")
    if not len(sheet):
        return told
    beside = sheet_files(sheet, sheet.name, frame)
    offer = links(beside, sheet.label, frame["labels"]["download"])
    return told | {"rows": told["rows"] + offer, "beside": beside}


def is_small(workspace: Workspace, territory: str) -> bool:
    """Whether a territory has a report of one page by the rules ``one_page_levels``."""
    rule = workspace.rules["defaults"]
    if territory in workspace.codes_of(list(rule["territories"])):
        return False
    levels = {match_key(level) for level in rule["one_page_levels"]}
    rows = workspace.territories[workspace.territories["territory"] == territory]
    return any(match_key(str(level)) in levels for level in rows["level"])


def index(facts: dict[str, Any], pages: list[dict[str, str]], failed: dict[str, str]) -> str:
    """The first page of a report, with the links to its pages and the answer of each."""
    whole = facts | {"pages": pages, "failed": failed}
    if "rows" in facts:
        return unbroken(plain_page("one_page.html.j2", whole))
    return unbroken(plain_page("overview.html.j2", whole))
