"""The report as csv: UTF-8 with BOM, a header, one row per line, nothing a spreadsheet would run."""

from typing import BinaryIO

import pandas as pd
import pyarrow as pa
from pyarrow import csv

from checker.messages import Language
from checker.report.coded import Coded, encode, encode_reasons
from checker.report.content import Report
from checker.report.items import OBJECT_COLUMNS
from checker.report.safety import clean_cells, disarm
from checker.report.weave import to_arrow

BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def write(report: Report, stream: BinaryIO, language: Language) -> None:  # noqa: ARG001 - both languages are in it
    """Write every line as one record, texts quoted; reasons of a line stand under each other in their cell."""
    stream.write(BYTE_ORDER_MARK)
    csv.write_csv(build_table(report.lines), stream)


def build_table(lines: pd.DataFrame) -> pa.Table:
    """Return lines (``ITEM_COLUMNS``) as they are written, reasons and problems as texts in both languages.

    No text is one that a spreadsheet would run; every text is in a dictionary, once.
    """
    columns = {
        str(name): make_harmless(encode(column)) if column.dtype == "str" else pa.array(column)
        for name, column in lines.drop(columns=list(OBJECT_COLUMNS)).items()
    }
    for name in OBJECT_COLUMNS:
        for language, column in zip(("zh", "en"), encode_reasons(lines[name], "zh", "en"), strict=True):
            columns[f"{name}_{language}"] = make_harmless(column)
    return pa.table(columns)


def make_harmless(column: Coded) -> pa.DictionaryArray:
    """Return a column of texts without control characters, those that a spreadsheet would run behind an apostrophe."""
    return pa.DictionaryArray.from_arrays(pa.array(column.codes), to_arrow(disarm(clean_cells(column.texts))))
