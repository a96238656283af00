"""The words every figure has at its foot, and the names of its files."""

from __future__ import annotations

import re

import pandas as pd

from hbanalysis.vocabulary.language import Language


def slug(text: str) -> str:
    """A short file name from any text: letters, digits and hyphens only.

    >>> slug("../<b>3a</b>")
    'b-3a-b'
    """
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:40] or "x"


def brief_source(source: str) -> str:
    """A source as a caption has room for it: of a web address only its host.

    >>> brief_source("cafef.vn/thu-ngan-sach-1882.chn"), brief_source("báo cáo tháng 02/2024")
    ('cafef.vn', 'báo cáo tháng 02/2024')
    """
    host, slash, _ = source.partition("/")
    return host if slash and re.fullmatch(r"[\w-]+(\.[\w-]+)+", host) else source


def caption(rows: pd.DataFrame, lang: Language) -> str:
    """Source and cut-off for the foot of a figure."""
    named = sorted(
        {
            lang.say("illustrative data") if demo else source
            for source, demo in zip(rows["source"], rows["demo"], strict=True)
            if source
        }
    )
    shown = (
        brief_source(named[0])
        if len(named) == 1
        else lang.say("{n} sources, named at the foot of the page", n=len(named))
    )
    published = max((str(day) for day in rows["published"]), default="")
    return lang.say(
        "Source: {source}. Published up to {day}.", source=shown, day=lang.date(published)
    )
