"""``checker register export``: every entry of the store as one table."""

import json
from io import BytesIO, StringIO
from pathlib import Path
from typing import TYPE_CHECKING

from checker.cli.options import Output
from checker.loader.loading import load_register
from checker.loader.store import open_store, view
from checker.report.files import show, write_whole
from checker.report.safety import clean_cell, disarm

if TYPE_CHECKING:
    import pandas as pd

BYTE_ORDER_MARK = "\ufeff"
DAYS = ("valid_from", "valid_until")


def write_export(store: Path, wanted: Output) -> None:
    """Write the entries of a store; a file appears complete or not at all.

    Raises:
        DataError: There is no store, or it cannot be read.
        UsageError: The file cannot be written.
    """
    with open_store(store) as connection, view(connection):
        pass
    entries = load_register(store).entries
    for day in DAYS:
        entries[day] = entries[day].dt.strftime("%Y-%m-%d").fillna("").astype("str")
    content = {"csv": _csv, "xlsx": _xlsx, "json": _json}[wanted.format](entries)
    if wanted.path:
        write_whole(wanted.path, content)
    else:
        show(content)


def _csv(entries: "pd.DataFrame") -> bytes:
    buffer = StringIO()
    safe = entries.apply(lambda column: disarm(column.map(clean_cell)))
    safe.to_csv(buffer, index=False, lineterminator="\r\n")
    return f"{BYTE_ORDER_MARK}{buffer.getvalue()}".encode()


def _json(entries: "pd.DataFrame") -> bytes:
    return f"{json.dumps(entries.to_dict('records'), ensure_ascii=False, indent=1)}\n".encode()


def _xlsx(entries: "pd.DataFrame") -> bytes:
    import xlsxwriter  # noqa: PLC0415 - only for workbooks

    buffer = BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    with xlsxwriter.Workbook(buffer, options) as workbook:
        sheet = workbook.add_worksheet("register")
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(entries.columns) - 1, 20)
        sheet.write_row(0, 0, list(entries.columns), workbook.add_format({"bold": True}))
        for number, row in enumerate(entries.itertuples(index=False), start=1):
            for column, value in enumerate(row):
                sheet.write_string(number, column, clean_cell(value)[:32767])
        sheet.autofilter(0, 0, len(entries), len(entries.columns) - 1)
    return buffer.getvalue()
