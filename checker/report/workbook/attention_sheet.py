"""What needs attention, grouped by product, with columns in which a reviewer writes the decision."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from checker.messages import Language
from checker.report.attention import URGENCY, rank_attention, rank_verdicts
from checker.report.coded import Coded, Codes, combine, encode, encode_numbers, encode_reasons, repeat
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
            {"validate": "date", "criteria": ">=", "value": pd.Timestamp("2026-01-01").to_pydatetime(), "error_type": "warning"},
        )  # fmt: skip


def lay_out(report: Report, language: Language) -> Grid:
    """Return the held and review lines, the product with the most urgent verdict and the most lines first."""
    columns, groups = encode_columns(report.lines)
    names = {one["id"]: one[f"name_{language}"] for one in report.head["basis"]["directory"]["categories"]}
    verdicts = columns["verdict"]
    texts = columns | {
        "group": encode(pd.Series(groups).astype("str")),
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


def encode_columns(lines: pd.DataFrame) -> tuple[dict[str, Coded], Codes]:
    """Return the columns that are shown of the held and review lines, and the number of each line's group, rising."""
    ranked = rank_attention(lines)
    texts = {name: encode(lines[name].iloc[ranked]) for name in TEXTS}
    order, groups = group_products(texts, rank_verdicts(lines["verdict"].iloc[ranked]))
    chosen = lines[["row", "reasons"]].iloc[ranked[order]]
    reasons_zh, reasons_en = encode_reasons(chosen["reasons"], "zh", "en")
    columns = {name: column.take(order) for name, column in texts.items()}
    return columns | {
        "row": encode_numbers(chosen["row"]), "reasons_zh": reasons_zh, "reasons_en": reasons_en,
    }, groups  # fmt: skip


def group_products(texts: Mapping[str, Coded], urgency: Codes) -> tuple[Codes, Codes]:
    """Return the positions of lines, those of one product together, and the numbers of their groups, from 1.

    A product is maker, model and version; without a model, also the name and SKU tell products apart.

    Args:
        texts: The columns of the lines, the most urgent line first.
        urgency: Per line the place of its verdict in ``URGENCY``.
    """
    unnamed = (texts["model"].texts == "").to_numpy()[texts["model"].codes]
    product = combine(
        *(texts[name].codes for name in PRODUCT),
        *(np.where(unnamed, texts[name].codes + 1, 0) for name in ("product_name", "sku")),
    )
    count = product.max(initial=-1) + 1
    worst = np.full(count, len(URGENCY))
    np.minimum.at(worst, product, urgency)
    places = np.empty(count, dtype=np.int64)
    places[np.lexsort([-np.bincount(product, minlength=count), worst])] = np.arange(count)
    order = np.argsort(places[product], kind="stable")
    return order, places[product][order] + 1


def mark_first(verdicts: Coded, groups: Codes) -> Coded:
    """Return the styles of rows: the verdict, in the first row of a group with ``+first``."""
    first = np.diff(groups, prepend=0) != 0
    names = pd.Series([verdict + mark for verdict in verdicts.texts for mark in ("", "+first")], dtype="str")
    return Coded(verdicts.codes * 2 + first, names)
