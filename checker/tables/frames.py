"""Columns or rows of texts as the grid that every reader of this room returns."""

from collections.abc import Sequence
from itertools import zip_longest
from typing import Any

import pandas as pd

MIDNIGHT = r"^(\d{4}-\d\d-\d\d) 00:00:00$"


def frame_columns(columns: Sequence[Any], *, offset: int = 0) -> pd.DataFrame:
    """Return Arrow string columns as a grid: 1-based, empty cells ``""``, midnight dates without their time, no empty tail.

    ``offset`` empty columns are put before them. Worked column by column in Arrow; only a column that needs a change is copied.
    """
    import pyarrow.compute as pc  # noqa: PLC0415 - with the data only

    settled, last = [], 0
    for column in columns:
        texts = pc.fill_null(column, "") if column.null_count else column
        dated = pc.ends_with(texts, " 00:00:00")
        if pc.any(dated).as_py():
            texts = pc.if_else(dated, pc.replace_substring_regex(texts, MIDNIGHT, r"\1"), texts)
        filled = pc.not_equal(texts.slice(last), "").to_numpy(zero_copy_only=False)
        if filled.any():
            last = len(texts) - int(filled[::-1].argmax())
        settled.append(texts)
    blank = pd.Series("", index=pd.RangeIndex(last), dtype="str")
    frame = pd.DataFrame(
        {
            **dict.fromkeys(range(1 - offset, 1), blank),
            **{number: _to_series(texts.slice(0, last)) for number, texts in enumerate(settled, start=1)},
        },
        index=pd.RangeIndex(last),
        copy=False,
    )
    frame.index = pd.RangeIndex(1, last + 1)
    frame.columns = pd.RangeIndex(1, offset + len(settled) + 1)
    return frame


def frame_rows(rows: Sequence[Sequence[str]]) -> pd.DataFrame:
    """Return rows of texts, of one length or not, as a grid."""
    import pyarrow as pa  # noqa: PLC0415 - with the data only

    return frame_columns([pa.array(column, pa.large_string()) for column in zip_longest(*rows, fillvalue="")])


def _to_series(texts: Any) -> "pd.Series[str]":  # noqa: ANN401 - Arrow arrays have no types
    return pd.Series(texts.to_pandas(), dtype="str")
