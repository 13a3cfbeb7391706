"""The sheet to be signed: who prepared, reviewed and approved the result, and of which files it speaks."""

from checker.messages import Language
from checker.report.content import Report
from checker.report.words import word
from checker.report.workbook.layout import Book
from checker.report.workbook.tables import Page

ROLES = ("prepared", "reviewed", "approved")
WIDTH = 5


def add_sign_off(book: Book, report: Report, language: Language) -> None:
    """Add the sheet, with empty fields for name, role, date and remark."""
    worksheet = book.add_sheet(word(language, "sheet_sign_off"))
    worksheet.set_column(0, 0, 20)
    worksheet.set_column(1, 3, 22)
    worksheet.set_column(4, 4, 50)
    page = Page(worksheet, book.formats)
    page.heading(word(language, "heading_sign_off"), large=True)
    summary = report.head["summary"]
    page.sentence(word(language, f"decision_{summary['decision']}"), WIDTH, bold=True)
    for one in report.head["inputs"]:
        page.sentence(f"{one['path']}\nsha256 {one['sha256']}", WIDTH)
    page.row += 1
    header = ["", *(word(language, f"column_sign_{name}") for name in ("name", "role", "date", "remark"))]
    page.table(header, [[word(language, f"sign_{role}"), "", "", "", ""] for role in ROLES])
    for number in range(len(ROLES)):
        row = page.row - len(ROLES) + number
        worksheet.set_row(row, 42)
        for column in range(1, WIDTH):
            worksheet.write_blank(row, column, None, book.formats.of("plain", "input"))
    page.row += 1
    page.sentence(word(language, "sign_statement"), WIDTH)
    page.sentence(word(language, "no_legal_advice"), WIDTH, italic=True)
