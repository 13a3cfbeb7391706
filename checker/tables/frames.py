"""Columns or rows of texts as the grid that every reader of this room returns."""

from collections.abc import Sequence
from itertools import zip_longest
from typing import Any

import pandas as pd

MIDNIGHT = r"^(\d{4}-\d\d-\d\d) 00:00:00$"


def settle_texts(column: Any) -> Any:  # noqa: ANN401 - Arrow arrays have no types
    """Return an Arrow string column as a grid has it: missing cells ``""``, midnight dates without their time; copied only for a change."""
    import pyarrow as pa  # noqa: PLC0415 - with the data only
    import pyarrow.compute as pc  # noqa: PLC0415

    texts = pc.fill_null(column, "") if column.null_count else column
    texts = texts.cast(pa.large_string())
    dated = pc.ends_with(texts, " 00:00:00")
    return pc.if_else(dated, pc.replace_substring_regex(texts, MIDNIGHT, r"\1"), texts) if dated.true_count else texts


def frame_columns(columns: Sequence[Any], *, offset: int = 0) -> pd.DataFrame:
    """Return Arrow string columns as a grid, each settled as :func:`settle_texts` does."""
    return frame_texts([settle_texts(column) for column in columns], offset=offset)


def frame_texts(columns: Sequence[Any], *, offset: int = 0) -> pd.DataFrame:
    """Return settled columns as a grid: 1-based, without the empty rows at its end; ``offset`` empty columns are put before them."""
    import pyarrow.compute as pc  # noqa: PLC0415 - with the data only

    last = 0
    for texts in columns:
        filled = pc.not_equal(texts.slice(last), "").to_numpy(zero_copy_only=False)
        if filled.any():
            last = len(texts) - int(filled[::-1].argmax())
    blank = pd.Series("", index=pd.RangeIndex(last), dtype="str")
    frame = pd.DataFrame(
        {
            **dict.fromkeys(range(1 - offset, 1), blank),
            **{number: _to_series(texts.slice(0, last)) for number, texts in enumerate(columns, start=1)},
        },
        index=pd.RangeIndex(last),
        copy=False,
    )
    frame.index = pd.RangeIndex(1, last + 1)
    frame.columns = pd.RangeIndex(1, offset + len(columns) + 1)
    return frame


def frame_rows(rows: Sequence[Sequence[str]]) -> pd.DataFrame:
    """Return rows of texts, of one length or not, as a grid."""
    import pyarrow as pa  # noqa: PLC0415 - with the data only

    return frame_columns([pa.array(column, pa.large_string()) for column in zip_longest(*rows, fillvalue="")])


def _to_series(texts: Any) -> "pd.Series[str]":  # noqa: ANN401 - Arrow arrays have no types
    return pd.Series(texts.to_pandas(), dtype="str")
