"""What Article 63 puts at risk: cases, readings side by side, products, the second statute, orders, shipments, notes."""

from decimal import Decimal
from typing import Any

from checker.messages import Language
from checker.report.content import Report
from checker.report.overview import word_levers
from checker.report.words import word
from checker.report.workbook.layout import Book
from checker.report.workbook.tables import Cell, Page

WIDTH = 10
MOST_CASES = 4_000
"""Rows of cases and readings on the sheet; where there are more, the sheet says so and the json report has all."""

MONEY = ("illegal_gains", "confiscation", "fine_min", "fine_max", "total_min", "total_max")


def add_exposure(book: Book, report: Report, language: Language) -> None:
    """Add the sheet."""
    worksheet = book.add_sheet(word(language, "sheet_exposure"))
    worksheet.set_column(0, 0, 30)
    worksheet.set_column(1, 3, 17)
    worksheet.set_column(4, WIDTH + 1, 15)
    page = Page(worksheet, book.formats)
    head = dict(report.head)
    page.heading(word(language, "heading_exposure"))
    page.sentence(word(language, "no_legal_advice"), WIDTH, italic=True)
    if not head["article63"]:
        page.sentence(word(language, "exposure_none"), WIDTH)
        return
    _add_cases(page, head, language)
    _add_readings(page, head, language)
    _add_products(page, head, language)
    _add_other_law(page, head, language)
    _add_sentences(page, head, language)


def _titles(language: Language, *names: str) -> list[str]:
    return [word(language, f"column_{name}") for name in names]


def _choices(entry: dict[str, Any], language: Language, *axes: str) -> list[Cell]:
    return [word(language, f"reading_{entry[axis]}") for axis in axes]


def _add_cases(page: Page, head: dict[str, Any], language: Language) -> None:
    rows: list[list[Cell]] = [
        [
            case["case"] or word(language, "case_unnamed"),
            *_choices(case, language, "scenario", "basis"),
            case["lines"],
            *(Decimal(case[name]) for name in (*MONEY, "before_2026")),
            Decimal(details["stock_blocked"]),
        ]
        for case, details in zip(head["article63"][:MOST_CASES], head["case_details"][:MOST_CASES], strict=True)
    ]
    header = _titles(language, "case", "scenario", "basis", "lines", *MONEY, "before_2026", "stock_blocked")
    page.table(header, rows)
    if left := len(head["article63"]) - len(rows):
        page.sentence(word(language, "cases_left_out", count=f"{left:,}"), WIDTH)


def _add_readings(page: Page, head: dict[str, Any], language: Language) -> None:
    page.heading(word(language, "heading_readings"))
    rows: list[list[Cell]] = [
        [
            one["case"] or word(language, "case_unnamed"),
            *_choices(one, language, "scenario", "basis", "threshold_rule", "split"),
            one["lines"],
            *(Decimal(one[name]) for name in ("illegal_gains", "fine_min", "fine_max", "total_min", "total_max")),
            f"{one['cases_reaching']} / {one['cases']}",
        ]
        for one in head["readings"]
    ]
    money = [name for name in MONEY if name != "confiscation"]
    page.table(
        _titles(language, "case", "scenario", "basis", "threshold_rule", "split", "lines", *money, "cases_reaching"),
        rows,
    )
    for crossing in head["crossings"]:
        page.sentence(f"· {crossing[f'text_{language}']}", WIDTH)


def _add_products(page: Page, head: dict[str, Any], language: Language) -> None:
    page.heading(word(language, "heading_products"))
    rows: list[list[Cell]] = [
        [
            one["product"],
            one["categories"],
            f"{one['share']} %" if one["share"] else None,
            one["lines"],
            Decimal(one["gains"]),
            Decimal(one["held"]),
        ]
        for one in head["products_at_risk"]
    ]
    page.table(_titles(language, "product", "categories", "share", "lines", "gains", "held"), rows)


def _add_other_law(page: Page, head: dict[str, Any], language: Language) -> None:
    rows: list[list[Cell]] = [
        [
            case["case"] or word(language, "case_unnamed"),
            *_choices(case, language, "scenario", "basis"),
            entry[f"law_{language}"],
            *(Decimal(entry[name]) for name in ("illegal_gains", "fine_min", "fine_max")),
            entry[f"higher_fine_{language}"],
        ]
        for case in head["article63"][:MOST_CASES]
        for entry in case["other_law"]
    ]
    if rows:
        page.heading(word(language, "heading_other_law"))
        names = ("case", "scenario", "basis", "law", "illegal_gains", "fine_min", "fine_max", "higher_fine")
        page.table(_titles(language, *names), rows)


def _add_sentences(page: Page, head: dict[str, Any], language: Language) -> None:
    mitigation = [
        f"{one[f'text_{language}']} {one[f'article_{language}']}: {one[f'document_{language}']}"
        for one in head["mitigation"]
    ]
    readings = [f"{one[f'text_{language}']} [{one['value']}]" for one in head["law_readings"]]
    measures = {
        measure["code"]: measure[f"text_{language}"] for case in head["article63"] for measure in case["measures"]
    }
    for title, sentences in (
        ("heading_orders", list(measures.values())),
        ("heading_shipments", [f"{plan['decision']}: {plan[f'text_{language}']}" for plan in head["shipments"]]),
        ("heading_levers", word_levers(head, language)),
        ("heading_mitigation", mitigation),
        ("heading_law_readings", readings),
        ("heading_notes", [note[f"text_{language}"] for note in head["notes"]]),
    ):
        if sentences:
            page.heading(word(language, title))
            for sentence in sentences:
                page.sentence(f"· {sentence}", WIDTH)
