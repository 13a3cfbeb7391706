"""The report as csv: UTF-8 with BOM, a header, one row per line, nothing a spreadsheet would run."""

from typing import BinaryIO

import pandas as pd
import pyarrow as pa
from pyarrow import csv

from checker.messages import Language
from checker.report.content import Report
from checker.report.items import OBJECT_COLUMNS, join_texts
from checker.report.safety import clean_cells, disarm

BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def write(report: Report, stream: BinaryIO, language: Language) -> None:  # noqa: ARG001 - both languages are in it
    """Write every line as one record, texts quoted; reasons of a line stand under each other in their cell."""
    table = flatten_lines(report.lines)
    for name in [column for column in table if table[column].dtype == "str"]:
        table[name] = disarm(clean_cells(table[name]))
    stream.write(BYTE_ORDER_MARK)
    csv.write_csv(pa.Table.from_pandas(table, preserve_index=False), stream)


def flatten_lines(lines: pd.DataFrame) -> pd.DataFrame:
    """Return the lines with reasons and problems as texts in both languages, ready for a flat format."""
    table = lines.drop(columns=list(OBJECT_COLUMNS))
    for name in OBJECT_COLUMNS:
        for language in ("zh", "en"):
            table[f"{name}_{language}"] = join_texts(lines[name], language)
    return table
