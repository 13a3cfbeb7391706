"""What the result rests on: editions, lists and files with their hashes, columns found, readings, rates."""

from typing import Any

import numpy as np

from checker import __version__
from checker.messages import Language
from checker.report.content import Report
from checker.report.overview import describe_basis_lines
from checker.report.words import word
from checker.report.workbook.layout import Book
from checker.report.workbook.tables import Page

WIDTH = 5


def add_basis(book: Book, report: Report, language: Language) -> None:
    """Add the sheet."""
    worksheet = book.add_sheet(word(language, "sheet_basis"))
    for column, width in enumerate((30, 30, 14, 14, 70)):
        worksheet.set_column(column, column, width)
    page = Page(worksheet, book.formats)
    head = dict(report.head)
    page.heading(word(language, "heading_basis"))
    for line in describe_basis_lines(head, language):
        page.sentence(f"· {line}", WIDTH)
    page.heading(word(language, "heading_sources"))
    page.table(
        [word(language, f"column_{name}") for name in ("source", "kind", "day", "entries", "sha256")],
        list_sources(head, language),
    )
    page.heading(word(language, "heading_columns"))
    page.table(
        [word(language, f"column_{name}") for name in ("path", "sheet", "letter", "header", "field")],
        [
            [entry["path"], sheet["name"], column["letter"], column["header"], name]
            for entry in head["inputs"]
            for sheet in entry["sheets"]
            for name, column in sheet["columns"].items()
        ],
    )
    page.heading(word(language, "heading_categories"))
    page.table(
        [word(language, f"column_{name}") for name in ("category", "name_zh", "checked", "lines", "name_en")],
        list_categories(report, language),
    )
    page.row += 1
    page.sentence(f"csl-directory-checker {__version__}", WIDTH)
    page.sentence(word(language, "no_legal_advice"), WIDTH, italic=True)


def list_sources(head: dict[str, Any], language: Language) -> list[list[Any]]:
    """Return every file the result rests on: name, kind, day, entries or lines, sha256."""
    directory = head["basis"]["directory"]
    rows = [
        [
            directory.get("announcement") or directory["edition"],
            word(language, "kind_directory"),
            directory["effective_from"],
            directory.get("rows"),
            directory["sha256"],
        ]
    ]
    law = head["basis"].get("law")
    if law:
        ids = " ".join(one["id"] for one in law["provisions"])
        latest = max(one["in_force_from"] for one in law["provisions"])
        rows.append([ids, word(language, "kind_law"), latest, len(law["provisions"]), law["sha256"]])
    if decisions := head["basis"].get("decisions"):
        rows.append([decisions["name"], word(language, "kind_decisions"), None, None, decisions["sha256"]])
    rows += [
        [one["name"], word(language, "kind_register"), one["retrieved"], one["entries"], one["sha256"]]
        for one in head["basis"]["register"]
    ]
    rows += [
        [
            one["path"],
            word(language, "kind_inventory"),
            None,
            sum(sheet["lines"] for sheet in one["sheets"]),
            one["sha256"],
        ]
        for one in head["inputs"]
    ]
    return rows


def list_categories(report: Report, language: Language) -> list[list[Any]]:
    """Return the categories that occur: id, Chinese name, whether checked, lines, English name."""
    counts: dict[str, int] = {}
    found = report.columns["categories"]
    for ids, count in zip(found.texts.to_pylist(), np.bincount(found.codes).tolist(), strict=True):
        for one in ids.split():
            counts[one] = counts.get(one, 0) + count
    return [
        [
            one["id"],
            one["name_zh"],
            word(language, "yes" if one["checked"] else "no"),
            counts.get(one["id"], 0),
            one["name_en"],
        ]
        for one in report.head["basis"]["directory"]["categories"]
    ]
