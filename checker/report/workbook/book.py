"""The workbook as a whole: which sheets, in which order."""

from collections.abc import Iterable
from io import BytesIO
from typing import BinaryIO

from checker.messages import Language
from checker.report.content import Report
from checker.report.words import word
from checker.report.workbook.aside_sheet import add_set_aside
from checker.report.workbook.attention_sheet import add_attention
from checker.report.workbook.basis_sheet import add_basis
from checker.report.workbook.detail import list_details
from checker.report.workbook.exposure_sheet import add_exposure
from checker.report.workbook.grid import Grid
from checker.report.workbook.layout import Book
from checker.report.workbook.signoff import add_sign_off
from checker.report.workbook.streamed import splice
from checker.report.workbook.styles import Formats
from checker.report.workbook.summary import add_summary

OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}


def write(report: Report, stream: BinaryIO, language: Language) -> None:
    """Write the workbook: summary, attention, the reader's own rows, exposure, rows set aside, basis, sign-off."""
    write_book(report, stream, language, list_details(report, language))


def write_book(report: Report, stream: BinaryIO, language: Language, details: Iterable[Grid]) -> None:
    """Write a workbook with ``details`` between the lines needing attention and the exposure."""
    import xlsxwriter  # noqa: PLC0415 - only for workbooks

    made = BytesIO()
    with xlsxwriter.Workbook(made, OPTIONS) as workbook:
        workbook.set_properties({"title": word(language, "title"), "comments": word(language, "no_legal_advice")})
        book = Book(workbook, Formats(workbook))
        add_summary(book, report, language)
        add_attention(book, report, language)
        for grid in details:
            book.add_grid(grid)
        add_exposure(book, report, language)
        add_set_aside(book, report, language)
        add_basis(book, report, language)
        add_sign_off(book, report, language)
    if book.streamed:
        splice(made, book.streamed, stream)
    else:
        stream.write(made.getvalue())
