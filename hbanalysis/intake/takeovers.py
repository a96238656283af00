"""A territory that goes on and takes over others has a break on that day, whoever declares it."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd
from numpy.typing import NDArray


def with_takeovers(
    events: pd.DataFrame, crosswalk: pd.DataFrame, territories: pd.DataFrame
) -> pd.DataFrame:
    """The declared events with a break for each territory that grew by a link of ``crosswalk.csv``.

    A territory that begins on the day of the link needs none: it has no figures from before. A day
    that is declared as its break already stays as it is.
    """
    born = dict(zip(territories["territory"], territories["valid_from"], strict=True))
    grown = crosswalk[_mask(born.get(to, "") < day for to, day in _places(crosswalk))]
    breaks = events[(events["kind"] == "break") & (events["indicator"] == "")]
    declared = {*_places(breaks, "territory")}
    known = {*declared, *((to, day) for to, day in _places(grown) if ("", day) in declared)}
    grown = grown[_mask(place not in known for place in _places(grown))]
    grown = grown.drop_duplicates(["to", "date"])
    if grown.empty:
        return events
    names = territories.drop_duplicates("territory").set_index("territory")
    took = grown["from"].map(names["name_vi"]), grown["from"].map(names["name_en"])
    rows = pd.DataFrame(
        {
            "date": grown["date"],
            "territory": grown["to"],
            "kind": "break",
            "label_vi": "Nhận thêm " + took[0],
            "label_en": "Took over " + took[1].where(took[1] != "", took[0]),
            "source": grown["source"],
        }
    )
    texts = [str(name) for name in events if pd.api.types.is_string_dtype(events[name].dtype)]
    below = rows.assign(**{name: "" for name in texts if name not in rows})
    below = below.reindex(columns=events.columns).astype(events.dtypes)
    return pd.concat([events, below], ignore_index=True)


def _mask(answers: Iterable[bool]) -> NDArray[np.bool_]:
    return np.fromiter(answers, dtype=bool)


def _places(table: pd.DataFrame, place: str = "to") -> list[tuple[str, str]]:
    return list(zip(table[place], table["date"], strict=True))
