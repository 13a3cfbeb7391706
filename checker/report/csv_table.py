"""The report as csv: UTF-8 with BOM, a header, one row per line, nothing a spreadsheet would run."""

from typing import TYPE_CHECKING, BinaryIO

import pyarrow as pa
from pyarrow import csv

from checker.messages import Language
from checker.report.coded import Coded, to_arrow
from checker.report.columns import Columns
from checker.report.content import Report
from checker.report.items import OBJECT_COLUMNS
from checker.report.safety import clean_cells, disarm

if TYPE_CHECKING:
    import pandas as pd

BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def write(report: Report, stream: BinaryIO, language: Language) -> None:  # noqa: ARG001 - both languages are in it
    """Write every line as one record, texts quoted; reasons of a line stand under each other in their cell."""
    stream.write(BYTE_ORDER_MARK)
    csv.write_csv(lay_out(report.columns), stream)


def build_table(lines: "pd.DataFrame") -> pa.Table:
    """Return lines (``ITEM_COLUMNS``) as they are written."""
    return lay_out(Columns(lines))


def lay_out(columns: Columns) -> pa.Table:
    """Return the columns of lines as they are written, reasons and problems as texts in both languages.

    No text is one that a spreadsheet would run; every text is in a dictionary, once.
    """
    table = {
        str(name): make_harmless(columns[str(name)]) if column.dtype == "str" else pa.array(column)
        for name, column in columns.lines.items()
        if name not in OBJECT_COLUMNS
    }
    for name in OBJECT_COLUMNS:
        table[f"{name}_zh"] = make_harmless(columns.join(name, "zh"))
        table[f"{name}_en"] = make_harmless(columns.join(name, "en"))
    return pa.table(table)


def make_harmless(column: Coded) -> pa.DictionaryArray:
    """Return a column of texts without control characters, those that a spreadsheet would run behind an apostrophe."""
    texts = disarm(clean_cells(column.texts).to_pandas())
    return pa.DictionaryArray.from_arrays(pa.array(column.codes), to_arrow(texts))
