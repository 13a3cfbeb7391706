"""What needs attention, grouped by product, with columns in which a reviewer writes the decision."""

from datetime import date

import numpy as np

from checker.messages import Language
from checker.numbering import Numbers, group_numbers
from checker.report.attention import rank_attention, rank_verdicts
from checker.report.coded import Coded, encode_numbers, repeat, to_arrow
from checker.report.columns import Columns
from checker.report.content import Report
from checker.report.words import word
from checker.report.workbook.grid import Grid, Kind
from checker.report.workbook.layout import Book

COLUMNS: dict[str, tuple[float, Kind]] = {
    "group": (7, "strong"), "verdict": (13, "strong"), "manufacturer": (20, "bare"), "model": (18, "bare"),
    "version": (10, "bare"), "product_name": (24, "note"), "categories": (11, "bare"), "category_names": (24, "note"),
    "certificate_number": (18, "bare"), "certificate_valid_until": (12, "bare"), "date": (12, "bare"),
    "seller": (18, "bare"), "sku": (12, "bare"), "path": (18, "note"), "sheet": (12, "bare"), "row": (7, "bare"),
    "reasons_zh": (58, "note"), "reasons_en": (58, "note"),
    "edition": (9, "bare"), "decision": (20, "input"), "decision_certificate": (18, "input"),
    "decision_reason": (28, "input"), "decision_by": (14, "input"), "decision_until": (13, "input"),
}  # fmt: skip

FIRST_DAY = date(2026, 1, 1)
"""No decision ends before it."""

DECISIONS = ("not_in_scope", "covered_by_certificate", "accepted_until", "is_uncertified")
PRODUCT = ("manufacturer", "model", "version")
TEXTS = (*PRODUCT, "verdict", "product_name", "categories", "date", "seller", "sku", "path", "sheet",
         "certificate_number", "certificate_valid_until")  # fmt: skip


def add_attention(book: Book, report: Report, language: Language) -> None:
    """Add the sheet; of an inventory in which nothing needs attention it says so."""
    grid = lay_out(report, language)
    decision, until = (list(COLUMNS).index(name) for name in ("decision", "decision_until"))
    choices = [word(language, f"decision_choice_{name}") for name in DECISIONS]
    for worksheet in book.add_grid(grid):
        last = max(len(grid) - 1, 1)
        worksheet.repeat_columns(0, 3)
        worksheet.data_validation(
            1, decision, last, decision, {"validate": "list", "source": choices, "error_type": "warning"}
        )
        worksheet.write_comment(0, decision, word(language, "decision_help"), {"x_scale": 3, "y_scale": 2})
        worksheet.data_validation(
            1, until, last, until,
            {"validate": "date", "criteria": ">=", "value": FIRST_DAY, "error_type": "warning"},
        )  # fmt: skip


def lay_out(report: Report, language: Language) -> Grid:
    """Return the held and review lines, the product with the most urgent verdict and the most lines first."""
    columns, groups = choose_lines(report.columns)
    names = {one["id"]: one[f"name_{language}"] for one in report.head["basis"]["directory"]["categories"]}
    verdicts = columns["verdict"]
    texts = columns | {
        "group": Coded(groups - 1, encode_numbers(np.arange(1, groups.max(initial=0) + 1)).texts),
        "edition": repeat(str(report.head["basis"]["directory"]["edition"]), len(groups)),
        "verdict": verdicts.word(lambda verdict: word(language, f"verdict_{verdict}")),
        "category_names": columns["categories"].word(
            lambda ids: "\n".join(f"{one} {names.get(one, '')}" for one in ids.split())
        ),
    }
    blank = repeat("", len(groups))
    return Grid(
        name=word(language, "sheet_attention"),
        columns=tuple(texts.get(name, blank).head(word(language, f"column_{name}")) for name in COLUMNS),
        kinds=tuple(kind for _, kind in COLUMNS.values()),
        widths=tuple(width for width, _ in COLUMNS.values()),
        styles=mark_first(verdicts, groups).head("header"),
        header_row=1,
    )


def choose_lines(columns: Columns) -> tuple[dict[str, Coded], Numbers]:
    """Return the columns that are shown of the held and review lines, and the number of each line's group, rising."""
    ranked = rank_attention(columns)
    order, groups = group_products(columns, ranked)
    rows = ranked[order]
    return columns.select(TEXTS, rows) | {
        "row": encode_numbers(columns.lines["row"].to_numpy()[rows]),
        "reasons_zh": columns.join("reasons", "zh").take(rows),
        "reasons_en": columns.join("reasons", "en").take(rows),
    }, groups  # fmt: skip


def group_products(columns: Columns, ranked: Numbers) -> tuple[Numbers, Numbers]:
    """Return the order of lines in which those of one product are together, and the numbers of their groups, from 1.

    A product is maker, model and version; without a model, also the name and SKU tell products apart.

    Args:
        columns: The columns of all lines.
        ranked: The positions of the lines, the most urgent first.
    """
    unnamed = columns["model"].find("")[ranked]
    named = [(column.codes[ranked], len(column.texts)) for column in (columns[name] for name in PRODUCT)]
    others = [columns[name] for name in ("product_name", "sku")]
    masked = [(np.where(unnamed, column.codes[ranked] + 1, 0), len(column.texts) + 1) for column in others]
    products = group_numbers([*named, *masked])
    size = np.bincount(products.numbers, minlength=len(products))
    worst = rank_verdicts(columns, ranked[products.first])
    places = np.empty(len(products), dtype=np.int64)
    places[np.lexsort([-size, worst])] = np.arange(len(products))
    order = np.argsort(places[products.numbers], kind="stable")
    return order, places[products.numbers][order] + 1


def mark_first(verdicts: Coded, groups: Numbers) -> Coded:
    """Return the styles of rows: the verdict, in the first row of a group with ``+first``."""
    first = np.diff(groups, prepend=0) != 0
    names = [verdict + mark for verdict in verdicts.texts.to_pylist() for mark in ("", "+first")]
    return Coded(verdicts.codes * 2 + first, to_arrow(names))
