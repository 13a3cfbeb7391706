"""The first sheet: the decision, the counts with a chart, the account of rows."""

from checker.messages import Language
from checker.report.attention import URGENCY, count_by_verdict
from checker.report.content import Report
from checker.report.overview import describe_basis_lines, list_files, summarise_rows, word_changes, word_decisions
from checker.report.words import word
from checker.report.workbook.layout import Book
from checker.report.workbook.styles import ROWS
from checker.report.workbook.tables import Page

SHADES = {"HOLD": "uncertified", "REVIEW": "review", "RELEASE": "certified"}
WIDTH = 6


def add_summary(book: Book, report: Report, language: Language) -> None:
    """Add the sheet."""
    summary = report.head["summary"]
    name = word(language, "sheet_summary")
    worksheet = book.add_sheet(name)
    worksheet.set_column(0, 0, 26)
    worksheet.set_column(1, WIDTH - 1, 15)
    page = Page(worksheet, book.formats)
    page.heading(word(language, "title"), large=True)
    decision = summary["decision"]
    page.sentence(
        word(language, f"decision_{decision}"), WIDTH, bold=True, font_size=12, border=1, **ROWS[SHADES[decision]]
    )
    page.sentence(summarise_rows(summary, language), WIDTH)
    page.row += 1
    counts = count_by_verdict(summary)
    first = page.row + 1
    page.table(
        [word(language, f"column_{column}") for column in ("verdict", "lines", "share", "meaning")],
        [
            [
                word(language, f"verdict_{verdict}"),
                count,
                f"{count / max(summary['lines'], 1):.1%}",
                word(language, f"about_{verdict}"),
            ]
            for verdict, count in counts
        ],
        [verdict for verdict, _ in counts],
    )
    for row in range(first - 1, page.row):
        worksheet.set_row(row, 30 if row == first - 1 else 32)
    worksheet.set_column(3, 3, 52)
    _add_chart(book, worksheet, name, first, [verdict for verdict, _ in counts], page.row + 1, language)
    page.row += 14
    head = dict(report.head)
    for title, told in (("decisions", word_decisions(head, language)), ("changes", word_changes(head, language))):
        if told:
            page.heading(word(language, f"heading_{title}"))
            for line in told:
                page.sentence(f"· {line}", WIDTH)
    if files := list_files(dict(report.head)):
        page.heading(word(language, "heading_files"))
        page.table(
            [word(language, "column_path"), *(word(language, f"verdict_{verdict}") for verdict in URGENCY)],
            [[entry["path"], *(entry["verdicts"][verdict] for verdict in URGENCY)] for entry in files],
        )
    page.heading(word(language, "heading_basis"))
    for line in describe_basis_lines(dict(report.head), language):
        page.sentence(line, WIDTH)
    page.sentence(word(language, "no_legal_advice"), WIDTH, italic=True)
    worksheet.fit_to_pages(1, 1)
    worksheet.activate()


def _add_chart(
    book: Book, worksheet: object, name: str, first: int, verdicts: list[str], row: int, language: Language
) -> None:
    """Draw the counts as bars in the colours of the verdicts, with their figures."""
    chart = book.workbook.add_chart({"type": "bar"})
    last = first + len(verdicts) - 1
    chart.add_series(
        {
            "categories": [name, first, 0, last, 0],
            "values": [name, first, 1, last, 1],
            "points": [
                {"fill": {"color": ROWS[verdict].get("bg_color", "#D9D9D9")}, "border": {"color": "#595959"}}
                for verdict in verdicts
            ],
            "data_labels": {"value": True},
            "gap": 40,
        }
    )
    chart.set_legend({"none": True})
    chart.set_title({"name": word(language, "chart_verdicts"), "name_font": {"size": 11}})
    chart.set_y_axis({"reverse": True})
    chart.set_x_axis({"visible": False, "major_gridlines": {"visible": False}})
    chart.set_size({"width": 720, "height": 260})
    worksheet.insert_chart(row, 0, chart, {"description": word(language, "chart_verdicts")})  # type: ignore[attr-defined]
