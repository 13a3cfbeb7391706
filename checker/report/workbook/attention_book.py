"""The workbook without the reader's own rows: for inventories of which only what needs attention is to be opened."""

from typing import BinaryIO

from checker.messages import Language
from checker.report.content import Report
from checker.report.workbook.book import write_book


def write(report: Report, stream: BinaryIO, language: Language) -> None:
    """Write the workbook: summary, attention, exposure, rows set aside, basis, sign-off."""
    write_book(report, stream, language, ())
